// The day strip of a department: open, full, closed, not released.
#include <algorithm>
#include <unordered_map>

#include "booking/audience.hpp"
#include "booking/policy/bookable.hpp"
#include "booking/session_records.hpp"
#include "yuyue/booking/rules.hpp"

namespace yuyue::booking {
namespace {

/// Where the department is; of no kind of clinic.
policy::Place where_is(store::Snapshot& snapshot, DepartmentId department) {
  auto rows = snapshot.query(
      "SELECT c.name, d.code FROM department d JOIN campus c ON c.id = d.campus_id"
      " WHERE d.id = ?",
      {department});
  if (!rows.next()) return {};
  return {rows->text(0), rows->text(1), {}};
}

/// What can be had by this way of the department's sessions with quotas.
std::unordered_map<SessionId, int> open_by_session(store::Snapshot& snapshot,
                                                   const Environment& env, DepartmentId department,
                                                   Day from, Day until, Channel channel,
                                                   Instant now) {
  const auto settings = env.settings->current();
  std::unordered_map<SessionId, int> open;
  auto rows = snapshot.query(
      "SELECT q.session_id, s.day, q.pool, q.size, q.taken FROM session s"
      " JOIN session_quota q ON q.session_id = s.id"
      " WHERE s.quotas = 1 AND s.department_id = ? AND s.day BETWEEN ? AND ?",
      {department, from, until});
  while (rows.next()) {
    const PoolCount pool{pool_from(rows->text(2)).value(), static_cast<int>(rows->integer(3)),
                         static_cast<int>(rows->integer(4))};
    const bool returned = now >= places::returned_at(rows->day(1), *settings, *env.time);
    open[rows->id<SessionId>(0)] += open_to(channel, returned, {pool});
  }
  return open;
}

}  // namespace

DepartmentDays department_days(store::Snapshot& snapshot, const Environment& env,
                               DepartmentId department, Instant now, Audience audience) {
  const auto channel = channel_of(audience);
  const auto settings = env.settings->current();
  const auto today = env.time->day_of(now);
  policy::BookableNow bookable(env.policies->at(now), *env.time, channel, now);
  const auto& in_force = bookable.in_force();
  const auto where = where_is(snapshot, department);
  const auto until = in_force.horizon_end(*env.time, today, where.department);
  DepartmentDays page;
  page.changes_at = env.time->at(today + date::days{1}, MinuteOfDay{0});
  const auto changes_no_later_than = [&](Instant at) {
    if (at > now) page.changes_at = std::min(page.changes_at, at);
  };
  for (auto day = today; day <= until; day += date::days{1}) {
    page.days.push_back({.day = day, .holiday = {}, .holiday_en = {}, .released_at = {}});
    // What holds for most clinics; those that differ are looked at with their sessions.
    const auto released = rules::released_at(day, where, in_force, *env.time);
    changes_no_later_than(released);
    if (now < released) page.days.back().released_at = released;
  }
  if (in_force.until) changes_no_later_than(*in_force.until);
  for (auto& off : calendar_days(snapshot, today, until)) {
    if (off.kind != CalendarKind::holiday) continue;
    auto& view = page.days[static_cast<std::size_t>((off.day - today).count())];
    view.holiday = std::move(off.name);
    view.holiday_en = std::move(off.name_en);
  }
  const auto open = open_by_session(snapshot, env, department, today, until, channel, now);
  auto rows = snapshot.query(
      "SELECT s.day, s.id, s.quotas, sum(l.capacity - l.taken), min(l.starts_at),"
      " max(l.starts_at), s.part, k.code FROM session s JOIN clinic_kind k ON k.id = s.kind_id"
      " JOIN slot l ON l.session_id = s.id WHERE s.department_id = ? AND s.day BETWEEN ? AND ?"
      " AND s.state = 'open' AND l.starts_at > ? AND l.capacity > 0 GROUP BY s.day, s.id",
      {department, today, until, now});
  while (rows.next()) {
    const auto day = rows->day(0);
    auto& view = page.days[static_cast<std::size_t>((day - today).count())];
    auto free = static_cast<int>(rows->integer(3));
    changes_no_later_than(rows->instant(4));
    if (rows->flag(2)) {
      const auto found = open.find(rows->id<SessionId>(1));
      free = std::min(free, found == open.end() ? 0 : found->second);
      changes_no_later_than(places::returned_at(day, *settings, *env.time));
    }
    auto place = where;
    place.kind = rows->text(7);
    const auto& answer =
        bookable.of(place, day, day_part(rows->text(6)).value_or(DayPart::morning));
    if (answer.changes_at) changes_no_later_than(*answer.changes_at);
    if (answer.yes()) {
      view.free += free;
      view.state = view.free > 0 ? DayState::open : DayState::full;
      view.released_at.reset();
    } else if (answer.later(rows->instant(5)) && view.state == DayState::closed) {
      view.state = DayState::not_released;
      view.released_at = answer.possible_at;
    }
  }
  return page;
}

}  // namespace yuyue::booking
