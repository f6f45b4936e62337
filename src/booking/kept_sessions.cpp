// Sessions that must stay though the timetable does not want them: people have appointments.
#include "booking/session_making.hpp"
#include "yuyue/booking/policy/live.hpp"

namespace yuyue::booking {
namespace {

/// Slots of sessions to come that hold appointments, session by session.
struct HeldSlot {
  KeptSession session;
  std::optional<ScheduleId> schedule;
  DepartmentId department;
  std::optional<PractitionerId> practitioner;
  ClinicKindId kind;
  Instant starts_at{}, ends_at{};
  int taken = 0;
};

std::vector<HeldSlot> held_slots(store::Snapshot& snapshot, Day from, Day to, Instant now) {
  std::vector<HeldSlot> list;
  auto rows = snapshot.query(
      "SELECT s.id, s.day, s.part, d.name, p.name, s.schedule_id, s.department_id,"
      " s.practitioner_id, s.kind_id, l.starts_at, l.ends_at, l.taken"
      " FROM session s JOIN slot l ON l.session_id = s.id JOIN department d ON d.id ="
      " s.department_id LEFT JOIN practitioner p ON p.id = s.practitioner_id"
      " WHERE s.day BETWEEN ? AND ? AND s.starts_at > ? AND l.taken > 0"
      " AND (s.schedule_id IS NOT NULL OR s.state = 'withdrawn')"
      " ORDER BY s.starts_at, s.id",
      {from, to, now});
  while (rows.next()) {
    HeldSlot held;
    held.session.session = rows->id<SessionId>(0);
    held.session.day = rows->day(1);
    held.session.part = day_part(rows->text(2)).value_or(DayPart::morning);
    held.session.department = rows->text(3);
    held.session.practitioner = rows->text(4);
    held.schedule = rows->maybe_id<ScheduleId>(5);
    held.department = rows->id<DepartmentId>(6);
    held.practitioner = rows->maybe_id<PractitionerId>(7);
    held.kind = rows->id<ClinicKindId>(8);
    held.starts_at = rows->instant(9);
    held.ends_at = rows->instant(10);
    held.taken = static_cast<int>(rows->integer(11));
    list.push_back(std::move(held));
  }
  return list;
}

std::string why_kept(const HeldSlot& held, const Schedule* schedule, const Calendar& calendar,
                     const HospitalTime& time) {
  if (!schedule || schedule->department != held.department ||
      schedule->practitioner != held.practitioner || schedule->kind != held.kind)
    return "row-ended";
  if (!rules::takes_place(*schedule, calendar.on(held.session.day))) return "day-off";
  if (held.starts_at < time.at(held.session.day, schedule->starts) ||
      held.ends_at > time.at(held.session.day, schedule->ends))
    return "times-changed";
  return {};
}

}  // namespace

std::vector<KeptSession> kept_sessions(store::Snapshot& snapshot, const Environment& env,
                                       const std::vector<Schedule>& schedules, Instant now) {
  const auto today = env.time->day_of(now);
  const auto until = env.policies->furthest_day(*env.time, now);
  const Calendar calendar(snapshot, today, until);
  std::unordered_map<ScheduleId, const Schedule*> by_id;
  for (const auto& schedule : schedules) by_id.emplace(schedule.id, &schedule);
  std::vector<KeptSession> kept;
  for (auto& held : held_slots(snapshot, today, until, now)) {
    const auto found = held.schedule ? by_id.find(*held.schedule) : by_id.end();
    auto why = why_kept(held, found == by_id.end() ? nullptr : found->second, calendar, *env.time);
    if (why.empty()) continue;
    if (kept.empty() || kept.back().session != held.session.session) {
      kept.push_back(std::move(held.session));
      kept.back().why = std::move(why);
    }
    kept.back().appointments += held.taken;
  }
  return kept;
}

}  // namespace yuyue::booking
