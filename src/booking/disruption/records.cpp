#include "booking/disruption/records.hpp"

#include <stdexcept>

#include "yuyue/access/settings.hpp"

namespace yuyue::booking::disruption {
namespace records {
namespace {

constexpr std::string_view kColumns =
    "SELECT id, version, kind, state, reason, otherwise, answer_within, practitioner_id, from_day,"
    " to_day, created_at, by_kind, by_id, ended_at FROM disruption ";

template <class T>
T known(std::optional<T> value, const std::string& word) {
  if (!value) throw std::runtime_error("unknown word in a disruption: " + word);
  return *value;
}

Disruption disruption_from(const store::Row& row) {
  Disruption d;
  d.id = row.id<DisruptionId>(0);
  d.version = row.integer(1);
  d.kind = known(kind_from(row.text(2)), row.text(2));
  d.state = known(state_from(row.text(3)), row.text(3));
  d.reason = row.text(4);
  d.otherwise = known(otherwise_from(row.text(5)), row.text(5));
  d.answer_within = std::chrono::minutes{row.integer(6)};
  d.practitioner = row.maybe_id<PractitionerId>(7);
  d.from = row.maybe_day(8);
  d.to = row.maybe_day(9);
  d.created_at = row.instant(10);
  d.by_kind = row.text(11);
  d.by_id = row.integer(12);
  d.ended_at = row.maybe_instant(13);
  return d;
}

}  // namespace

void insert(store::Transaction& tx, const Disruption& d) {
  tx.execute(
      "INSERT INTO disruption (id, version, kind, state, reason, otherwise, answer_within,"
      " practitioner_id, from_day, to_day, created_at, by_kind, by_id)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {d.id, d.version, name_of(d.kind), name_of(d.state), d.reason, name_of(d.otherwise),
       std::int64_t{d.answer_within.count()}, d.practitioner, d.from, d.to, d.created_at, d.by_kind,
       d.by_id});
}

void set_state(store::Transaction& tx, DisruptionId id, State state, std::optional<Instant> ended) {
  tx.execute("UPDATE disruption SET state = ?, ended_at = ?, version = version + 1 WHERE id = ?",
             {name_of(state), ended, id});
}

std::vector<DisruptionId> in_state(store::Snapshot& snapshot, State state) {
  std::vector<DisruptionId> list;
  auto rows = snapshot.query(
      "SELECT id FROM disruption WHERE state = ? AND state IN ('listing', 'open', 'taking-back')"
      " ORDER BY id",
      {name_of(state)});
  while (rows.next()) list.push_back(rows->id<DisruptionId>(0));
  return list;
}

std::optional<DisruptionId> running_on(store::Snapshot& snapshot, SessionId session) {
  auto rows = snapshot.query(
      "SELECT d.id FROM disruption d JOIN disruption_session s ON s.disruption_id = d.id"
      " WHERE d.state IN ('listing', 'open', 'taking-back')"
      " AND (s.session_id = ? OR (s.successor_id = ? AND d.state <> 'open')) LIMIT 1",
      {session, session});
  if (!rows.next()) return std::nullopt;
  return rows->id<DisruptionId>(0);
}

void insert(store::Transaction& tx, DisruptionId disruption, const DisruptedSession& s) {
  tx.execute(
      "INSERT INTO disruption_session (disruption_id, session_id, successor_id, listed, was_open)"
      " VALUES (?, ?, ?, ?, ?)",
      {disruption, s.session, s.successor, s.listed, s.was_open});
}

void mark_listed(store::Transaction& tx, DisruptionId disruption, SessionId session) {
  tx.execute("UPDATE disruption_session SET listed = 1 WHERE disruption_id = ? AND session_id = ?",
             {disruption, session});
}

void insert(store::Transaction& tx, DisruptionId disruption, const SlotChange& change) {
  tx.execute(
      "INSERT INTO disruption_slot (disruption_id, slot_id, capacity_was, capacity)"
      " VALUES (?, ?, ?, ?)",
      {disruption, change.slot, change.was, change.left});
}

std::vector<SlotChange> slot_changes(store::Snapshot& snapshot, DisruptionId disruption) {
  std::vector<SlotChange> list;
  auto rows = snapshot.query(
      "SELECT slot_id, capacity_was, capacity FROM disruption_slot WHERE disruption_id = ?"
      " ORDER BY slot_id",
      {disruption});
  while (rows.next())
    list.push_back({rows->id<SlotId>(0), static_cast<int>(rows->integer(1)),
                    static_cast<int>(rows->integer(2))});
  return list;
}

void narrow_slot(store::Transaction& tx, SlotId slot, int capacity) {
  tx.execute(
      "UPDATE slot SET capacity = CASE WHEN taken > ? THEN taken ELSE ? END"
      " WHERE id = ? AND capacity > ?",
      {capacity, capacity, slot, capacity});
}

void widen_slot(store::Transaction& tx, SlotId slot, int capacity) {
  tx.execute("UPDATE slot SET capacity = ? WHERE id = ? AND capacity < ?",
             {capacity, slot, capacity});
}

std::vector<RoomId> rooms_of(store::Snapshot& snapshot, SessionId session) {
  std::vector<RoomId> list;
  auto rows = snapshot.query(
      "SELECT room_id FROM session_room WHERE session_id = ? ORDER BY position", {session});
  while (rows.next()) list.push_back(rows->id<RoomId>(0));
  return list;
}

void remember_rooms(store::Transaction& tx, DisruptionId disruption, SessionId session) {
  tx.execute(
      "INSERT INTO disruption_room (disruption_id, session_id, position, room_id)"
      " SELECT ?, session_id, position, room_id FROM session_room WHERE session_id = ?",
      {disruption, session});
}

std::vector<RoomId> remembered_rooms(store::Snapshot& snapshot, DisruptionId disruption,
                                     SessionId session) {
  std::vector<RoomId> list;
  auto rows = snapshot.query(
      "SELECT room_id FROM disruption_room WHERE disruption_id = ? AND session_id = ?"
      " ORDER BY position",
      {disruption, session});
  while (rows.next()) list.push_back(rows->id<RoomId>(0));
  return list;
}

void remember_exception(store::Transaction& tx, DisruptionId disruption, ScheduleExceptionId id) {
  tx.execute("INSERT INTO disruption_exception (disruption_id, exception_id) VALUES (?, ?)",
             {disruption, id});
}

std::vector<ScheduleExceptionId> exceptions_of(store::Snapshot& snapshot, DisruptionId disruption) {
  std::vector<ScheduleExceptionId> list;
  auto rows = snapshot.query(
      "SELECT exception_id FROM disruption_exception WHERE disruption_id = ?", {disruption});
  while (rows.next()) list.push_back(rows->id<ScheduleExceptionId>(0));
  return list;
}

std::vector<SessionId> sessions_between(store::Snapshot& snapshot, PractitionerId practitioner,
                                        Day from, Day to, Instant now) {
  std::vector<SessionId> list;
  auto rows = snapshot.query(
      "SELECT id FROM session WHERE practitioner_id = ? AND day BETWEEN ? AND ? AND ends_at > ?"
      " AND state <> 'withdrawn' ORDER BY starts_at, id",
      {practitioner, from, to, now});
  while (rows.next()) list.push_back(rows->id<SessionId>(0));
  return list;
}

std::optional<Session> elsewhere(store::Snapshot& snapshot, PractitionerId practitioner,
                                 Instant starts_at, Instant ends_at, SessionId but) {
  const auto found = snapshot.integer(
      "SELECT id FROM session WHERE practitioner_id = ? AND starts_at < ? AND ends_at > ?"
      " AND id <> ? AND state = 'open' LIMIT 1",
      {practitioner, ends_at, starts_at, but});
  if (!found) return std::nullopt;
  return find_session(snapshot, SessionId{*found});
}

std::vector<Disruption> list(store::Snapshot& snapshot, bool running_only,
                             std::optional<DisruptionId> before, int limit) {
  static const std::string kAll =
      std::string(kColumns) + "WHERE (? IS NULL OR id < ?) ORDER BY id DESC LIMIT ?";
  static const std::string kRunning =
      std::string(kColumns) +
      "WHERE state IN ('listing', 'open', 'taking-back') AND (? IS NULL OR id < ?)"
      " ORDER BY id DESC LIMIT ?";
  std::vector<Disruption> found;
  auto rows = snapshot.query(running_only ? kRunning : kAll, {before, before, limit});
  while (rows.next()) found.push_back(disruption_from(rows.row()));
  return found;
}

std::optional<Disruption> find(store::Snapshot& snapshot, DisruptionId id) {
  static const std::string kSql = std::string(kColumns) + "WHERE id = ?";
  auto rows = snapshot.query(kSql, {id});
  if (!rows.next()) return std::nullopt;
  return disruption_from(rows.row());
}

}  // namespace records

Rules load_rules(store::Snapshot& snapshot) {
  Rules rules;
  rules.answer_within = std::chrono::minutes{access::setting_integer(
      snapshot, "disruption.answer-within-minutes", rules.answer_within.count())};
  rules.remind_before = std::chrono::minutes{access::setting_integer(
      snapshot, "disruption.remind-before-minutes", rules.remind_before.count())};
  rules.otherwise = otherwise_from(access::setting_text(snapshot, "disruption.otherwise", "move"))
                        .value_or(rules.otherwise);
  return rules;
}

std::optional<Disruption> find_disruption(store::Snapshot& snapshot, DisruptionId id) {
  return records::find(snapshot, id);
}

std::vector<Disruption> disruptions(store::Snapshot& snapshot, bool running_only,
                                    std::optional<DisruptionId> before, int limit) {
  return records::list(snapshot, running_only, before, limit);
}

std::vector<DisruptedSession> sessions_of(store::Snapshot& snapshot, DisruptionId id) {
  std::vector<DisruptedSession> list;
  auto rows = snapshot.query(
      "SELECT d.session_id, d.successor_id, d.listed, d.was_open FROM disruption_session d"
      " LEFT JOIN session s ON s.id = d.session_id WHERE d.disruption_id = ?"
      " ORDER BY s.starts_at, d.session_id",
      {id});
  while (rows.next())
    list.push_back(
        {rows->id<SessionId>(0), rows->maybe_id<SessionId>(1), rows->flag(2), rows->flag(3)});
  return list;
}

}  // namespace yuyue::booking::disruption
