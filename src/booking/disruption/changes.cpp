#include "booking/disruption/changes.hpp"

#include <algorithm>

#include "booking/appointment_steps.hpp"
#include "booking/reference_records.hpp"
#include "booking/timetable_records.hpp"

namespace yuyue::booking::disruption {
namespace {

using std::chrono::minutes;

Refusal invalid(std::string_view why, std::string_view field) {
  return Refusal("disruption-invalid").with("why", why).at("/" + std::string(field));
}

DayPart part_at(MinuteOfDay minute) {
  if (minute < minutes{12 * 60}) return DayPart::morning;
  return minute < minutes{18 * 60} ? DayPart::afternoon : DayPart::evening;
}

void update(store::Transaction& tx, const Environment& env, SessionId id,
            const std::function<void(Session&)>& change) {
  auto made = booking::records::made_session(tx, id);
  if (!made) return;
  change(made->session);
  ++made->session.version;
  booking::records::update_session(tx, *made);
  change_pages(tx, env, made->session);
}

void make_successor(store::Transaction& tx, const Environment& env, const Session& session,
                    const Session& successor, const std::vector<RoomId>& rooms) {
  const auto made = booking::records::made_session(tx, session.id);
  booking::records::insert_session(tx, {successor, made ? made->schedule_row : 0});
  booking::records::set_rooms(tx, successor.id, rooms);
  for (const auto& slot : slots_of(tx, session.id)) {
    const auto start = env.time->minute_of(slot.starts_at) - session.starts + successor.starts;
    booking::records::insert_slot(tx, {.id = env.ids->next<SlotId>(),
                                       .session = successor.id,
                                       .starts_at = env.time->at(successor.day, start),
                                       .ends_at = env.time->at(successor.day, start + kSlotLength),
                                       .capacity = slot.capacity});
  }
}

Result<void> may_be_disrupted(store::Snapshot& snapshot, Kind kind, const Session& session,
                              Instant now) {
  if (session.ends_at <= now) return Refusal("past-slot");
  if (overtaken(snapshot, kind, session.id)) return {};
  if (const auto other = records::running_on(snapshot, session.id))
    return Refusal("session-disrupted").with("id", to_string(*other));
  return {};
}

}  // namespace

void change_pages(store::Transaction& tx, const Environment& env, const Session& session) {
  steps::change_pages(env, tx, session.department, session.day, session.practitioner);
}

std::optional<Disruption> overtaken(store::Snapshot& snapshot, Kind kind, SessionId session) {
  if (kind != Kind::stop) return std::nullopt;
  const auto other = records::running_on(snapshot, session);
  if (!other) return std::nullopt;
  auto d = find_disruption(snapshot, *other);
  if (!d || d->kind != Kind::shrink || d->state == State::taking_back) return std::nullopt;
  return d;
}

Result<std::vector<Session>> sessions_meant(store::Snapshot& snapshot, const Wish& wish,
                                            Instant now) {
  std::vector<Session> list;
  if (wish.session) {
    auto session = find_session(snapshot, *wish.session);
    if (!session) return Refusal("not-found").with("what", "session");
    if (auto may = may_be_disrupted(snapshot, wish.kind, *session, now); !may) return may.error();
    list.push_back(std::move(*session));
    return list;
  }
  for (const auto id :
       records::sessions_between(snapshot, *wish.practitioner, *wish.from, *wish.to, now)) {
    auto session = find_session(snapshot, id);
    // One that another disruption is already seeing to is left to it.
    if (may_be_disrupted(snapshot, wish.kind, *session, now)) list.push_back(std::move(*session));
  }
  const auto made_until = booking::records::timetable_state(snapshot).made_until;
  if (list.empty() && *wish.to <= made_until) return Refusal("nothing-to-disrupt");
  return list;
}

Result<void> check_rooms(store::Snapshot& snapshot, const Wish& wish) {
  for (const auto room : wish.rooms)
    if (!booking::records::exists(snapshot, room))
      return Refusal("unknown-reference").with("name", "rooms").at("/rooms");
  return {};
}

Result<Session> successor_of(store::Snapshot& snapshot, const Environment& env,
                             const Session& session, const Wish& wish, Instant now) {
  auto next = session;
  next.id = {};
  next.version = 1;
  next.schedule.reset();
  next.quotas = false;
  next.state = SessionState::stopped;  // until everybody affected has their place
  next.stop_reason = wish.reason;
  if (wish.kind == Kind::move) {
    next.day = wish.day.value_or(session.day);
    next.starts = wish.starts.value_or(session.starts);
    next.ends = next.starts + (session.ends - session.starts);
    if (next.ends > minutes{24 * 60}) return invalid("times", "starts");
    if (next.day == session.day && next.starts == session.starts) return invalid("times", "starts");
    next.part = part_at(next.starts);
    next.starts_at = env.time->at(next.day, next.starts);
    next.ends_at = env.time->at(next.day, next.ends);
    if (next.starts_at <= now) return Refusal("past-slot").at("/starts");
  } else {
    const auto who = *wish.substitute;
    if (!booking::records::exists(snapshot, who))
      return Refusal("unknown-reference").with("name", "practitioner").at("/substituteId");
    if (session.practitioner == who) return invalid("substitute", "substituteId");
    if (session.practitioner &&
        records::rank_of(snapshot, who) < records::rank_of(snapshot, *session.practitioner))
      return Refusal("substitute-lower-rank").at("/substituteId");
    next.practitioner = who;
  }
  if (!next.practitioner) return next;
  if (const auto other = records::elsewhere(snapshot, *next.practitioner, next.starts_at,
                                            next.ends_at, session.id))
    return Refusal("practitioner-elsewhere")
        .with("date", format_day(other->day))
        .with("start", format_minute(other->starts))
        .with("end", format_minute(other->ends));
  return next;
}

Result<std::vector<records::SlotChange>> slots_meant(store::Snapshot& snapshot,
                                                     const Session& session, const Wish& wish,
                                                     Instant now) {
  std::vector<records::SlotChange> changes;
  const auto slots = slots_of(snapshot, session.id);
  for (const auto& target : wish.slots) {
    const auto slot = std::ranges::find(slots, target.slot, &Slot::id);
    if (slot == slots.end()) return Refusal("not-found").with("what", "slot").at("/slots");
    if (slot->ends_at <= now) return Refusal("past-slot").at("/slots");
    const bool twice = std::ranges::any_of(
        changes, [&](const records::SlotChange& c) { return c.slot == target.slot; });
    if (twice || target.capacity >= slot->capacity) return invalid("slots", "slots");
    changes.push_back({target.slot, slot->capacity, target.capacity});
  }
  return changes;
}

void apply(store::Transaction& tx, const Environment& env, const Disruption& d,
           const Session& session, const Wish& wish, const std::optional<Session>& successor,
           const std::vector<records::SlotChange>& slots) {
  DisruptedSession row{.session = session.id,
                       .successor = {},
                       .listed = false,
                       .was_open = session.state == SessionState::open};
  const auto stop = [&](Session& s) {
    if (s.state == SessionState::open) s.state = SessionState::stopped;
    s.stop_reason = wish.reason;
  };
  switch (d.kind) {
    case Kind::stop:
      update(tx, env, session.id, stop);
      break;
    case Kind::move:
    case Kind::substitute:
      row.successor = successor->id;
      make_successor(tx, env, session, *successor,
                     wish.rooms.empty() ? records::rooms_of(tx, session.id) : wish.rooms);
      update(tx, env, session.id, stop);
      change_pages(tx, env, *successor);
      break;
    case Kind::shrink:
      for (const auto& change : slots) {
        records::insert(tx, d.id, change);
        records::narrow_slot(tx, change.slot, change.left);
      }
      change_pages(tx, env, session);
      break;
    case Kind::room:
      records::remember_rooms(tx, d.id, session.id);
      booking::records::set_rooms(tx, session.id, wish.rooms);
      update(tx, env, session.id, [](Session&) {});
      break;
  }
  records::insert(tx, d.id, row);
}

Result<void> stay_away(store::Transaction& tx, const Environment& env, const Disruption& d,
                       const Actor& by, Instant now) {
  if (!d.practitioner) return {};
  const auto made_until = booking::records::timetable_state(tx).made_until;
  const Timetable timetable(env);
  for (auto day = std::max(*d.from, made_until + date::days{1}); day <= *d.to;
       day += date::days{1}) {
    ScheduleException exception;
    exception.day = day;
    exception.practitioner = d.practitioner;
    exception.reason = d.reason;
    const auto added = timetable.add(tx, exception, by, now);
    if (!added) return added.error();
    records::remember_exception(tx, d.id, added->id);
  }
  return {};
}

void open_successors(store::Transaction& tx, const Environment& env, const Disruption& d) {
  for (const auto& row : sessions_of(tx, d.id)) {
    if (!row.successor) continue;
    update(tx, env, *row.successor, [](Session& s) {
      s.state = SessionState::open;
      s.stop_reason.clear();
    });
  }
}

void narrow_slots(store::Transaction& tx, const Environment& env, const Disruption& d) {
  for (const auto& change : records::slot_changes(tx, d.id))
    records::narrow_slot(tx, change.slot, change.left);
  for (const auto& row : sessions_of(tx, d.id))
    if (const auto session = find_session(tx, row.session)) change_pages(tx, env, *session);
}

Result<void> restore(store::Transaction& tx, const Environment& env, const Disruption& d,
                     const Actor& by, Instant now) {
  const auto rows = sessions_of(tx, d.id);
  for (const auto& row : rows)
    if (row.successor && booking::records::active_appointments(tx, *row.successor) > 0)
      return Refusal("disruption-under-way");
  for (const auto& row : rows) {
    if (row.successor)
      update(tx, env, *row.successor, [](Session& s) { s.state = SessionState::stopped; });
    if (d.kind == Kind::room)
      booking::records::set_rooms(tx, row.session,
                                  records::remembered_rooms(tx, d.id, row.session));
    update(tx, env, row.session, [&](Session& s) {
      if (d.kind == Kind::room || d.kind == Kind::shrink) return;
      if (s.state != SessionState::stopped) return;
      if (row.was_open) s.state = SessionState::open;
      s.stop_reason.clear();
    });
  }
  for (const auto& change : records::slot_changes(tx, d.id))
    records::widen_slot(tx, change.slot, change.was);
  const Timetable timetable(env);
  for (const auto id : records::exceptions_of(tx, d.id)) {
    const auto exception = booking::records::find_exception(tx, id);
    if (!exception) continue;
    if (auto removed = timetable.remove(tx, id, exception->version, by, now); !removed)
      return removed.error();
  }
  return {};
}

void remove_successors(store::Transaction& tx, const Environment& env, const Disruption& d) {
  for (const auto& row : sessions_of(tx, d.id)) {
    if (!row.successor) continue;
    const auto session = find_session(tx, *row.successor);
    if (!session) continue;
    if (booking::records::has_history(tx, *row.successor)) {
      booking::records::close_slots(tx, *row.successor);
      update(tx, env, *row.successor, [](Session& s) { s.state = SessionState::withdrawn; });
    } else {
      booking::records::delete_session(tx, *row.successor);
      change_pages(tx, env, *session);
    }
  }
}

}  // namespace yuyue::booking::disruption
