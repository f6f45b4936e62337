#pragma once
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

class MergedVisits final : public patients::MergeListener {
 public:
  explicit MergedVisits(const centre::Visits& visits) : visits_(visits) {}
  Result<void> merging(store::Transaction& tx, PersonId from, PersonId into, Instant now) override;

 private:
  const centre::Visits& visits_;
};

}  // namespace yuyue::app
