#include "booking/team/records.hpp"

#include <algorithm>
#include <stdexcept>

#include "yuyue/core/words.hpp"

namespace yuyue::booking::team {
namespace {

constexpr Words<2> kStates{"booked", "released"};
constexpr std::string_view kVisit =
    "SELECT id, version, appointment_id, state, room_id, day, starts_at, ends_at FROM team_visit";

TeamVisit visit_from(const store::Row& row) {
  TeamVisit visit;
  visit.id = row.id<TeamVisitId>(0);
  visit.version = row.integer(1);
  visit.appointment = row.id<AppointmentId>(2);
  visit.state = from_word<TeamState>(kStates, row.text(3)).value();
  visit.room = row.maybe_id<RoomId>(4);
  visit.day = row.day(5);
  visit.starts_at = row.instant(6);
  visit.ends_at = row.instant(7);
  return visit;
}

void add_others(store::Snapshot& snapshot, TeamVisit& visit) {
  auto rows = snapshot.query("SELECT slot_id FROM team_place WHERE team_id = ? ORDER BY position",
                             {visit.id});
  while (rows.next()) visit.others.push_back(rows->id<SlotId>(0));
}

std::optional<TeamVisit> one(store::Snapshot& snapshot, const std::string& sql, store::Value id) {
  std::optional<TeamVisit> found;
  {
    auto rows = snapshot.query(sql, {id});
    if (rows.next()) found = visit_from(rows.row());
  }
  if (found) add_others(snapshot, *found);
  return found;
}

}  // namespace

std::string_view name_of(TeamState state) {
  return word_of(kStates, state);
}

std::optional<Clinician> clinician_of(store::Snapshot& snapshot, SlotId slot) {
  auto rows = snapshot.query(
      "SELECT s.id, d.name, d.name_en, p.name, p.name_en FROM slot l"
      " JOIN session s ON s.id = l.session_id JOIN department d ON d.id = s.department_id"
      " LEFT JOIN practitioner p ON p.id = s.practitioner_id WHERE l.id = ?",
      {slot});
  if (!rows.next()) return std::nullopt;
  return Clinician{slot,          rows->id<SessionId>(0), rows->text(1),
                   rows->text(2), rows->text(3),          rows->text(4)};
}

std::optional<TeamVisit> find_team(store::Snapshot& snapshot, TeamVisitId id) {
  static const std::string kSql = std::string(kVisit) + " WHERE id = ?";
  return one(snapshot, kSql, id);
}

std::optional<TeamVisit> team_of(store::Snapshot& snapshot, AppointmentId appointment) {
  static const std::string kSql = std::string(kVisit) + " WHERE appointment_id = ?";
  return one(snapshot, kSql, appointment);
}

std::optional<TeamVisit> booked_team_of(store::Snapshot& snapshot, AppointmentId appointment) {
  auto visit = team_of(snapshot, appointment);
  if (visit && visit->state != TeamState::booked) visit.reset();
  return visit;
}

std::vector<TeamVisit> teams_on(store::Snapshot& snapshot, Day day) {
  static const std::string kSql =
      std::string(kVisit) + " WHERE day = ? AND state = 'booked' ORDER BY starts_at, id";
  std::vector<TeamVisit> list;
  {
    auto rows = snapshot.query(kSql, {day});
    while (rows.next()) list.push_back(visit_from(rows.row()));
  }
  for (auto& visit : list) add_others(snapshot, visit);
  return list;
}

namespace records {

void insert(store::Transaction& tx, const TeamVisit& v, Instant now) {
  tx.execute(
      "INSERT INTO team_visit (id, version, appointment_id, state, room_id, day, starts_at,"
      " ends_at, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {v.id, v.version, v.appointment, name_of(v.state), v.room, v.day, v.starts_at, v.ends_at,
       now});
}

void insert_place(store::Transaction& tx, TeamVisitId team, int position, SlotId slot,
                  ClaimId claim) {
  tx.execute("INSERT INTO team_place (team_id, position, slot_id, claim_id) VALUES (?, ?, ?, ?)",
             {team, position, slot, claim});
}

void release(store::Transaction& tx, const TeamVisit& v) {
  if (tx.execute("UPDATE team_visit SET state = 'released', version = version + 1"
                 " WHERE id = ? AND version = ?",
                 {v.id, v.version}) != 1)
    throw std::logic_error("a team's visit changed under its own transaction");
}

namespace {

std::vector<Kept> read_kept(store::Rows rows) {
  std::vector<Kept> list;
  while (rows.next())
    list.push_back({static_cast<int>(rows->integer(0)), rows->id<SlotId>(1), rows->id<ClaimId>(2)});
  return list;
}

}  // namespace

std::vector<Kept> places_of(store::Snapshot& snapshot, TeamVisitId team) {
  return read_kept(snapshot.query(
      "SELECT position, slot_id, claim_id FROM team_place WHERE team_id = ? ORDER BY position",
      {team}));
}

std::vector<Kept> kept_for(store::Snapshot& snapshot, TeamVisitId team) {
  return read_kept(snapshot.query(
      "SELECT position, slot_id, claim_id FROM team_keep WHERE team_id = ? ORDER BY position",
      {team}));
}

void insert_kept(store::Transaction& tx, TeamVisitId team, const Kept& kept) {
  tx.execute("INSERT INTO team_keep (team_id, position, slot_id, claim_id) VALUES (?, ?, ?, ?)",
             {team, kept.position, kept.slot, kept.claim});
}

void forget_kept(store::Transaction& tx, TeamVisitId team) {
  tx.execute("DELETE FROM team_keep WHERE team_id = ?", {team});
}

void adopt_kept(store::Transaction& tx, TeamVisitId team) {
  tx.execute("DELETE FROM team_place WHERE team_id = ?", {team});
  tx.execute(
      "INSERT INTO team_place (team_id, position, slot_id, claim_id)"
      " SELECT team_id, position, slot_id, claim_id FROM team_keep WHERE team_id = ?",
      {team});
  forget_kept(tx, team);
}

void replace_place(store::Transaction& tx, TeamVisitId team, const Kept& place) {
  tx.execute("UPDATE team_place SET slot_id = ?, claim_id = ? WHERE team_id = ? AND position = ?",
             {place.slot, place.claim, team, place.position});
}

void move(store::Transaction& tx, const TeamVisit& v) {
  if (tx.execute("UPDATE team_visit SET day = ?, starts_at = ?, ends_at = ?, version = version + 1"
                 " WHERE id = ? AND version = ?",
                 {v.day, v.starts_at, v.ends_at, v.id, v.version}) != 1)
    throw std::logic_error("a team's visit changed under its own transaction");
}

void insert_lead(store::Transaction& tx, TeamVisitId team, store::Bytes phone_sealed) {
  tx.execute("INSERT INTO team_lead (team_id, phone_sealed) VALUES (?, ?)",
             {team, store::Blob{phone_sealed}});
}

std::optional<store::Bytes> lead(store::Snapshot& snapshot, TeamVisitId team) {
  auto rows = snapshot.query("SELECT phone_sealed FROM team_lead WHERE team_id = ?", {team});
  if (!rows.next()) return std::nullopt;
  return rows->blob(0);
}

std::vector<StandIn> stand_ins(store::Snapshot& snapshot, SlotId was, Day day, Instant starts_at,
                               bool colleagues) {
  std::vector<StandIn> list;
  auto rows = snapshot.query(
      "SELECT l.id, l.session_id, s.practitioner_id IS w.practitioner_id AS same FROM slot o"
      " JOIN session w ON w.id = o.session_id JOIN session s"
      " ON s.department_id = w.department_id AND s.day = ? AND s.remote = w.remote"
      " AND s.state = 'open' JOIN slot l ON l.session_id = s.id AND l.starts_at = ?"
      " LEFT JOIN practitioner q ON q.id = w.practitioner_id"
      " LEFT JOIN practitioner p ON p.id = s.practitioner_id"
      " WHERE o.id = ? AND l.taken < l.capacity AND (s.practitioner_id IS w.practitioner_id"
      " OR (? AND coalesce(p.title_rank, 0) >= coalesce(q.title_rank, 0)))"
      " ORDER BY same DESC, coalesce(p.title_rank, 0), l.id",
      {day, starts_at, was, colleagues});
  while (rows.next()) list.push_back({rows->id<SlotId>(0), rows->id<SessionId>(1)});
  return list;
}

std::vector<RoomId> rooms_near(store::Snapshot& snapshot, SessionId session) {
  std::vector<RoomId> list;
  auto rows = snapshot.query(
      "SELECT r.id FROM session s JOIN department d ON d.id = s.department_id"
      " JOIN room r ON r.campus_id = d.campus_id WHERE s.id = ? ORDER BY r.name",
      {session});
  while (rows.next()) list.push_back(rows->id<RoomId>(0));
  return list;
}

bool room_is_taken(store::Snapshot& snapshot, RoomId room, Day day, Instant from, Instant to,
                   const std::vector<SessionId>& own_sessions, std::optional<TeamVisitId> own) {
  if (snapshot.integer("SELECT 1 FROM team_visit WHERE room_id = ? AND day = ?"
                       " AND state = 'booked' AND starts_at < ? AND ends_at > ? AND id IS NOT ?",
                       {room, day, to, from, own}))
    return true;
  auto rows = snapshot.query(
      "SELECT s.id FROM session s JOIN session_room r ON r.session_id = s.id"
      " WHERE r.room_id = ? AND s.day = ? AND s.state <> 'stopped' AND s.starts_at < ?"
      " AND s.ends_at > ?",
      {room, day, to, from});
  while (rows.next())
    if (std::ranges::find(own_sessions, rows->id<SessionId>(0)) == own_sessions.end()) return true;
  return false;
}

}  // namespace records

std::vector<std::string> check_teams(store::Snapshot& snapshot) {
  std::vector<std::string> problems;
  auto released = snapshot.query(
      "SELECT t.id FROM team_visit t JOIN team_place p ON p.team_id = t.id"
      " JOIN place_claim c ON c.id = p.claim_id WHERE t.state = 'released' GROUP BY t.id"
      " UNION SELECT t.id FROM team_visit t JOIN team_keep k ON k.team_id = t.id"
      " WHERE t.state = 'released'");
  while (released.next())
    problems.push_back(to_string(released->id<TeamVisitId>(0)) +
                       ": released, and still keeps places");
  auto lost = snapshot.query(
      "SELECT t.id FROM team_visit t JOIN appointment a ON a.id = t.appointment_id"
      " WHERE t.state = 'booked' AND (a.state = 'cancelled' OR a.starts_at <> t.starts_at)");
  while (lost.next())
    problems.push_back(to_string(lost->id<TeamVisitId>(0)) +
                       ": does not agree with its appointment");
  return problems;
}

}  // namespace yuyue::booking::team
