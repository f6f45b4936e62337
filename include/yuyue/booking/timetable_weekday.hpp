#pragma once
#include "yuyue/core/time.hpp"
#include "yuyue/store/transaction.hpp"

namespace yuyue::booking {

/// Which weekday's timetable holds on a day: 1 (Monday) … 7, on a make-up workday the one it stands
/// for; 0 on a public holiday.
int timetable_weekday(store::Snapshot& snapshot, Day day);

}  // namespace yuyue::booking
