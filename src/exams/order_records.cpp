// Orders, answers and results as they are kept. Answers, and reasons that somebody wrote, are
// sealed.
#include "exams/order_records.hpp"

#include <nlohmann/json.hpp>

#include "yuyue/core/words.hpp"

namespace yuyue::exams {

using access::sealed_in;

namespace {

constexpr Words<6> kStates{"ordered",  "planned",   "done",
                           "left-out", "cancelled", "failed-preparation"};
constexpr Words<3> kUrgencies{"routine", "soon", "urgent"};
constexpr Words<4> kOrderSources{"system", "clinician", "desk", "added"};

constexpr const char* kOrders =
    "SELECT id, version, person_id, exam_id, body_part, urgency, needed_by, source, external,"
    " added_for, added_why, added_why_en, state, result_id, reason, ordered_at,"
    " practitioner_id, department_id, comes_from FROM exam_order";
constexpr const char* kResults =
    "SELECT id, person_id, exam_id, institution, number, taken_at FROM exam_result";

Order order_from(const store::Row& row, const access::Vault& vault) {
  Order o{.id = row.id<ExamOrderId>(0),
          .version = row.integer(1),
          .person = row.id<PersonId>(2),
          .exam = row.id<ExamId>(3),
          .body_part = row.text(4),
          .urgency = from_word<Urgency>(kUrgencies, row.text(5)).value(),
          .needed_by = row.maybe_day(6),
          .source = from_word<OrderSource>(kOrderSources, row.text(7)).value(),
          .external = row.text(8),
          .state = from_word<OrderState>(kStates, row.text(12)).value(),
          .covered_by = row.maybe_id<ExamResultId>(13),
          .ordered_at = row.instant(15),
          .practitioner = row.maybe_id<PractitionerId>(16),
          .department = row.maybe_id<DepartmentId>(17),
          .comes_from = source_from(row.text(18)).value()};
  if (const auto added = row.maybe_id<ExamOrderId>(9))
    o.added = AddedFor{*added, row.text(10), row.text(11)};
  if (!row.is_null(14)) o.reason = vault.open(sealed_in("exam_order.reason", o.id), row.blob(14));
  return o;
}

ExamResult result_from(const store::Row& row) {
  return {.id = row.id<ExamResultId>(0),
          .person = row.id<PersonId>(1),
          .exam = row.id<ExamId>(2),
          .institution = row.text(3),
          .number = row.text(4),
          .taken_at = row.instant(5)};
}

std::optional<std::string> given(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

std::optional<store::Bytes> sealed_reason(const access::Vault& vault, const Order& order) {
  if (order.reason.empty()) return std::nullopt;
  return vault.seal(sealed_in("exam_order.reason", order.id), order.reason);
}

store::Value blob(const std::optional<store::Bytes>& bytes) {
  return bytes ? store::Value(store::Blob{*bytes}) : store::Value(nullptr);
}

}  // namespace

std::string_view name_of(OrderState state) {
  return word_of(kStates, state);
}
std::optional<OrderState> order_state_from(std::string_view name) {
  return from_word<OrderState>(kStates, name);
}
std::string_view name_of(Urgency urgency) {
  return word_of(kUrgencies, urgency);
}
std::optional<Urgency> urgency_from(std::string_view name) {
  return from_word<Urgency>(kUrgencies, name);
}
std::string_view name_of(OrderSource source) {
  return word_of(kOrderSources, source);
}

std::optional<Order> find_order(store::Snapshot& snapshot, const access::Vault& vault,
                                ExamOrderId id) {
  static const std::string kSql = std::string(kOrders) + " WHERE id = ?";
  auto rows = snapshot.query(kSql, {id});
  if (!rows.next()) return std::nullopt;
  return order_from(rows.row(), vault);
}

std::vector<Order> orders_of(store::Snapshot& snapshot, const access::Vault& vault, PersonId person,
                             bool open_only) {
  static const std::string kSql =
      std::string(kOrders) +
      " WHERE person_id = ? AND (? = 0 OR state IN ('ordered', 'failed-preparation', 'planned'))"
      " ORDER BY ordered_at DESC, id DESC LIMIT 200";
  std::vector<Order> out;
  auto rows = snapshot.query(kSql, {person, open_only});
  while (rows.next()) out.push_back(order_from(rows.row(), vault));
  return out;
}

std::vector<ExamResult> results_of(store::Snapshot& snapshot, PersonId person) {
  static const std::string kSql =
      std::string(kResults) + " WHERE person_id = ? ORDER BY taken_at DESC, id DESC LIMIT 200";
  std::vector<ExamResult> out;
  auto rows = snapshot.query(kSql, {person});
  while (rows.next()) out.push_back(result_from(rows.row()));
  return out;
}

AnswerSheet answers_of(store::Snapshot& snapshot, const access::Vault& vault, PersonId person) {
  AnswerSheet out;
  auto rows = snapshot.query("SELECT answers, at FROM exam_answers WHERE id = ?", {person});
  if (!rows.next()) return out;
  out.at = rows->instant(1);
  const auto text = vault.open(sealed_in("exam_answers.answers", person), rows->blob(0));
  out.answers = nlohmann::json::parse(text).get<Answers>();
  return out;
}

std::vector<OrderEvent> events_of(store::Snapshot& snapshot, ExamOrderId order) {
  std::vector<OrderEvent> out;
  auto rows = snapshot.query(
      "SELECT at, what, by_kind, by_id FROM exam_order_event WHERE order_id = ? ORDER BY seq",
      {order});
  while (rows.next())
    out.push_back({rows->instant(0), rows->text(1), {rows->text(2), rows->integer(3)}});
  return out;
}

std::vector<Saving> savings(store::Snapshot& snapshot, Day from, Day to, const HospitalTime& time) {
  std::vector<Saving> out;
  auto rows = snapshot.query(
      "SELECT o.exam_id, count(*) FROM exam_order_event e JOIN exam_order o ON o.id = e.order_id"
      " WHERE e.what = 'left-out' AND e.at >= ? AND e.at < ? GROUP BY o.exam_id ORDER BY 2 DESC, 1",
      {time.at(from, MinuteOfDay{0}), time.at(to + date::days{1}, MinuteOfDay{0})});
  while (rows.next()) out.push_back({rows->id<ExamId>(0), rows->integer(1)});
  return out;
}

std::optional<Cover> cover_of(store::Snapshot& snapshot, const HospitalTime& time,
                              const Order& order, Day today) {
  const auto days = records::validity(snapshot, order.exam);
  if (!days) return std::nullopt;
  for (auto& result : results_of(snapshot, order.person)) {
    if (result.exam != order.exam) continue;
    const auto until = time.day_of(result.taken_at) + date::days{*days};
    if (until < today) continue;
    Cover cover{.result = result, .valid_until = until};
    if (result.institution.empty()) return cover;
    auto rows =
        snapshot.query("SELECT name, name_en FROM exam_institution WHERE code = ? AND active = 1",
                       {result.institution});
    if (!rows.next()) continue;
    cover.institution_name = rows->text(0);
    cover.institution_name_en = rows->text(1);
    return cover;
  }
  return std::nullopt;
}

namespace records {

void insert(store::Transaction& tx, const access::Vault& vault, const Order& o) {
  const auto reason = sealed_reason(vault, o);
  const auto& added = o.added;
  tx.execute(
      "INSERT INTO exam_order (id, version, person_id, exam_id, body_part, urgency, needed_by,"
      " source, external, added_for, added_why, added_why_en, state, result_id, reason,"
      " ordered_at, practitioner_id, department_id, comes_from)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {o.id, o.version, o.person, o.exam, o.body_part, name_of(o.urgency), o.needed_by,
       name_of(o.source), given(o.external), added ? std::optional(added->order) : std::nullopt,
       added ? added->why : "", added ? added->why_en : "", name_of(o.state), o.covered_by,
       blob(reason), o.ordered_at, o.practitioner, o.department, name_of(o.comes_from)});
}

void update(store::Transaction& tx, const access::Vault& vault, const Order& o) {
  const auto reason = sealed_reason(vault, o);
  tx.execute("UPDATE exam_order SET state = ?, result_id = ?, reason = ?, version = ? WHERE id = ?",
             {name_of(o.state), o.covered_by, blob(reason), o.version, o.id});
}

void add_event(store::Transaction& tx, ExamOrderId order, std::string_view what,
               const access::Actor& by, Instant now) {
  tx.execute(
      "INSERT INTO exam_order_event (order_id, seq, at, what, by_kind, by_id)"
      " SELECT ?1, ifnull(max(seq), 0) + 1, ?2, ?3, ?4, ?5 FROM exam_order_event"
      " WHERE order_id = ?1",
      {order, now, what, by.kind, by.id});
}

void insert(store::Transaction& tx, const ExamResult& r) {
  tx.execute(
      "INSERT INTO exam_result (id, person_id, exam_id, institution, number, taken_at)"
      " VALUES (?, ?, ?, ?, ?, ?)",
      {r.id, r.person, r.exam, given(r.institution), r.number, r.taken_at});
}

std::optional<ExamResult> find_result(store::Snapshot& snapshot, ExamResultId id) {
  static const std::string kSql = std::string(kResults) + " WHERE id = ?";
  auto rows = snapshot.query(kSql, {id});
  if (!rows.next()) return std::nullopt;
  return result_from(rows.row());
}
bool is_used(store::Snapshot& snapshot, ExamResultId id) {
  return snapshot.integer("SELECT 1 FROM exam_order WHERE result_id = ? LIMIT 1", {id}).has_value();
}
void remove(store::Transaction& tx, ExamResultId id) {
  tx.execute("DELETE FROM exam_result WHERE id = ?", {id});
}

void put_answers(store::Transaction& tx, const access::Vault& vault, PersonId person,
                 const AnswerSheet& sheet) {
  const auto sealed =
      vault.seal(sealed_in("exam_answers.answers", person), nlohmann::json(sheet.answers).dump());
  tx.execute(
      "INSERT INTO exam_answers (id, answers, at) VALUES (?1, ?2, ?3)"
      " ON CONFLICT (id) DO UPDATE SET answers = ?2, at = ?3",
      {person, store::Blob{sealed}, sheet.at});
}

void move_person(store::Transaction& tx, const access::Vault& vault, PersonId from, PersonId into) {
  for (const auto* sql : {"UPDATE exam_order SET person_id = ? WHERE person_id = ?",
                          "UPDATE exam_plan SET person_id = ? WHERE person_id = ?",
                          "UPDATE exam_result SET person_id = ? WHERE person_id = ?",
                          "UPDATE exam_return SET person_id = ? WHERE person_id = ?"})
    tx.execute(sql, {into, from});
  // The later answer to a question counts.
  auto one = answers_of(tx, vault, from), other = answers_of(tx, vault, into);
  if (one.answers.empty()) return;
  auto& later = one.at < other.at ? other : one;
  auto& earlier = one.at < other.at ? one : other;
  later.answers.merge(earlier.answers);
  put_answers(tx, vault, into, later);
  tx.execute("DELETE FROM exam_answers WHERE id = ?", {from});
}

std::map<ExamOrderId, Instant> done_at(store::Snapshot& snapshot, PersonId person) {
  std::map<ExamOrderId, Instant> out;
  auto rows = snapshot.query(
      "SELECT e.order_id, max(e.at) FROM exam_order_event e JOIN exam_order o"
      " ON o.id = e.order_id WHERE o.person_id = ? AND e.what = 'done' GROUP BY e.order_id",
      {person});
  while (rows.next()) out.emplace(rows->id<ExamOrderId>(0), rows->instant(1));
  return out;
}

std::optional<ExamOrderId> by_external(store::Snapshot& snapshot, const std::string& number) {
  const auto id = snapshot.integer("SELECT id FROM exam_order WHERE external = ?", {number});
  return id ? std::optional(ExamOrderId{*id}) : std::nullopt;
}

std::optional<ExamResult> by_number(store::Snapshot& snapshot, const std::string& institution,
                                    const std::string& number) {
  static const std::string kSql =
      std::string(kResults) + " WHERE ifnull(institution, '') = ? AND number = ? AND number <> ''";
  auto rows = snapshot.query(kSql, {institution, number});
  if (!rows.next()) return std::nullopt;
  return result_from(rows.row());
}

bool knows_institution(store::Snapshot& snapshot, const std::string& code) {
  return snapshot.integer("SELECT 1 FROM exam_institution WHERE code = ?", {code}).has_value();
}

std::optional<int> validity(store::Snapshot& snapshot, ExamId exam) {
  const auto days = snapshot.integer(
      "SELECT v.days FROM exam_validity v JOIN exam e ON e.code = v.exam WHERE e.id = ?", {exam});
  return days ? std::optional(static_cast<int>(*days)) : std::nullopt;
}

}  // namespace records
}  // namespace yuyue::exams
