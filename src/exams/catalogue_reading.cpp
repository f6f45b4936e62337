// Examinations and the rules between them, read.
#include "exams/catalogue_records.hpp"

#include <nlohmann/json.hpp>

namespace yuyue::exams {
namespace {

using nlohmann::json;

std::vector<Need> needs_from(const std::string& text) {
  std::vector<Need> needs;
  for (const auto& one : json::parse(text))
    needs.push_back({ExamId{one.at("exam")}, one.at("why"), one.at("whyEn")});
  return needs;
}

std::vector<Effect> effects_from(const std::string& text) {
  std::vector<Effect> effects;
  for (const auto& one : json::parse(text)) {
    Effect effect{.question = one.at("question"),
                  .when = effect_when_from(one.at("when").get<std::string>()).value(),
                  .limit = one.at("limit"),
                  .what = effect_what_from(one.at("what").get<std::string>()).value(),
                  .days = one.at("days"),
                  .why = one.at("why"),
                  .why_en = one.at("whyEn")};
    if (!one.at("exam").is_null()) effect.exam = ExamId{one.at("exam")};
    effects.push_back(std::move(effect));
  }
  return effects;
}

std::vector<Instruction> instructions_from(const std::string& text) {
  std::vector<Instruction> out;
  for (const auto& one : json::parse(text))
    out.push_back({instruction_when_from(one.at("when").get<std::string>()).value(), one.at("days"),
                   one.at("text"), one.at("textEn")});
  return out;
}

std::optional<Confirmation> confirmation_from(const store::Row& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return Confirmation{row.id<AccountId>(column), row.instant(column + 1)};
}
std::optional<minutes> maybe_minutes(const store::Row& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(row.minute(column));
}

Exam exam_from(const store::Row& row) {
  return {.id = row.id<ExamId>(0),
          .version = row.integer(1),
          .code = row.text(2),
          .name = row.text(3),
          .name_en = row.text(4),
          .pinyin = row.text(5),
          .initials = row.text(6),
          .modality = row.text(7),
          .length = row.minute(8),
          .device_time = row.minute(9),
          .recovery = row.minute(10),
          .fasting = row.minute(11),
          .longest_fast = row.minute(12),
          .water_stop = row.minute(13),
          .eat_after = row.minute(32),
          .breaks_fast = row.flag(14),
          .needs_meal = row.flag(15),
          .bladder = bladder_from(row.text(16)).value(),
          .lead_days = static_cast<int>(row.integer(17)),
          .earliest = row.minute(18),
          .latest = row.minute(19),
          .turnaround = row.minute(20),
          .preparation = row.text(21),
          .preparation_en = row.text(22),
          .instructions = instructions_from(row.text(33)),
          .asks_body_part = row.flag(23),
          .body_parts = json::parse(row.text(31)).get<std::vector<std::string>>(),
          .needs_companion = row.flag(24),
          .needs = needs_from(row.text(25)),
          .effects = effects_from(row.text(26)),
          .evidence = row.text(27),
          .confirmed = confirmation_from(row, 28),
          .active = row.flag(30)};
}
constexpr const char* kExams =
    "SELECT id, version, code, name, name_en, pinyin, initials, modality, minutes, device_minutes,"
    " recovery_minutes, fasting_minutes, longest_fast_minutes, water_stop_minutes, breaks_fast,"
    " needs_meal, bladder, lead_days, earliest, latest, turnaround_minutes, preparation,"
    " preparation_en, asks_body_part, needs_companion, needs, effects, evidence, confirmed_by,"
    " confirmed_at, active, body_parts, eat_after_minutes, instructions FROM exam";

Rule rule_from(const store::Row& row) {
  return {.id = row.id<ExamRuleId>(0),
          .version = row.integer(1),
          .code = row.text(2),
          .kind = rule_kind_from(row.text(3)).value(),
          .a = row.id<ExamId>(4),
          .b = row.id<ExamId>(5),
          .after_report = row.flag(6),
          .min = row.minute(7),
          .max = maybe_minutes(row, 8),
          .a_first = maybe_minutes(row, 9),
          .b_first = maybe_minutes(row, 10),
          .note = row.text(11),
          .note_en = row.text(12),
          .evidence = row.text(13),
          .confirmed = confirmation_from(row, 14),
          .active = row.flag(16)};
}
constexpr const char* kRules =
    "SELECT id, version, code, kind, a, b, after_report, min_minutes, max_minutes, a_first_minutes,"
    " b_first_minutes, note, note_en, evidence, confirmed_by, confirmed_at, active FROM exam_rule";

Bundle bundle_from(const store::Row& row) {
  Bundle bundle{.id = row.id<ExamBundleId>(0),
                .version = row.integer(1),
                .code = row.text(2),
                .name = row.text(3),
                .name_en = row.text(4),
                .exams = {},
                .example = row.flag(6),
                .active = row.flag(7)};
  for (const auto& id : json::parse(row.text(5))) bundle.exams.push_back(ExamId{id});
  const auto parts = json::parse(row.text(8));
  for (const auto& [id, part] : parts.items())
    bundle.body_parts.emplace(ExamId{std::stoll(id)}, part.get<std::string>());
  return bundle;
}
constexpr const char* kBundles =
    "SELECT id, version, code, name, name_en, exams, example, active, body_parts"
    " FROM exam_bundle";

std::optional<int> maybe_age(const store::Row& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return static_cast<int>(row.integer(column));
}
Question question_from(const store::Row& row) {
  return {.id = row.id<ExamQuestionId>(0),
          .version = row.integer(1),
          .code = row.text(2),
          .name = row.text(3),
          .name_en = row.text(4),
          .kind = question_kind_from(row.text(5)).value(),
          .unit = row.text(6),
          .position = static_cast<int>(row.integer(7)),
          .active = row.flag(8),
          .asked_of = row.is_null(9) ? Sex::unknown : sex_from(row.text(9)).value(),
          .age_from = maybe_age(row, 10),
          .age_to = maybe_age(row, 11)};
}
constexpr const char* kQuestions =
    "SELECT id, version, code, name, name_en, kind, unit, position, active, sex, age_from, age_to"
    " FROM exam_question";

template <class Thing>
std::vector<Thing> all(store::Snapshot& snapshot, const std::string& sql,
                       Thing (*from)(const store::Row&)) {
  std::vector<Thing> list;
  for (auto rows = snapshot.query(sql); rows.next();) list.push_back(from(rows.row()));
  return list;
}
template <class Thing>
std::optional<Thing> one(store::Snapshot& snapshot, const std::string& sql, store::Value key,
                         Thing (*from)(const store::Row&)) {
  auto rows = snapshot.query(sql, {std::move(key)});
  if (!rows.next()) return std::nullopt;
  return from(rows.row());
}

}  // namespace

std::vector<Exam> exams(store::Snapshot& snapshot) {
  static const std::string kSql = std::string(kExams) + " ORDER BY code";
  return all(snapshot, kSql, &exam_from);
}
std::vector<Rule> exam_rules(store::Snapshot& snapshot) {
  static const std::string kSql = std::string(kRules) + " ORDER BY code";
  return all(snapshot, kSql, &rule_from);
}
std::vector<Bundle> bundles(store::Snapshot& snapshot) {
  static const std::string kSql = std::string(kBundles) + " ORDER BY code";
  return all(snapshot, kSql, &bundle_from);
}
std::vector<Question> questions(store::Snapshot& snapshot) {
  static const std::string kSql = std::string(kQuestions) + " ORDER BY position, code";
  return all(snapshot, kSql, &question_from);
}
std::optional<Exam> find_exam(store::Snapshot& snapshot, ExamId id) {
  static const std::string kSql = std::string(kExams) + " WHERE id = ?";
  return one(snapshot, kSql, id, &exam_from);
}
std::optional<Exam> find_exam(store::Snapshot& snapshot, std::string_view code) {
  static const std::string kSql = std::string(kExams) + " WHERE code = ?";
  return one(snapshot, kSql, code, &exam_from);
}
std::optional<Rule> find_rule(store::Snapshot& snapshot, ExamRuleId id) {
  static const std::string kSql = std::string(kRules) + " WHERE id = ?";
  return one(snapshot, kSql, id, &rule_from);
}
std::optional<Bundle> find_bundle(store::Snapshot& snapshot, ExamBundleId id) {
  static const std::string kSql = std::string(kBundles) + " WHERE id = ?";
  return one(snapshot, kSql, id, &bundle_from);
}

namespace records {

std::optional<Question> find_question(store::Snapshot& snapshot, ExamQuestionId id) {
  static const std::string kSql = std::string(kQuestions) + " WHERE id = ?";
  return one(snapshot, kSql, id, &question_from);
}
bool exists(store::Snapshot& snapshot, ExamId id) {
  return snapshot.integer("SELECT 1 FROM exam WHERE id = ?", {id}).has_value();
}
bool question_exists(store::Snapshot& snapshot, std::string_view code) {
  return snapshot.integer("SELECT 1 FROM exam_question WHERE code = ?", {code}).has_value();
}

}  // namespace records
}  // namespace yuyue::exams
