#include "yuyue/booking/clinic/notices.hpp"

#include <algorithm>

#include "booking/clinic/notices_records.hpp"
#include "yuyue/booking/clinic/clinic_day.hpp"

namespace yuyue::booking::clinic {
namespace {

using std::chrono::minutes;

Result<void> within(std::string_view name, minutes given, minutes most) {
  if (given > minutes{0} && given <= most) return {};
  return Refusal("field-invalid")
      .with("name", name)
      .with("expected", "1–" + std::to_string(most.count()))
      .at("/" + std::string(name));
}

Result<void> is_room_of(store::Snapshot& snapshot, SessionId session, RoomId room) {
  const auto rooms = rooms_of(snapshot, session);
  if (std::ranges::find(rooms, room, &ClinicRoom::id) == rooms.end())
    return Refusal("unknown-reference").with("name", "roomId").at("/roomId");
  return {};
}

/// Who has arrived and is still to be called; whoever is with somebody, or gone, need not know.
bool waits(store::Snapshot& snapshot, AppointmentId appointment) {
  const auto kept = queue::ticket_of(snapshot, {"appointment", appointment.value});
  if (!kept) return false;
  using enum queue::State;
  const auto state = kept->ticket.state;
  return state == waiting || state == near || state == missed || state == away;
}

}  // namespace

Result<Session> Announcements::session_today(store::Snapshot& snapshot, SessionId id,
                                             Instant now) const {
  const auto session = find_session(snapshot, id);
  if (!session) return Refusal("not-found").with("what", "session");
  if (session->state == SessionState::stopped) return Refusal("session-stopped");
  if (session->day != env_.time->day_of(now))
    return Refusal("clinic-not-today").with("date", format_day(session->day));
  return *session;
}

Result<Notices> Announcements::set_delay(store::Transaction& tx, SessionId id, minutes late,
                                         const std::string& reason, const Actor& by,
                                         Instant now) const {
  if (auto fine = within("minutes", late, kLongestDelay); !fine) return fine.error();
  const auto session = session_today(tx, id, now);
  if (!session) return session.error();
  const auto before = notices_of(tx, id);
  if (before.delay && before.delay->minutes == late && before.delay->reason == reason)
    return before;
  const Delay delay{late, reason, now};
  records::count_change(tx, id);
  records::set_delay(tx, id, delay);
  tell(tx, id, delay, now);
  return changed(tx, id,
                 {.what = "session-late",
                  .subject = id,
                  .details = {{"minutes", std::to_string(late.count())}},
                  .note = reason},
                 by, now);
}

Result<Notices> Announcements::clear_delay(store::Transaction& tx, SessionId id, const Actor& by,
                                           Instant now) const {
  const auto session = session_today(tx, id, now);
  if (!session) return session.error();
  const auto before = notices_of(tx, id);
  if (!before.delay) return before;
  records::count_change(tx, id);
  records::set_delay(tx, id, std::nullopt);
  tell(tx, id, std::nullopt, now);
  return changed(tx, id, {.what = "session-on-time", .subject = id, .details = {}}, by, now);
}

Result<Notices> Announcements::pause(store::Transaction& tx, SessionId id, RoomId room,
                                     const std::string& reason, std::optional<minutes> expected,
                                     const Actor& by, Instant now) const {
  if (reason.empty()) return Refusal("required").with("name", "reason").at("/reason");
  if (expected)
    if (auto fine = within("minutes", *expected, kLongestPause); !fine) return fine.error();
  const auto session = session_today(tx, id, now);
  if (!session) return session.error();
  if (auto fine = is_room_of(tx, id, room); !fine) return fine.error();
  Pause pause{reason, now, {}};
  if (expected) pause.until = now + *expected;
  records::count_change(tx, id);
  records::set_pause(tx, id, room, pause);
  return changed(tx, id,
                 {.what = "room-paused",
                  .subject = id,
                  .details = {{"room", to_string(room)}},
                  .note = reason},
                 by, now);
}

Result<Notices> Announcements::resume(store::Transaction& tx, SessionId id, RoomId room,
                                      const Actor& by, Instant now) const {
  const auto session = session_today(tx, id, now);
  if (!session) return session.error();
  if (auto fine = is_room_of(tx, id, room); !fine) return fine.error();
  const auto before = notices_of(tx, id);
  if (!before.pauses.contains(room)) return before;
  records::count_change(tx, id);
  records::set_pause(tx, id, room, std::nullopt);
  return changed(tx, id,
                 {.what = "room-resumed", .subject = id, .details = {{"room", to_string(room)}}},
                 by, now);
}

void Announcements::tell(store::Transaction& tx, SessionId session,
                         const std::optional<Delay>& delay, Instant now) const {
  if (!messages_) return;
  const auto late = delay ? delay->minutes : minutes{0};
  for (const auto id : records::expected_in(tx, session, now)) {
    const auto told = records::told_of(tx, id);
    if (std::chrono::abs(late - told.minutes) < kWorthTelling || told.times >= kMostMessages)
      continue;
    const auto appointment = find_appointment(tx, id).value();
    const bool here = appointment.state == AppointmentState::arrived;
    if (here && !waits(tx, id)) continue;
    messages_->owe(tx, appointment, delay, here, now);
    records::set_told(tx, id, {late, told.times + 1});
  }
}

Notices Announcements::changed(store::Transaction& tx, SessionId session, const Change& change,
                               const Actor& by, Instant now) const {
  if (env_.journal) env_.journal->record(tx, by, change, now);
  if (watcher_)
    tx.after_commit([watcher = watcher_, session] { watcher->notices_changed(session); });
  return notices_of(tx, session);
}

}  // namespace yuyue::booking::clinic
