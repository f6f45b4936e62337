#include "booking/clinic/notices_records.hpp"

namespace yuyue::booking::clinic {

Notices notices_of(store::Snapshot& snapshot, SessionId session) {
  Notices notices;
  auto rows = snapshot.query(
      "SELECT seq, delay_minutes, delay_reason, delay_since FROM session_notice"
      " WHERE session_id = ?",
      {session});
  if (!rows.next()) return notices;
  notices.seq = rows->integer(0);
  if (!rows->is_null(1))
    notices.delay = Delay{std::chrono::minutes{rows->integer(1)}, rows->text(2), rows->instant(3)};
  auto pauses = snapshot.query(
      "SELECT room_id, reason, since, until FROM room_pause WHERE session_id = ?", {session});
  while (pauses.next())
    notices.pauses[pauses->id<RoomId>(0)] = {pauses->text(1), pauses->instant(2),
                                             pauses->maybe_instant(3)};
  return notices;
}

Result<void> may_call_into(store::Snapshot& snapshot, SessionId session, RoomId room) {
  const auto reason = snapshot.text(
      "SELECT reason FROM room_pause WHERE session_id = ? AND room_id = ?", {session, room});
  if (reason) return Refusal("room-paused").with("reason", *reason);
  return {};
}

namespace records {

void set_delay(store::Transaction& tx, SessionId session, const std::optional<Delay>& delay) {
  const auto minutes = delay ? std::optional(std::int64_t{delay->minutes.count()}) : std::nullopt;
  const auto since = delay ? std::optional(delay->since) : std::nullopt;
  const std::string reason = delay ? delay->reason : "";
  tx.execute(
      "UPDATE session_notice SET delay_minutes = ?, delay_reason = ?, delay_since = ?"
      " WHERE session_id = ?",
      {minutes, reason, since, session});
}

void set_pause(store::Transaction& tx, SessionId session, RoomId room,
               const std::optional<Pause>& pause) {
  tx.execute("DELETE FROM room_pause WHERE session_id = ? AND room_id = ?", {session, room});
  if (pause)
    tx.execute(
        "INSERT INTO room_pause (session_id, room_id, reason, since, until)"
        " VALUES (?, ?, ?, ?, ?)",
        {session, room, pause->reason, pause->since, pause->until});
}

void count_change(store::Transaction& tx, SessionId session) {
  tx.execute(
      "INSERT INTO session_notice (session_id, seq, delay_reason) VALUES (?, 1, '')"
      " ON CONFLICT (session_id) DO UPDATE SET seq = session_notice.seq + 1",
      {session});
}

std::vector<AppointmentId> expected_in(store::Snapshot& snapshot, SessionId session, Instant now) {
  std::vector<AppointmentId> list;
  auto rows = snapshot.query(
      "SELECT a.id FROM slot s JOIN appointment a ON a.slot_id = s.id WHERE s.session_id = ?"
      " AND (a.state = 'arrived' OR (a.state = 'booked' AND a.ends_at > ?))"
      " ORDER BY a.starts_at, a.sequence",
      {session, now});
  while (rows.next()) list.push_back(rows->id<AppointmentId>(0));
  return list;
}

Told told_of(store::Snapshot& snapshot, AppointmentId appointment) {
  auto rows = snapshot.query("SELECT minutes, times FROM delay_told WHERE appointment_id = ?",
                             {appointment});
  if (!rows.next()) return {};
  return {std::chrono::minutes{rows->integer(0)}, static_cast<int>(rows->integer(1))};
}

void set_told(store::Transaction& tx, AppointmentId appointment, const Told& told) {
  tx.execute(
      "INSERT INTO delay_told (appointment_id, minutes, times) VALUES (?, ?, ?)"
      " ON CONFLICT (appointment_id) DO UPDATE SET minutes = excluded.minutes,"
      " times = excluded.times",
      {appointment, std::int64_t{told.minutes.count()}, told.times});
}

}  // namespace records
}  // namespace yuyue::booking::clinic
