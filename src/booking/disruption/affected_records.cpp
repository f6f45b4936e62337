#include <stdexcept>

#include "booking/appointment_records.hpp"
#include "booking/disruption/records.hpp"

namespace yuyue::booking::disruption {
namespace records {
namespace {

Affected affected_from(const store::Row& row) {
  Affected f;
  f.disruption = row.id<DisruptionId>(0);
  f.appointment = row.id<AppointmentId>(1);
  f.session = row.id<SessionId>(2);
  f.slot = row.id<SlotId>(3);
  f.starts_at = row.instant(4);
  f.answer_until = row.maybe_instant(5);
  f.kept_slot = row.maybe_id<SlotId>(6);
  f.claim = row.maybe_id<ClaimId>(7);
  f.message = row.maybe_id<MessageId>(8);
  if (!row.is_null(9)) {
    f.outcome = outcome_from(row.text(9));
    f.settled_by = settler_from(row.text(10));
    if (!f.outcome || !f.settled_by) throw std::runtime_error("unknown word in an affected row");
  }
  f.settled_at = row.maybe_instant(11);
  f.to_slot = row.maybe_id<SlotId>(12);
  f.told_at = row.maybe_instant(13);
  f.person = row.id<PersonId>(14);
  f.asked_at = row.maybe_instant(15);
  f.reached = row.flag(16);
  f.reminded_at = row.maybe_instant(17);
  return f;
}

void read_proposals(store::Snapshot& snapshot, Affected& f) {
  auto rows = snapshot.query(
      "SELECT p.slot_id, p.fit, l.starts_at FROM disruption_proposal p JOIN slot l ON l.id = "
      "p.slot_id"
      " WHERE p.disruption_id = ? AND p.appointment_id = ? ORDER BY p.position",
      {f.disruption, f.appointment});
  while (rows.next()) {
    const auto slot = rows->id<SlotId>(0);
    f.proposals.push_back({slot, rows->instant(2),
                           fit_from(rows->text(1)).value_or(Fit::department), f.kept_slot == slot});
  }
}

std::vector<Appointment> appointments_from(store::Rows rows) {
  std::vector<Appointment> list;
  while (rows.next()) list.push_back(booking::records::appointment_from(rows.row()));
  return list;
}

}  // namespace

std::vector<Affected> read_affected(store::Snapshot& snapshot, store::Rows rows) {
  std::vector<Affected> list;
  while (rows.next()) list.push_back(affected_from(rows.row()));
  for (auto& f : list) read_proposals(snapshot, f);
  return list;
}

std::vector<Appointment> unlisted(store::Snapshot& snapshot, SessionId session,
                                  std::optional<DisruptionId> disruption, Instant now, int limit) {
  static const std::string kSql =
      "SELECT " + std::string(booking::records::kAppointmentColumns) +
      " FROM slot l JOIN appointment a ON a.slot_id = l.id WHERE l.session_id = ?"
      " AND a.active = 1 AND (a.state = 'arrived' OR (a.state IN ('pending', 'booked')"
      " AND a.ends_at > ?)) AND NOT EXISTS (SELECT 1 FROM affected f WHERE f.appointment_id = a.id"
      " AND f.disruption_id = ?) ORDER BY a.starts_at, a.sequence, a.id LIMIT ?";
  return appointments_from(snapshot.query(kSql, {session, now, disruption, limit}));
}

std::vector<Appointment> unlisted_teams(store::Snapshot& snapshot, SessionId session,
                                        std::optional<DisruptionId> disruption, Instant now,
                                        int limit) {
  static const std::string kSql =
      "SELECT " + std::string(booking::records::kAppointmentColumns) +
      " FROM slot l JOIN team_place p ON p.slot_id = l.id JOIN team_visit t ON t.id = p.team_id"
      " AND t.state = 'booked' JOIN appointment a ON a.id = t.appointment_id"
      " WHERE l.session_id = ? AND a.active = 1 AND (a.state = 'arrived'"
      " OR (a.state IN ('pending', 'booked') AND a.ends_at > ?)) AND NOT EXISTS"
      " (SELECT 1 FROM affected f WHERE f.appointment_id = a.id AND f.disruption_id = ?)"
      " ORDER BY a.starts_at, a.id LIMIT ?";
  return appointments_from(snapshot.query(kSql, {session, now, disruption, limit}));
}

std::vector<Appointment> sitting_in(store::Snapshot& snapshot, SlotId slot) {
  static const std::string kSql =
      "SELECT " + std::string(booking::records::kAppointmentColumns) +
      " FROM appointment a WHERE a.slot_id = ? AND a.active = 1 ORDER BY a.sequence, a.id";
  return appointments_from(snapshot.query(kSql, {slot}));
}

void detach_place(store::Transaction& tx, const Appointment& a) {
  if (a.extra) return;
  if (a.pool)
    tx.execute("UPDATE session_quota SET taken = taken - 1 WHERE session_id = ? AND pool = ?",
               {a.session, name_of(*a.pool)});
  tx.execute("UPDATE appointment SET extra = 1, pool = NULL WHERE id = ?", {a.id});
}

bool is_listed(store::Snapshot& snapshot, DisruptionId disruption, AppointmentId appointment) {
  return snapshot
      .integer("SELECT 1 FROM affected WHERE disruption_id = ? AND appointment_id = ?",
               {disruption, appointment})
      .has_value();
}

void insert(store::Transaction& tx, const Affected& f) {
  tx.execute(
      "INSERT INTO affected (disruption_id, appointment_id, session_id, slot_id, starts_at,"
      " answer_until, kept_slot, claim_id, message_id, outcome, settled_by, settled_at, to_slot,"
      " told_at, asked_at, reminded_at)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {f.disruption, f.appointment, f.session, f.slot, f.starts_at, f.answer_until, f.kept_slot,
       f.claim, f.message, f.outcome ? std::optional(name_of(*f.outcome)) : std::nullopt,
       f.settled_by ? std::optional(name_of(*f.settled_by)) : std::nullopt, f.settled_at, f.to_slot,
       f.told_at, f.asked_at, f.reminded_at});
}

void insert_proposals(store::Transaction& tx, const Affected& f) {
  int position = 0;
  for (const auto& proposal : f.proposals)
    tx.execute(
        "INSERT INTO disruption_proposal (disruption_id, appointment_id, position, slot_id, fit)"
        " VALUES (?, ?, ?, ?, ?)",
        {f.disruption, f.appointment, ++position, proposal.slot, name_of(proposal.fit)});
}

void delete_proposals(store::Transaction& tx, const Affected& f) {
  tx.execute("DELETE FROM disruption_proposal WHERE disruption_id = ? AND appointment_id = ?",
             {f.disruption, f.appointment});
}

void update(store::Transaction& tx, const Affected& f) {
  const int changed = tx.execute(
      "UPDATE affected SET answer_until = ?, kept_slot = ?, claim_id = ?, message_id = ?,"
      " outcome = ?, settled_by = ?, settled_at = ?, to_slot = ?, told_at = ?, asked_at = ?,"
      " reminded_at = ?"
      " WHERE disruption_id = ? AND appointment_id = ?",
      {f.answer_until, f.kept_slot, f.claim, f.message,
       f.outcome ? std::optional(name_of(*f.outcome)) : std::nullopt,
       f.settled_by ? std::optional(name_of(*f.settled_by)) : std::nullopt, f.settled_at, f.to_slot,
       f.told_at, f.asked_at, f.reminded_at, f.disruption, f.appointment});
  if (changed != 1) throw std::logic_error("somebody affected has vanished");
}

bool has_moved_anybody(store::Snapshot& snapshot, DisruptionId disruption) {
  return snapshot
      .integer(
          "SELECT 1 FROM affected WHERE disruption_id = ?"
          " AND outcome IN ('moved', 'cancelled') LIMIT 1",
          {disruption})
      .has_value();
}

bool can_be_narrowed(store::Snapshot& snapshot, DisruptionId disruption) {
  return snapshot
      .integer(
          "SELECT 1 FROM disruption_slot d JOIN slot l ON l.id = d.slot_id"
          " WHERE d.disruption_id = ? AND l.capacity > d.capacity AND l.capacity > l.taken"
          " LIMIT 1",
          {disruption})
      .has_value();
}

bool has_open(store::Snapshot& snapshot, DisruptionId disruption) {
  return snapshot
      .integer("SELECT 1 FROM affected WHERE disruption_id = ? AND outcome IS NULL LIMIT 1",
               {disruption})
      .has_value();
}

void move_links(store::Transaction& tx, const Affected& f, DisruptionId to) {
  tx.execute(
      "UPDATE answer_link SET disruption_id = ? WHERE disruption_id = ? AND appointment_id = ?",
      {to, f.disruption, f.appointment});
}

void insert_link(store::Transaction& tx, store::Bytes token_hash, const Affected& f,
                 Instant expires_at) {
  tx.execute(
      "INSERT INTO answer_link (token_hash, disruption_id, appointment_id, expires_at)"
      " VALUES (?, ?, ?, ?)",
      {store::Blob{token_hash}, f.disruption, f.appointment, expires_at});
}

std::optional<LinkTarget> link(store::Snapshot& snapshot, const store::Bytes& token_hash) {
  auto rows = snapshot.query(
      "SELECT disruption_id, appointment_id, expires_at FROM answer_link WHERE token_hash = ?",
      {store::Blob{token_hash}});
  if (!rows.next()) return std::nullopt;
  return LinkTarget{rows->id<DisruptionId>(0), rows->id<AppointmentId>(1), rows->instant(2)};
}

int purge_links(store::Transaction& tx, Instant now, int limit) {
  return tx.execute(
      "DELETE FROM answer_link WHERE token_hash IN"
      " (SELECT token_hash FROM answer_link WHERE expires_at <= ? LIMIT ?)",
      {now, limit});
}

}  // namespace records
}  // namespace yuyue::booking::disruption
