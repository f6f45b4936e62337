#pragma once
#include "yuyue/core/time.hpp"

namespace yuyue::booking::policy {

/// The same day `months` later (or earlier); 31 August less six months is the end of February.
inline Day plus_months(Day day, int months) {
  const date::year_month_day from{day};
  const date::year_month_day to = from.year() / from.month() / from.day() + date::months{months};
  return to.ok() ? Day{to} : Day{to.year() / to.month() / date::last};
}
inline Day first_of_month(Day day) {
  const date::year_month_day from{day};
  return Day{from.year() / from.month() / 1};
}
inline Day monday_of(Day day) {
  return day - date::days{iso_weekday(day) - 1};
}

}  // namespace yuyue::booking::policy
