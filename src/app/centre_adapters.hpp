#pragma once
#include "yuyue/booking/clinic/waits.hpp"
#include "yuyue/booking/policy/live.hpp"
#include "yuyue/centre/visits.hpp"
#include "yuyue/patients/service.hpp"

namespace yuyue::app {

/// The hospital's own rules of lines, as its policy has them where nothing narrower does.
class CentreRules {
 public:
  explicit CentreRules(const booking::policy::LivePolicy& policies) : policies_(&policies) {}
  queue::LineRules operator()(Instant now) const;

 private:
  const booking::policy::LivePolicy* policies_;
};

/// Who is booked with a service's department and has not arrived.
class BookedAtCentre {
 public:
  explicit BookedAtCentre(const booking::clinic::Waits& waits) : waits_(&waits) {}
  std::vector<queue::Expected> operator()(store::Snapshot& snapshot, DepartmentId department,
                                          Instant now) const {
    return waits_->still_expected(snapshot, department, now);
  }

 private:
  const booking::clinic::Waits* waits_;
};

class MergedVisits final : public patients::MergeListener {
 public:
  explicit MergedVisits(const centre::Visits& visits) : visits_(visits) {}
  Result<void> merging(store::Transaction& tx, PersonId from, PersonId into, Instant now) override;

 private:
  const centre::Visits& visits_;
};

}  // namespace yuyue::app
