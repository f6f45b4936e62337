#pragma once
// What the timetable wants of each day, and which sessions must stay though it does not want them.
#include <unordered_map>
#include <vector>

#include "booking/session_records.hpp"
#include "yuyue/booking/rules.hpp"

namespace yuyue::booking {

/// Calendar and exceptions of a stretch of days.
class Calendar {
 public:
  Calendar(store::Snapshot& snapshot, Day from, Day to);
  rules::DayFacts on(Day day) const;

 private:
  std::vector<CalendarDay> days_;
  std::vector<ScheduleException> exceptions_;
};

/// What has to be done to one session. Without `wanted`: it goes. Without `existing`: it comes.
struct SessionChange {
  std::optional<Schedule> wanted;
  std::optional<SessionId> existing;
  std::int64_t fee = 0;
};
/// Pure. Sessions that have begun are left alone, those that are over not made.
std::vector<SessionChange> changes_of_day(
    const std::vector<Schedule>& schedules, const rules::DayFacts& facts,
    const std::vector<records::MadeSession>& existing,
    const std::unordered_map<ClinicKindId, std::int64_t>& fees, const HospitalTime& time,
    Instant now);

/// Sessions from now to the end of the horizon that have active appointments and do not, or not
/// wholly, take place by these rows.
std::vector<KeptSession> kept_sessions(store::Snapshot& snapshot, const Environment& environment,
                                       const std::vector<Schedule>& schedules, Instant now);

}  // namespace yuyue::booking
