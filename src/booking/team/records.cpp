#include "booking/team/records.hpp"

#include <algorithm>
#include <stdexcept>

#include "booking/words.hpp"

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

std::vector<ClaimId> claims_of(store::Snapshot& snapshot, TeamVisitId team) {
  std::vector<ClaimId> list;
  auto rows = snapshot.query(
      "SELECT p.claim_id FROM team_place p JOIN place_claim c ON c.id = p.claim_id"
      " WHERE p.team_id = ? ORDER BY p.position",
      {team});
  while (rows.next()) list.push_back(rows->id<ClaimId>(0));
  return list;
}

bool room_is_taken(store::Snapshot& snapshot, RoomId room, Day day, Instant from, Instant to,
                   const std::vector<SessionId>& own_sessions) {
  if (snapshot.integer("SELECT 1 FROM team_visit WHERE room_id = ? AND day = ?"
                       " AND state = 'booked' AND starts_at < ? AND ends_at > ?",
                       {room, day, to, from}))
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
      " JOIN place_claim c ON c.id = p.claim_id WHERE t.state = 'released' GROUP BY t.id");
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
