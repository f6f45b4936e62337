#include "app/centre_adapters.hpp"

namespace yuyue::app {

int weekday_of_centre(store::Snapshot& snapshot, Day day) {
  const auto special = booking::calendar_days(snapshot, day, day);
  if (special.empty()) return iso_weekday(day);
  if (special.front().kind == booking::CalendarKind::holiday) return 0;
  return special.front().as_weekday.value_or(iso_weekday(day));
}

Result<void> MergedVisits::merging(store::Transaction& tx, PersonId from, PersonId into, Instant) {
  visits_.move_person(tx, from, into);
  return {};
}

}  // namespace yuyue::app
