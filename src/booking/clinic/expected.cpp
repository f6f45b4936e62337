#include "yuyue/booking/clinic/expected.hpp"

#include "booking/clinic/waits_records.hpp"

namespace yuyue::booking::clinic {

std::vector<queue::Expected> still_expected(store::Snapshot& snapshot, DepartmentId department,
                                            Day day, Instant now) {
  const Habits habits;
  std::vector<queue::Expected> list;
  for (const auto& one : records::still_to_come(snapshot, department, day))
    list.push_back({.slot_start = one.starts_at,
                    .sequence = one.sequence,
                    .shows = still_shows(habits, one.starts_at, now),
                    .minutes_early = habits.minutes_early,
                    .minutes_early_spread = habits.minutes_early_spread});
  return list;
}

}  // namespace yuyue::booking::clinic
