#include "exams/repair_records.hpp"

#include "yuyue/core/words.hpp"

namespace yuyue::exams {
namespace {

constexpr Words<4> kCauses{"unprepared", "left", "done-early", "device-closed"};

/// An order that has a place again, or needs none any more, is settled by that.
constexpr const char* kRepairs =
    "SELECT r.order_id, r.plan_id, p.person_id, r.cause, r.since, r.tried_at FROM exam_repair r"
    " JOIN exam_plan p ON p.id = r.plan_id JOIN exam_order o ON o.id = r.order_id"
    " WHERE (r.cause = 'done-early' OR o.state IN ('ordered', 'failed-preparation'))";

std::vector<Repair> repairs_from(store::Rows rows) {
  std::vector<Repair> out;
  while (rows.next())
    out.push_back({.order = rows->id<ExamOrderId>(0),
                   .plan = rows->id<ExamPlanId>(1),
                   .person = rows->id<PersonId>(2),
                   .cause = from_word<Repair::Cause>(kCauses, rows->text(3)).value(),
                   .since = rows->instant(4),
                   .tried_at = rows->maybe_instant(5)});
  return out;
}

}  // namespace

std::string_view name_of(Repair::Cause cause) {
  return word_of(kCauses, cause);
}

std::vector<Repair> repairs_of(store::Snapshot& snapshot, PersonId person) {
  static const std::string kSql =
      std::string(kRepairs) + " AND p.person_id = ? ORDER BY r.since, r.order_id";
  return repairs_from(snapshot.query(kSql, {person}));
}

std::vector<Repair> all_repairs(store::Snapshot& snapshot, int limit) {
  static const std::string kSql = std::string(kRepairs) + " ORDER BY r.since, r.order_id LIMIT ?";
  return repairs_from(snapshot.query(kSql, {limit}));
}

std::vector<PersonId> Repairs::due(store::Snapshot& snapshot, Instant happened, Instant tried,
                                   int limit) const {
  std::vector<PersonId> out;
  auto rows = snapshot.query(
      "SELECT p.person_id FROM exam_repair r JOIN exam_plan p ON p.id = r.plan_id"
      " WHERE (r.tried_at IS NULL AND r.since < ?) OR r.tried_at < ?"
      " GROUP BY p.person_id ORDER BY min(r.since), p.person_id LIMIT ?",
      {happened, tried, limit});
  while (rows.next()) out.push_back(rows->id<PersonId>(0));
  return out;
}

namespace records {

void put(store::Transaction& tx, const Repair& repair) {
  tx.execute(
      "INSERT INTO exam_repair (order_id, plan_id, cause, since) VALUES (?, ?, ?, ?)"
      " ON CONFLICT (order_id) DO UPDATE SET plan_id = excluded.plan_id, cause = excluded.cause,"
      " since = excluded.since, tried_at = NULL",
      {repair.order, repair.plan, name_of(repair.cause), repair.since});
}

void remove(store::Transaction& tx, const Repair& repair) {
  tx.execute("DELETE FROM exam_repair WHERE order_id = ?", {repair.order});
}

void remove_moot(store::Transaction& tx, PersonId person) {
  tx.execute(
      "DELETE FROM exam_repair WHERE cause <> 'done-early'"
      " AND plan_id IN (SELECT id FROM exam_plan WHERE person_id = ?)"
      " AND order_id NOT IN (SELECT id FROM exam_order WHERE person_id = ?"
      " AND state IN ('ordered', 'failed-preparation'))",
      {person, person});
}

void tried(store::Transaction& tx, const Repair& repair, Instant now) {
  tx.execute("UPDATE exam_repair SET tried_at = ? WHERE order_id = ?", {now, repair.order});
}

void try_again(store::Transaction& tx, ExamPlanId plan) {
  tx.execute(
      "UPDATE exam_repair SET tried_at = NULL WHERE plan_id IN (SELECT id FROM exam_plan WHERE"
      " person_id = (SELECT person_id FROM exam_plan WHERE id = ?))",
      {plan});
}

}  // namespace records
}  // namespace yuyue::exams
