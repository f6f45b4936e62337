// Who is affected, by the questions that are asked about them.
#include "booking/disruption/records.hpp"

namespace yuyue::booking::disruption {
namespace records {
namespace {

constexpr std::chrono::hours kUntoldShown{24 * 30};

}  // namespace

std::vector<Affected> overdue(store::Snapshot& snapshot, Instant now, int limit) {
  static const std::string kSql =
      std::string(kAffectedSelect) +
      "JOIN disruption d ON d.id = f.disruption_id WHERE f.outcome IS NULL AND f.answer_until <= ?"
      " AND d.state = 'open' ORDER BY f.answer_until, f.appointment_id LIMIT ?";
  return read_affected(snapshot, snapshot.query(kSql, {now, limit}));
}

std::vector<Affected> to_remind(store::Snapshot& snapshot, Instant now, Instant until, int limit) {
  static const std::string kSql =
      std::string(kAffectedSelect) +
      "JOIN disruption d ON d.id = f.disruption_id WHERE f.outcome IS NULL"
      " AND f.reminded_at IS NULL AND f.answer_until IS NOT NULL AND f.answer_until > ?"
      " AND f.answer_until <= ? AND f.asked_at + f.answer_until <= 2 * ?"
      " AND f.message_id IS NOT NULL AND f.told_at IS NULL AND d.state = 'open'"
      " ORDER BY f.answer_until, f.appointment_id LIMIT ?";
  return read_affected(snapshot, snapshot.query(kSql, {now, until, now, limit}));
}

std::vector<Affected> open_ones(store::Snapshot& snapshot, DisruptionId disruption) {
  static const std::string kSql =
      std::string(kAffectedSelect) +
      "WHERE f.disruption_id = ? AND f.outcome IS NULL ORDER BY f.appointment_id";
  return read_affected(snapshot, snapshot.query(kSql, {disruption}));
}

std::vector<Affected> strayed(store::Snapshot& snapshot, int limit) {
  static const std::string kSql = std::string(kAffectedSelect) +
                                  "WHERE f.outcome IS NULL AND (a.active = 0 OR a.state = "
                                  "'fulfilled' OR a.slot_id <> f.slot_id)"
                                  " LIMIT ?";
  return read_affected(snapshot, snapshot.query(kSql, {limit}));
}

std::vector<Affected> uprooted(store::Snapshot& snapshot, int limit) {
  static const std::string kSql =
      std::string(kAffectedSelect) +
      "JOIN disruption d ON d.id = f.disruption_id JOIN slot l ON l.id = f.kept_slot"
      " JOIN session s ON s.id = l.session_id WHERE f.outcome IS NULL AND d.state = 'open'"
      " AND (s.state <> 'open' OR EXISTS (SELECT 1 FROM team_visit t"
      " JOIN team_keep k ON k.team_id = t.id JOIN slot o ON o.id = k.slot_id"
      " JOIN session w ON w.id = o.session_id"
      " WHERE t.appointment_id = f.appointment_id AND w.state <> 'open')) LIMIT ?";
  return read_affected(snapshot, snapshot.query(kSql, {limit}));
}

std::vector<Affected> to_take_back(store::Snapshot& snapshot, DisruptionId disruption, int limit) {
  static const std::string kSql = std::string(kAffectedSelect) +
                                  "WHERE f.disruption_id = ? AND (f.outcome IS NULL OR"
                                  " f.outcome = 'kept') LIMIT ?";
  return read_affected(snapshot, snapshot.query(kSql, {disruption, limit}));
}

std::vector<Affected> select_affected(store::Snapshot& snapshot, DisruptionId disruption,
                                      std::optional<AppointmentId> after, int limit) {
  static const std::string kSql = std::string(kAffectedSelect) +
                                  "WHERE f.disruption_id = ? AND (? IS NULL OR"
                                  " f.appointment_id > ?) ORDER BY f.appointment_id LIMIT ?";
  return read_affected(snapshot, snapshot.query(kSql, {disruption, after, after, limit}));
}

std::optional<Affected> select_one(store::Snapshot& snapshot, DisruptionId disruption,
                                   AppointmentId appointment) {
  static const std::string kSql =
      std::string(kAffectedSelect) + "WHERE f.disruption_id = ? AND f.appointment_id = ?";
  auto found = read_affected(snapshot, snapshot.query(kSql, {disruption, appointment}));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::optional<Affected> select_open(store::Snapshot& snapshot, AppointmentId appointment) {
  static const std::string kSql =
      std::string(kAffectedSelect) + "WHERE f.appointment_id = ? AND f.outcome IS NULL";
  auto found = read_affected(snapshot, snapshot.query(kSql, {appointment}));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

// Two questions, each by an index of its own: who is still to answer and cannot be written to or
// has let half of their time pass, and who was decided for without anybody having reached them.
std::vector<Affected> select_to_call(store::Snapshot& snapshot, Instant now, int limit) {
  static const std::string kOpen =
      std::string(kAffectedSelect) +
      "WHERE f.outcome IS NULL AND f.answer_until IS NOT NULL AND f.told_at IS NULL"
      " AND (f.message_id IS NULL OR m.state = 'undelivered'"
      " OR 2 * ? >= f.asked_at + f.answer_until) ORDER BY f.answer_until, f.appointment_id LIMIT ?";
  static const std::string kDecided =
      std::string(kAffectedSelect) +
      "WHERE f.settled_at >= ? AND f.told_at IS NULL AND f.outcome <> 'gone'"
      " AND f.settled_by IN ('deadline', 'hospital')"
      " AND (f.message_id IS NULL OR m.state = 'undelivered')"
      " ORDER BY f.settled_at, f.appointment_id LIMIT ?";
  auto list = read_affected(snapshot, snapshot.query(kOpen, {now, limit}));
  const auto left = limit - static_cast<int>(list.size());
  for (auto& f : read_affected(snapshot, snapshot.query(kDecided, {now - kUntoldShown, left})))
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
