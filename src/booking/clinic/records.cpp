#include "booking/clinic/records.hpp"

#include "yuyue/core/words.hpp"

namespace yuyue::booking::clinic {
namespace {

constexpr Words<2> kNotSeen{"went-home", "day-over"};

}  // namespace

std::string_view name_of(NotSeen why) {
  return word_of(kNotSeen, why);
}

std::vector<ClinicRoom> rooms_of(store::Snapshot& snapshot, SessionId session) {
  std::vector<ClinicRoom> list;
  auto rows = snapshot.query(
      "SELECT r.id, r.name FROM session_room x JOIN room r ON r.id = x.room_id"
      " WHERE x.session_id = ? ORDER BY x.position",
      {session});
  while (rows.next()) list.push_back({rows->id<RoomId>(0), rows->text(1)});
  return list;
}

std::optional<NotSeen> not_seen(store::Snapshot& snapshot, AppointmentId appointment) {
  auto rows = snapshot.query("SELECT why FROM not_seen WHERE appointment_id = ?", {appointment});
  if (!rows.next()) return std::nullopt;
  return from_word<NotSeen>(kNotSeen, rows->text(0)).value();
}

int count_not_seen(store::Snapshot& snapshot, SessionId session) {
  return static_cast<int>(
      snapshot.integer("SELECT count(*) FROM not_seen WHERE session_id = ?", {session})
          .value_or(0));
}

bool is_walk_in(store::Snapshot& snapshot, AppointmentId appointment) {
  return records::walk_in_of(snapshot, appointment).has_value();
}

std::vector<SessionId> taking_over(store::Snapshot& snapshot, SessionId session, Instant now) {
  std::vector<SessionId> list;
  auto rows = snapshot.query(
      "SELECT o.id FROM session s JOIN session o ON o.day = s.day"
      " AND o.department_id = s.department_id AND o.id <> s.id"
      " LEFT JOIN line l ON l.owner_kind = 'session' AND l.owner_id = o.id"
      " WHERE s.id = ? AND o.state = 'open' AND o.ends_at > ?"
      " AND coalesce(l.state, 'open') = 'open' ORDER BY o.starts_at, o.id",
      {session, now});
  while (rows.next()) list.push_back(rows->id<SessionId>(0));
  return list;
}

namespace records {

std::optional<WalkInRow> walk_in_of(store::Snapshot& snapshot, AppointmentId appointment) {
  auto rows = snapshot.query("SELECT number, priority FROM walk_in WHERE appointment_id = ?",
                             {appointment});
  if (!rows.next()) return std::nullopt;
  return WalkInRow{static_cast<int>(rows->integer(0)), rows->text(1)};
}

void insert_walk_in(store::Transaction& tx, const Appointment& a, const std::string& priority) {
  tx.execute(
      "INSERT INTO walk_in (appointment_id, department_id, day, number, priority)"
      " SELECT ?, ?, ?, coalesce(max(number), 0) + 1, ? FROM walk_in"
      " WHERE department_id = ? AND day = ?",
      {a.id, a.department, a.day, priority, a.department, a.day});
}

void forget_walk_in(store::Transaction& tx, AppointmentId appointment) {
  tx.execute("DELETE FROM walk_in WHERE appointment_id = ?", {appointment});
}

void insert_not_seen(store::Transaction& tx, AppointmentId appointment, SessionId session,
                     NotSeen why, Instant at) {
  tx.execute(
      "INSERT INTO not_seen (appointment_id, session_id, why, at) VALUES (?, ?, ?, ?)"
      " ON CONFLICT (appointment_id) DO UPDATE SET session_id = excluded.session_id,"
      " why = excluded.why, at = excluded.at",
      {appointment, session, name_of(why), at});
}

void forget_not_seen(store::Transaction& tx, AppointmentId appointment) {
  tx.execute("DELETE FROM not_seen WHERE appointment_id = ?", {appointment});
}

}  // namespace records
}  // namespace yuyue::booking::clinic
