// Plans and their items, as they are kept.
#include "exams/plan_records.hpp"

#include "yuyue/core/words.hpp"

namespace yuyue::exams {
namespace {

constexpr Words<3> kItemStates{"booked", "done", "freed"};
constexpr Words<3> kChanges{"move", "cancel", "not-prepared"};
constexpr Words<4> kChoices{"best", "earliest-finish", "other-days", "other-half-days"};

constexpr const char* kPlans =
    "SELECT id, version, person_id, taken_at, days, first_fit_days FROM exam_plan";

Plan plan_from(store::Snapshot& snapshot, const store::Row& row) {
  Plan plan{.id = row.id<ExamPlanId>(0),
            .version = row.integer(1),
            .person = row.id<PersonId>(2),
            .taken_at = row.instant(3),
            .days = static_cast<int>(row.integer(4))};
  if (!row.is_null(5)) plan.first_fit_days = static_cast<int>(row.integer(5));
  auto rows = snapshot.query(
      "SELECT id, order_id, device_id, day, start, minutes, device_minutes, recovery, state"
      " FROM exam_plan_item WHERE plan_id = ? ORDER BY day, start, id",
      {plan.id});
  while (rows.next())
    plan.items.push_back(
        {.id = rows->id<ExamPlaceId>(0),
         .at = {rows->id<ExamOrderId>(1), rows->id<ExamDeviceId>(2), rows->day(3), rows->minute(4)},
         .length = rows->minute(5),
         .device_time = rows->minute(6),
         .recovery = rows->minute(7),
         .state = from_word<PlanItem::State>(kItemStates, rows->text(8)).value()});
  return plan;
}

}  // namespace

std::string_view name_of(PlanItem::State state) {
  return word_of(kItemStates, state);
}
std::string_view name_of(planner::ChoiceKind kind) {
  return word_of(kChoices, kind);
}
std::string_view name_of(PlanChange::What what) {
  return word_of(kChanges, what);
}
std::optional<PlanChange::What> plan_change_from(std::string_view name) {
  return from_word<PlanChange::What>(kChanges, name);
}

std::vector<Arranged> Plan::booked() const {
  std::vector<Arranged> out;
  for (const auto& item : items)
    if (item.state == PlanItem::State::booked) out.push_back(item.at);
  return out;
}

std::optional<Plan> find_plan(store::Snapshot& snapshot, ExamPlanId id) {
  static const std::string kSql = std::string(kPlans) + " WHERE id = ?";
  auto rows = snapshot.query(kSql, {id});
  if (!rows.next()) return std::nullopt;
  return plan_from(snapshot, rows.row());
}

std::vector<Plan> plans_of(store::Snapshot& snapshot, PersonId person) {
  static const std::string kSql =
      std::string(kPlans) + " WHERE person_id = ? ORDER BY taken_at DESC, id DESC LIMIT 100";
  std::vector<Plan> out;
  auto rows = snapshot.query(kSql, {person});
  while (rows.next()) out.push_back(plan_from(snapshot, rows.row()));
  return out;
}

std::optional<ExamPlanId> plan_of(store::Snapshot& snapshot, ExamOrderId order) {
  const auto id = snapshot.integer(
      "SELECT plan_id FROM exam_plan_item WHERE order_id = ? AND state <> 'freed'", {order});
  return id ? std::optional(ExamPlanId{*id}) : std::nullopt;
}

std::vector<std::string> check_exam_plans(store::Snapshot& snapshot) {
  std::vector<std::string> out;
  const auto say = [&](std::string_view sql, std::string_view what) {
    auto rows = snapshot.query(sql);
    while (rows.next())
      out.push_back(std::string(what) + ": " + encode_id(rows->text(0), rows->integer(1)));
  };
  say("SELECT 'exo', o.id FROM exam_order o LEFT JOIN exam_plan_item i"
      " ON i.order_id = o.id AND i.state = 'booked'"
      " WHERE (o.state = 'planned') <> (i.id IS NOT NULL)",
      "an examination is planned and has no place, or the other way round");
  say("SELECT 'exi', i.id FROM exam_plan_item i LEFT JOIN exam_place p ON p.holder = i.id"
      " WHERE i.state = 'booked' AND (p.holder IS NULL OR p.device_id <> i.device_id"
      " OR p.day <> i.day OR p.slot * 30 <> i.start"
      " OR p.slots <> (i.device_minutes + 29) / 30)",
      "an examination's place is not the one that it holds");
  say("SELECT 'exi', i.id FROM exam_plan_item i JOIN exam_place p ON p.holder = i.id"
      " WHERE i.state = 'freed'",
      "a freed examination holds a place");
  say("SELECT 'exo', o.id FROM exam_order o JOIN exam_plan_item i ON i.order_id = o.id"
      " JOIN exam_plan p ON p.id = i.plan_id WHERE p.person_id <> o.person_id",
      "an examination is in somebody else's plan");
  say("SELECT 'exo', r.order_id FROM exam_repair r WHERE NOT EXISTS (SELECT 1 FROM exam_plan_item i"
      " WHERE i.order_id = r.order_id AND i.plan_id = r.plan_id)",
      "an examination that did not go as planned is not of its plan");
  return out;
}

namespace records {

void insert(store::Transaction& tx, const Plan& p) {
  tx.execute(
      "INSERT INTO exam_plan (id, version, person_id, taken_at, days, first_fit_days)"
      " VALUES (?, ?, ?, ?, ?, ?)",
      {p.id, p.version, p.person, p.taken_at, p.days, p.first_fit_days});
}

void insert(store::Transaction& tx, ExamPlanId plan, const PlanItem& i) {
  tx.execute(
      "INSERT INTO exam_plan_item (id, plan_id, order_id, device_id, day, start, minutes,"
      " device_minutes, recovery, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {i.id, plan, i.at.order, i.at.device, i.at.day, i.at.start, i.length, i.device_time,
       i.recovery, name_of(i.state)});
}

void set_state(store::Transaction& tx, ExamPlaceId item, PlanItem::State state) {
  tx.execute("UPDATE exam_plan_item SET state = ? WHERE id = ?", {name_of(state), item});
}

bool raise_version(store::Transaction& tx, ExamPlanId plan, std::int64_t version) {
  return tx.execute("UPDATE exam_plan SET version = version + 1 WHERE id = ? AND version = ?",
                    {plan, version}) == 1;
}

}  // namespace records
}  // namespace yuyue::exams
