#include "booking/guides/records.hpp"

#include <stdexcept>

#include "yuyue/core/words.hpp"

namespace yuyue::booking::guides {
namespace {

constexpr Words<3> kStates{"waiting", "assigned", "cancelled"};
constexpr Words<3> kProgress{"none", "met", "done"};

constexpr std::string_view kGuide =
    "SELECT id, version, name, monday, tuesday, wednesday, thursday, friday, saturday, sunday,"
    " starts, ends, active FROM guide";
constexpr std::string_view kVisit =
    "SELECT v.id, v.version, v.appointment_id, v.state, v.guide_id, g.name, v.day, v.starts_at,"
    " v.asked_at, v.met_at, v.done_at FROM guide_visit v LEFT JOIN guide g ON g.id = v.guide_id";

Guide guide_from(const store::Row& row) {
  Guide guide;
  guide.id = row.id<GuideId>(0);
  guide.version = row.integer(1);
  guide.name = row.text(2);
  for (int day = 0; day < 7; ++day)
    guide.weekdays.at(static_cast<std::size_t>(day)) = row.flag(3 + day);
  guide.starts = row.minute(10);
  guide.ends = row.minute(11);
  guide.active = row.flag(12);
  return guide;
}

GuideVisit visit_from(const store::Row& row) {
  GuideVisit visit;
  visit.id = row.id<GuideVisitId>(0);
  visit.version = row.integer(1);
  visit.appointment = row.id<AppointmentId>(2);
  visit.state = from_word<VisitState>(kStates, row.text(3)).value();
  visit.guide = row.maybe_id<GuideId>(4);
  visit.guide_name = row.text(5);
  visit.day = row.day(6);
  visit.starts_at = row.instant(7);
  visit.asked_at = row.instant(8);
  visit.met_at = row.maybe_instant(9);
  visit.done_at = row.maybe_instant(10);
  return visit;
}

}  // namespace

std::string_view name_of(VisitState state) {
  return word_of(kStates, state);
}

std::string_view name_of(Progress progress) {
  return word_of(kProgress, progress);
}
std::optional<Progress> progress_from(std::string_view name) {
  return from_word<Progress>(kProgress, name);
}

std::vector<Guide> guides(store::Snapshot& snapshot) {
  static const std::string kSql = std::string(kGuide) + " ORDER BY name";
  std::vector<Guide> list;
  auto rows = snapshot.query(kSql);
  while (rows.next()) list.push_back(guide_from(rows.row()));
  return list;
}

std::optional<GuideVisit> visit_of(store::Snapshot& snapshot, AppointmentId appointment) {
  static const std::string kSql =
      std::string(kVisit) + " WHERE v.appointment_id = ? AND v.state <> 'cancelled'";
  auto rows = snapshot.query(kSql, {appointment});
  if (!rows.next()) return std::nullopt;
  return visit_from(rows.row());
}

std::vector<GuideVisit> visits_on(store::Snapshot& snapshot, Day day) {
  static const std::string kSql =
      std::string(kVisit) +
      " WHERE v.day = ? AND v.state <> 'cancelled' ORDER BY v.state DESC, v.starts_at, v.id";
  std::vector<GuideVisit> list;
  auto rows = snapshot.query(kSql, {day});
  while (rows.next()) list.push_back(visit_from(rows.row()));
  return list;
}

namespace records {

void insert(store::Transaction& tx, const Guide& g) {
  const auto& w = g.weekdays;
  tx.execute(
      "INSERT INTO guide (id, version, name, monday, tuesday, wednesday, thursday, friday,"
      " saturday, sunday, starts, ends, active) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {g.id, g.version, g.name, w[0], w[1], w[2], w[3], w[4], w[5], w[6], g.starts, g.ends,
       g.active});
}

bool update(store::Transaction& tx, const Guide& g) {
  const auto& w = g.weekdays;
  return tx.execute(
             "UPDATE guide SET version = version + 1, name = ?, monday = ?, tuesday = ?,"
             " wednesday = ?, thursday = ?, friday = ?, saturday = ?, sunday = ?, starts = ?,"
             " ends = ?, active = ? WHERE id = ? AND version = ?",
             {g.name, w[0], w[1], w[2], w[3], w[4], w[5], w[6], g.starts, g.ends, g.active, g.id,
              g.version}) == 1;
}

std::optional<Guide> find(store::Snapshot& snapshot, GuideId id) {
  static const std::string kSql = std::string(kGuide) + " WHERE id = ?";
  auto rows = snapshot.query(kSql, {id});
  if (!rows.next()) return std::nullopt;
  return guide_from(rows.row());
}

std::optional<GuideVisit> find(store::Snapshot& snapshot, GuideVisitId id) {
  static const std::string kSql = std::string(kVisit) + " WHERE v.id = ?";
  auto rows = snapshot.query(kSql, {id});
  if (!rows.next()) return std::nullopt;
  return visit_from(rows.row());
}

void insert(store::Transaction& tx, const GuideVisit& v) {
  tx.execute(
      "INSERT INTO guide_visit (id, version, appointment_id, state, guide_id, day, starts_at,"
      " asked_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      {v.id, v.version, v.appointment, name_of(v.state), v.guide, v.day, v.starts_at, v.asked_at});
}

void update(store::Transaction& tx, const GuideVisit& v) {
  if (tx.execute("UPDATE guide_visit SET version = version + 1, state = ?, guide_id = ?, day = ?,"
                 " starts_at = ?, met_at = ?, done_at = ? WHERE id = ? AND version = ?",
                 {name_of(v.state), v.guide, v.day, v.starts_at, v.met_at, v.done_at, v.id,
                  v.version}) != 1)
    throw std::logic_error("a guide's visit changed under its own transaction");
}

// Somebody fetched at the entrance takes about as long as a slot.
bool is_busy(store::Snapshot& snapshot, GuideId guide, Instant starts_at) {
  return snapshot
      .integer(
          "SELECT 1 FROM guide_visit WHERE guide_id = ?1 AND starts_at = ?2"
          " AND state = 'assigned'"
          " UNION ALL SELECT 1 FROM guide_request WHERE guide_id = ?1"
          " AND state IN ('assigned', 'met') AND assigned_at > ?3 AND assigned_at < ?4",
          {guide, starts_at, Instant(starts_at - kSlotLength), Instant(starts_at + kSlotLength)})
      .has_value();
}

int count_on(store::Snapshot& snapshot, GuideId guide, Day day) {
  return static_cast<int>(
      snapshot
          .integer("SELECT count(*) FROM guide_visit WHERE guide_id = ? AND day = ?"
                   " AND state = 'assigned'",
                   {guide, day})
          .value());
}

std::optional<GuideVisitId> first_waiting(store::Snapshot& snapshot, Instant starts_at) {
  const auto id = snapshot.integer(
      "SELECT id FROM guide_visit WHERE state = 'waiting' AND starts_at = ?"
      " ORDER BY asked_at, id LIMIT 1",
      {starts_at});
  if (!id) return std::nullopt;
  return GuideVisitId{*id};
}

}  // namespace records

std::vector<std::string> check_guides(store::Snapshot& snapshot) {
  std::vector<std::string> problems;
  auto rows = snapshot.query(
      "SELECT v.id FROM guide_visit v JOIN appointment a ON a.id = v.appointment_id"
      " WHERE v.state <> 'cancelled' AND (a.active = 0 OR a.starts_at <> v.starts_at"
      " OR a.day <> v.day)");
  while (rows.next())
    problems.push_back(to_string(rows->id<GuideVisitId>(0)) +
                       ": does not agree with its appointment");
  return problems;
}

}  // namespace yuyue::booking::guides
