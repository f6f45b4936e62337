#include "yuyue/booking/timetable_weekday.hpp"

#include "yuyue/booking/reference.hpp"

namespace yuyue::booking {

int timetable_weekday(store::Snapshot& snapshot, Day day) {
  const auto special = calendar_days(snapshot, day, day);
  if (special.empty()) return iso_weekday(day);
  if (special.front().kind == CalendarKind::holiday) return 0;
  return special.front().as_weekday.value_or(iso_weekday(day));
}

}  // namespace yuyue::booking
