#pragma once
#include "yuyue/booking/reference.hpp"
#include "yuyue/centre/visits.hpp"
#include "yuyue/patients/service.hpp"

namespace yuyue::app {

/// The service centre is open on the days on which the timetable of a weekday holds: not on public
/// holidays, and on make-up workdays as on the weekday they stand for.
int weekday_of_centre(store::Snapshot& snapshot, Day day);

class MergedVisits final : public patients::MergeListener {
 public:
  explicit MergedVisits(const centre::Visits& visits) : visits_(visits) {}
  Result<void> merging(store::Transaction& tx, PersonId from, PersonId into, Instant now) override;

 private:
  const centre::Visits& visits_;
};

}  // namespace yuyue::app
