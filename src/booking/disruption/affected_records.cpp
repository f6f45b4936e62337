#include <stdexcept>

#include "booking/appointment_records.hpp"
#include "booking/disruption/records.hpp"

namespace yuyue::booking::disruption {
namespace records {
namespace {

constexpr std::chrono::hours kUntoldShown{24 * 30};

/// `f` is the affected row, `a` its appointment.
constexpr std::string_view kSelect =
    "SELECT f.disruption_id, f.appointment_id, f.session_id, f.slot_id, f.starts_at,"
    " f.answer_until, f.kept_slot, f.claim_id, f.message_id, f.outcome, f.settled_by, f.settled_at,"
    " f.to_slot, f.told_at, a.person_id, f.asked_at,"
    " f.message_id IS NOT NULL AND coalesce(m.state, '') <> 'undelivered' FROM affected f"
    " JOIN appointment a ON a.id = f.appointment_id LEFT JOIN message m ON m.id = f.message_id ";

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

std::vector<Affected> read_all(store::Snapshot& snapshot, store::Rows rows) {
  std::vector<Affected> list;
  while (rows.next()) list.push_back(affected_from(rows.row()));
  for (auto& f : list) read_proposals(snapshot, f);
  return list;
}

std::vector<Appointment> appointments_from(store::Rows rows) {
  std::vector<Appointment> list;
  while (rows.next()) list.push_back(booking::records::appointment_from(rows.row()));
  return list;
}

}  // namespace

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
      " told_at, asked_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {f.disruption, f.appointment, f.session, f.slot, f.starts_at, f.answer_until, f.kept_slot,
       f.claim, f.message, f.outcome ? std::optional(name_of(*f.outcome)) : std::nullopt,
       f.settled_by ? std::optional(name_of(*f.settled_by)) : std::nullopt, f.settled_at, f.to_slot,
       f.told_at, f.asked_at});
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
      " outcome = ?, settled_by = ?, settled_at = ?, to_slot = ?, told_at = ?, asked_at = ?"
      " WHERE disruption_id = ? AND appointment_id = ?",
      {f.answer_until, f.kept_slot, f.claim, f.message,
       f.outcome ? std::optional(name_of(*f.outcome)) : std::nullopt,
       f.settled_by ? std::optional(name_of(*f.settled_by)) : std::nullopt, f.settled_at, f.to_slot,
       f.told_at, f.asked_at, f.disruption, f.appointment});
  if (changed != 1) throw std::logic_error("somebody affected has vanished");
}

std::vector<Affected> overdue(store::Snapshot& snapshot, Instant now, int limit) {
  static const std::string kSql =
      std::string(kSelect) +
      "JOIN disruption d ON d.id = f.disruption_id WHERE f.outcome IS NULL AND f.answer_until <= ?"
      " AND d.state = 'open' ORDER BY f.answer_until, f.appointment_id LIMIT ?";
  return read_all(snapshot, snapshot.query(kSql, {now, limit}));
}

std::vector<Affected> strayed(store::Snapshot& snapshot, int limit) {
  static const std::string kSql = std::string(kSelect) +
                                  "WHERE f.outcome IS NULL AND (a.active = 0 OR a.state = "
                                  "'fulfilled' OR a.slot_id <> f.slot_id)"
                                  " LIMIT ?";
  return read_all(snapshot, snapshot.query(kSql, {limit}));
}

std::vector<Affected> uprooted(store::Snapshot& snapshot, int limit) {
  static const std::string kSql =
      std::string(kSelect) +
      "JOIN disruption d ON d.id = f.disruption_id JOIN slot l ON l.id = f.kept_slot"
      " JOIN session s ON s.id = l.session_id WHERE f.outcome IS NULL AND d.state = 'open'"
      " AND s.state <> 'open' LIMIT ?";
  return read_all(snapshot, snapshot.query(kSql, {limit}));
}

std::vector<Affected> to_take_back(store::Snapshot& snapshot, DisruptionId disruption, int limit) {
  static const std::string kSql = std::string(kSelect) +
                                  "WHERE f.disruption_id = ? AND (f.outcome IS NULL OR"
                                  " f.outcome = 'kept') LIMIT ?";
  return read_all(snapshot, snapshot.query(kSql, {disruption, limit}));
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

std::vector<Affected> select_affected(store::Snapshot& snapshot, DisruptionId disruption,
                                      std::optional<AppointmentId> after, int limit) {
  static const std::string kSql = std::string(kSelect) +
                                  "WHERE f.disruption_id = ? AND (? IS NULL OR"
                                  " f.appointment_id > ?) ORDER BY f.appointment_id LIMIT ?";
  return read_all(snapshot, snapshot.query(kSql, {disruption, after, after, limit}));
}

std::optional<Affected> select_one(store::Snapshot& snapshot, DisruptionId disruption,
                                   AppointmentId appointment) {
  static const std::string kSql =
      std::string(kSelect) + "WHERE f.disruption_id = ? AND f.appointment_id = ?";
  auto found = read_all(snapshot, snapshot.query(kSql, {disruption, appointment}));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::optional<Affected> select_open(store::Snapshot& snapshot, AppointmentId appointment) {
  static const std::string kSql =
      std::string(kSelect) + "WHERE f.appointment_id = ? AND f.outcome IS NULL";
  auto found = read_all(snapshot, snapshot.query(kSql, {appointment}));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

// Two questions, each by an index of its own: who is still to answer and cannot be written to or
// has let half of their time pass, and who was decided for without anybody having reached them.
std::vector<Affected> select_to_call(store::Snapshot& snapshot, Instant now, int limit) {
  static const std::string kOpen =
      std::string(kSelect) +
      "WHERE f.outcome IS NULL AND f.answer_until IS NOT NULL AND f.told_at IS NULL"
      " AND (f.message_id IS NULL OR m.state = 'undelivered'"
      " OR 2 * ? >= f.asked_at + f.answer_until) ORDER BY f.answer_until, f.appointment_id LIMIT ?";
  static const std::string kDecided =
      std::string(kSelect) +
      "WHERE f.settled_at >= ? AND f.told_at IS NULL AND f.outcome <> 'gone'"
      " AND f.settled_by IN ('deadline', 'hospital')"
      " AND (f.message_id IS NULL OR m.state = 'undelivered')"
      " ORDER BY f.settled_at, f.appointment_id LIMIT ?";
  auto list = read_all(snapshot, snapshot.query(kOpen, {now, limit}));
  const auto left = limit - static_cast<int>(list.size());
  for (auto& f : read_all(snapshot, snapshot.query(kDecided, {now - kUntoldShown, left})))
    list.push_back(std::move(f));
  return list;
}

}  // namespace records

std::optional<Affected> find_affected(store::Snapshot& snapshot, DisruptionId disruption,
                                      AppointmentId appointment) {
  return records::select_one(snapshot, disruption, appointment);
}

std::vector<Affected> affected_by(store::Snapshot& snapshot, DisruptionId disruption,
                                  std::optional<AppointmentId> after, int limit) {
  return records::select_affected(snapshot, disruption, after, limit);
}

std::vector<Affected> to_call(store::Snapshot& snapshot, Instant now, int limit) {
  return records::select_to_call(snapshot, now, limit);
}

std::optional<Affected> open_question(store::Snapshot& snapshot, AppointmentId appointment) {
  return records::select_open(snapshot, appointment);
}

Counts counts_of(store::Snapshot& snapshot, DisruptionId id, Instant now) {
  Counts counts;
  auto rows = snapshot.query(
      "SELECT f.outcome, count(*), sum(f.told_at IS NULL AND CASE WHEN f.outcome IS NULL THEN"
      " f.message_id IS NULL OR m.state = 'undelivered' OR 2 * ? >= f.asked_at + f.answer_until"
      " ELSE f.outcome <> 'gone' AND f.settled_by IN ('deadline', 'hospital')"
      " AND (f.message_id IS NULL OR m.state = 'undelivered') END) FROM affected f"
      " LEFT JOIN message m ON m.id = f.message_id WHERE f.disruption_id = ? GROUP BY f.outcome",
      {now, id});
  while (rows.next()) {
    const auto count = static_cast<int>(rows->integer(1));
    counts.affected += count;
    counts.to_call += static_cast<int>(rows->integer(2));
    const auto outcome = outcome_from(rows->text(0));
    if (!outcome)
      counts.open += count;
    else if (*outcome == Outcome::moved)
      counts.moved += count;
    else if (*outcome == Outcome::cancelled)
      counts.cancelled += count;
    else if (*outcome == Outcome::gone)
      counts.gone += count;
    else
      counts.kept += count;
  }
  return counts;
}

}  // namespace yuyue::booking::disruption
