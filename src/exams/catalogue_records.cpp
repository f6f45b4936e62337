// Examinations and the rules between them, written.
#include "exams/catalogue_records.hpp"

#include <nlohmann/json.hpp>

namespace yuyue::exams::records {
namespace {

using nlohmann::json;

store::Value sex_value(const Question& question) {
  if (question.asked_of == Sex::unknown) return nullptr;
  return name_of(question.asked_of);
}

json needs_json(const std::vector<Need>& needs) {
  json list = json::array();
  for (const auto& need : needs)
    list.push_back({{"exam", need.exam.value}, {"why", need.why}, {"whyEn", need.why_en}});
  return list;
}

json effects_json(const std::vector<Effect>& effects) {
  json list = json::array();
  for (const auto& effect : effects)
    list.push_back({{"question", effect.question},
                    {"when", name_of(effect.when)},
                    {"limit", effect.limit},
                    {"what", name_of(effect.what)},
                    {"days", effect.days},
                    {"exam", effect.exam ? json(effect.exam->value) : json()},
                    {"why", effect.why},
                    {"whyEn", effect.why_en}});
  return list;
}

json instructions_json(const std::vector<Instruction>& all) {
  json list = json::array();
  for (const auto& one : all)
    list.push_back({{"when", name_of(one.when)},
                    {"days", one.days},
                    {"text", one.text},
                    {"textEn", one.text_en}});
  return list;
}

json ids_json(const std::vector<ExamId>& ids) {
  json list = json::array();
  for (const auto id : ids) list.push_back(id.value);
  return list;
}

/// By the examinations' ids.
json parts_json(const std::map<ExamId, std::string>& parts) {
  json out = json::object();
  for (const auto& [exam, part] : parts) out[std::to_string(exam.value)] = part;
  return out;
}

std::optional<AccountId> by_of(const std::optional<Confirmation>& confirmed) {
  return confirmed ? std::optional(confirmed->by) : std::nullopt;
}
std::optional<Instant> at_of(const std::optional<Confirmation>& confirmed) {
  return confirmed ? std::optional(confirmed->at) : std::nullopt;
}

// Version and id last: a change finds its row by them.
std::vector<store::Value> exam_values(const Exam& e, const std::string& needs,
                                      const std::string& effects, const std::string& parts,
                                      const std::string& instructions) {
  return {e.code,
          e.name,
          e.name_en,
          e.pinyin,
          e.initials,
          e.modality,
          e.length,
          e.device_time,
          e.recovery,
          e.fasting,
          e.longest_fast,
          e.water_stop,
          e.breaks_fast,
          e.needs_meal,
          name_of(e.bladder),
          e.lead_days,
          e.earliest,
          e.latest,
          e.turnaround,
          e.preparation,
          e.preparation_en,
          e.asks_body_part,
          parts,
          e.needs_companion,
          needs,
          effects,
          e.evidence,
          by_of(e.confirmed),
          at_of(e.confirmed),
          e.active,
          e.eat_after,
          instructions,
          e.version,
          e.id};
}
std::vector<store::Value> rule_values(const Rule& r) {
  return {r.code,
          name_of(r.kind),
          r.a,
          r.b,
          r.after_report,
          r.min,
          r.max,
          r.a_first,
          r.b_first,
          r.note,
          r.note_en,
          r.evidence,
          by_of(r.confirmed),
          at_of(r.confirmed),
          r.active,
          r.version,
          r.id};
}

}  // namespace

void insert(store::Transaction& tx, const Exam& e) {
  const auto needs = needs_json(e.needs).dump(), effects = effects_json(e.effects).dump();
  tx.execute(
      "INSERT INTO exam (code, name, name_en, pinyin, initials, modality, minutes, device_minutes,"
      " recovery_minutes, fasting_minutes, longest_fast_minutes, water_stop_minutes, breaks_fast,"
      " needs_meal, bladder, lead_days, earliest, latest, turnaround_minutes, preparation,"
      " preparation_en, asks_body_part, body_parts, needs_companion, needs, effects, evidence,"
      " confirmed_by, confirmed_at, active, eat_after_minutes, instructions, version, id) VALUES"
      " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
      " ?, ?, ?, ?)",
      exam_values(e, needs, effects, nlohmann::json(e.body_parts).dump(),
                  instructions_json(e.instructions).dump()));
}
bool update(store::Transaction& tx, const Exam& e) {
  const auto needs = needs_json(e.needs).dump(), effects = effects_json(e.effects).dump();
  return tx.execute(
             "UPDATE exam SET code = ?, name = ?, name_en = ?, pinyin = ?, initials = ?,"
             " modality = ?, minutes = ?, device_minutes = ?, recovery_minutes = ?,"
             " fasting_minutes = ?, longest_fast_minutes = ?, water_stop_minutes = ?,"
             " breaks_fast = ?, needs_meal = ?, bladder = ?, lead_days = ?, earliest = ?,"
             " latest = ?, turnaround_minutes = ?, preparation = ?, preparation_en = ?,"
             " asks_body_part = ?, body_parts = ?, needs_companion = ?, needs = ?, effects = ?,"
             " evidence = ?, confirmed_by = ?, confirmed_at = ?, active = ?,"
             " eat_after_minutes = ?, instructions = ?, version = version + 1"
             " WHERE version = ? AND id = ?",
             exam_values(e, needs, effects, nlohmann::json(e.body_parts).dump(),
                         instructions_json(e.instructions).dump())) == 1;
}

void insert(store::Transaction& tx, const Rule& r) {
  tx.execute(
      "INSERT INTO exam_rule (code, kind, a, b, after_report, min_minutes, max_minutes,"
      " a_first_minutes, b_first_minutes, note, note_en, evidence, confirmed_by, confirmed_at,"
      " active, version, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      rule_values(r));
}
bool update(store::Transaction& tx, const Rule& r) {
  return tx.execute(
             "UPDATE exam_rule SET code = ?, kind = ?, a = ?, b = ?, after_report = ?,"
             " min_minutes = ?, max_minutes = ?, a_first_minutes = ?, b_first_minutes = ?,"
             " note = ?, note_en = ?, evidence = ?, confirmed_by = ?, confirmed_at = ?, active = ?,"
             " version = version + 1 WHERE version = ? AND id = ?",
             rule_values(r)) == 1;
}

void insert(store::Transaction& tx, const Bundle& b) {
  tx.execute(
      "INSERT INTO exam_bundle (id, version, code, name, name_en, exams, body_parts, example,"
      " active) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {b.id, b.version, b.code, b.name, b.name_en, ids_json(b.exams).dump(),
       parts_json(b.body_parts).dump(), b.example, b.active});
}
bool update(store::Transaction& tx, const Bundle& b) {
  return tx.execute(
             "UPDATE exam_bundle SET version = version + 1, code = ?, name = ?, name_en = ?,"
             " exams = ?, body_parts = ?, example = ?, active = ? WHERE id = ? AND version = ?",
             {b.code, b.name, b.name_en, ids_json(b.exams).dump(), parts_json(b.body_parts).dump(),
              b.example, b.active, b.id, b.version}) == 1;
}

void insert(store::Transaction& tx, const Question& q) {
  tx.execute(
      "INSERT INTO exam_question (id, version, code, name, name_en, kind, unit, position, active,"
      " sex, age_from, age_to) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {q.id, q.version, q.code, q.name, q.name_en, name_of(q.kind), q.unit, q.position, q.active,
       sex_value(q), q.age_from, q.age_to});
}
bool update(store::Transaction& tx, const Question& q) {
  return tx.execute(
             "UPDATE exam_question SET version = version + 1, code = ?, name = ?, name_en = ?,"
             " kind = ?, unit = ?, position = ?, active = ?, sex = ?, age_from = ?, age_to = ?"
             " WHERE id = ? AND version = ?",
             {q.code, q.name, q.name_en, name_of(q.kind), q.unit, q.position, q.active,
              sex_value(q), q.age_from, q.age_to, q.id, q.version}) == 1;
}

}  // namespace yuyue::exams::records
