#include "booking/session_records.hpp"

#include <stdexcept>

namespace yuyue::booking {
namespace records {
namespace {

MadeSession made_from(const store::Row& row) {
  return {session_from(row), row.integer(kSessionColumnCount)};
}

Slot slot_from(const store::Row& row) {
  return {.id = row.id<SlotId>(0),
          .session = row.id<SessionId>(1),
          .starts_at = row.instant(2),
          .ends_at = row.instant(3),
          .capacity = static_cast<int>(row.integer(4)),
          .taken = static_cast<int>(row.integer(5))};
}

const std::string& select_made() {
  static const std::string kSql =
      "SELECT " + std::string(kSessionColumns) + ", s.schedule_row FROM session s WHERE ";
  return kSql;
}

}  // namespace

Session session_from(const store::Row& row) {
  const auto part = day_part(row.text(7));
  const auto state = session_state(row.text(14));
  if (!part || !state) throw std::runtime_error("unknown word in a session");
  Session s;
  s.id = row.id<SessionId>(0);
  s.version = row.integer(1);
  s.schedule = row.maybe_id<ScheduleId>(2);
  s.department = row.id<DepartmentId>(3);
  s.practitioner = row.maybe_id<PractitionerId>(4);
  s.kind = row.id<ClinicKindId>(5);
  s.day = row.day(6);
  s.part = *part;
  s.starts = row.minute(8);
  s.ends = row.minute(9);
  s.starts_at = row.instant(10);
  s.ends_at = row.instant(11);
  s.fee = row.integer(12);
  s.remote = row.flag(13);
  s.state = *state;
  s.stop_reason = row.text(15);
  s.quotas = row.flag(16);
  return s;
}

std::vector<MadeSession> sessions_on(store::Snapshot& snapshot, Day day) {
  static const std::string kSql = select_made() + "s.day = ? ORDER BY s.id";
  std::vector<MadeSession> list;
  for (auto rows = snapshot.query(kSql, {day}); rows.next();) list.push_back(made_from(rows.row()));
  return list;
}

std::optional<MadeSession> made_session(store::Snapshot& snapshot, SessionId id) {
  static const std::string kSql = select_made() + "s.id = ?";
  auto rows = snapshot.query(kSql, {id});
  if (!rows.next()) return std::nullopt;
  return made_from(rows.row());
}

bool insert_session(store::Transaction& tx, const MadeSession& made) {
  const auto& s = made.session;
  return tx.execute(
             "INSERT INTO session (id, version, schedule_id, schedule_row, department_id,"
             " practitioner_id, kind_id, day, part, starts, ends, starts_at, ends_at, fee, remote,"
             " state, stop_reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
             " ON CONFLICT (schedule_id, day) DO NOTHING",
             {s.id, s.version, s.schedule, made.schedule_row, s.department, s.practitioner, s.kind,
              s.day, name_of(s.part), s.starts, s.ends, s.starts_at, s.ends_at, s.fee, s.remote,
              name_of(s.state), s.stop_reason}) == 1;
}

void update_session(store::Transaction& tx, const MadeSession& made) {
  const auto& s = made.session;
  tx.execute(
      "UPDATE session SET version = ?, schedule_id = ?, schedule_row = ?, part = ?, starts = ?,"
      " ends = ?, starts_at = ?, ends_at = ?, fee = ?, remote = ?, state = ?, stop_reason = ?"
      " WHERE id = ?",
      {s.version, s.schedule, made.schedule_row, name_of(s.part), s.starts, s.ends, s.starts_at,
       s.ends_at, s.fee, s.remote, name_of(s.state), s.stop_reason, s.id});
}

void set_rooms(store::Transaction& tx, SessionId session, const std::vector<RoomId>& rooms) {
  tx.execute("DELETE FROM session_room WHERE session_id = ?", {session});
  int position = 0;
  for (const auto room : rooms)
    tx.execute("INSERT INTO session_room (session_id, position, room_id) VALUES (?, ?, ?)",
               {session, ++position, room});
}

void delete_session(store::Transaction& tx, SessionId session) {
  tx.execute("DELETE FROM session WHERE id = ?", {session});
}

void insert_slot(store::Transaction& tx, const Slot& slot) {
  tx.execute(
      "INSERT INTO slot (id, session_id, starts_at, ends_at, capacity) VALUES (?, ?, ?, ?, ?)",
      {slot.id, slot.session, slot.starts_at, slot.ends_at, slot.capacity});
}

void delete_slot(store::Transaction& tx, SlotId slot) {
  tx.execute("DELETE FROM slot WHERE id = ?", {slot});
}

bool set_capacity(store::Transaction& tx, SlotId slot, int capacity) {
  return tx.execute("UPDATE slot SET capacity = ? WHERE id = ? AND taken <= ?",
                    {capacity, slot, capacity}) == 1;
}

void close_slots(store::Transaction& tx, SessionId session) {
  tx.execute("UPDATE slot SET capacity = taken WHERE session_id = ?", {session});
}

std::optional<Slot> find_slot(store::Snapshot& snapshot, SlotId id) {
  auto rows = snapshot.query(
      "SELECT id, session_id, starts_at, ends_at, capacity, taken FROM slot WHERE id = ?", {id});
  if (!rows.next()) return std::nullopt;
  return slot_from(rows.row());
}

bool has_history(store::Snapshot& snapshot, SessionId session) {
  return snapshot
      .integer(
          "SELECT 1 FROM slot l WHERE l.session_id = ? AND"
          " (EXISTS (SELECT 1 FROM appointment a WHERE a.slot_id = l.id)"
          " OR EXISTS (SELECT 1 FROM place_claim c WHERE c.slot_id = l.id)"
          " OR EXISTS (SELECT 1 FROM team_place t WHERE t.slot_id = l.id))"
          " UNION ALL SELECT 1 FROM waitlist_entry WHERE session_id = ? LIMIT 1",
          {session, session})
      .has_value();
}

bool has_history(store::Snapshot& snapshot, SlotId slot) {
  return snapshot
      .integer(
          "SELECT 1 FROM appointment WHERE slot_id = ?"
          " UNION ALL SELECT 1 FROM place_claim WHERE slot_id = ?"
          " UNION ALL SELECT 1 FROM team_place WHERE slot_id = ? LIMIT 1",
          {slot, slot, slot})
      .has_value();
}

int extra_numbers(store::Snapshot& snapshot, SlotId slot) {
  return static_cast<int>(
      snapshot
          .integer(
              "SELECT count(*) FROM appointment WHERE slot_id = ? AND active = 1 AND extra = 1",
              {slot})
          .value_or(0));
}

int active_appointments(store::Snapshot& snapshot, SessionId session) {
  return static_cast<int>(
      snapshot
          .integer("SELECT count(*) FROM slot l JOIN appointment a ON a.slot_id = l.id"
                   " WHERE l.session_id = ? AND a.active = 1",
                   {session})
          .value_or(0));
}

}  // namespace records

std::optional<Session> find_session(store::Snapshot& snapshot, SessionId id) {
  auto made = records::made_session(snapshot, id);
  if (!made) return std::nullopt;
  return std::move(made->session);
}

std::vector<Slot> slots_of(store::Snapshot& snapshot, SessionId id) {
  std::vector<Slot> list;
  auto rows = snapshot.query(
      "SELECT id, session_id, starts_at, ends_at, capacity, taken FROM slot WHERE session_id = ?"
      " ORDER BY starts_at",
      {id});
  while (rows.next()) list.push_back(records::slot_from(rows.row()));
  return list;
}

}  // namespace yuyue::booking
