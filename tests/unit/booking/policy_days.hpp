#pragma once
// The days off of 2026 that the policies' tests use.
#include <initializer_list>
#include <stdexcept>
#include <string>

#include "yuyue/booking/policy/model.hpp"

namespace yuyue::booking::policy {

inline Day day_from(const std::string& text) {
  const auto day = parse_day(text);
  if (!day) throw std::runtime_error("no such day: " + text);
  return *day;
}

inline DayCalendar days_of_2026() {
  DayCalendar days;
  for (const auto* day : {"2026-09-25", "2026-09-26", "2026-09-27", "2026-10-01", "2026-10-02",
                          "2026-10-03", "2026-10-04", "2026-10-05", "2026-10-06", "2026-10-07"})
    days.holidays.insert(day_from(day));
  for (const auto* day : {"2026-09-20", "2026-10-10"}) days.workdays.insert(day_from(day));
  return days;
}

}  // namespace yuyue::booking::policy
