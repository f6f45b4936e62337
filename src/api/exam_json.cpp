#include "api/exam_json.hpp"

namespace yuyue::api {
namespace {

Json needs_json(const std::vector<exams::Need>& needs) {
  Json list = Json::array();
  for (const auto& need : needs)
    list.push_back({{"examId", to_string(need.exam)}, {"why", need.why}, {"whyEn", need.why_en}});
  return list;
}

Json effects_json(const std::vector<exams::Effect>& effects) {
  Json list = Json::array();
  for (const auto& effect : effects)
    list.push_back({{"question", effect.question},
                    {"when", exams::name_of(effect.when)},
                    {"limit", effect.limit},
                    {"what", exams::name_of(effect.what)},
                    {"days", effect.days},
                    {"examId", effect.exam ? Json(to_string(*effect.exam)) : Json()},
                    {"why", effect.why},
                    {"whyEn", effect.why_en}});
  return list;
}

Json instructions_json(const std::vector<exams::Instruction>& all) {
  Json list = Json::array();
  for (const auto& one : all)
    list.push_back({{"when", exams::name_of(one.when)},
                    {"days", one.days},
                    {"text", one.text},
                    {"textEn", one.text_en}});
  return list;
}

Json maybe_count(const std::optional<std::chrono::minutes>& length) {
  return length ? Json(length->count()) : Json();
}

}  // namespace

Json exam_json(const exams::Exam& e) {
  return {{"id", to_string(e.id)},
          {"code", e.code},
          {"name", e.name},
          {"nameEn", e.name_en},
          {"pinyin", e.pinyin},
          {"initials", e.initials},
          {"modality", e.modality},
          {"minutes", e.length.count()},
          {"deviceMinutes", e.device_time.count()},
          {"recoveryMinutes", e.recovery.count()},
          {"fastingMinutes", e.fasting.count()},
          {"longestFastMinutes", e.longest_fast.count()},
          {"waterStopMinutes", e.water_stop.count()},
          {"eatAfterMinutes", e.eat_after.count()},
          {"breaksFast", e.breaks_fast},
          {"needsMeal", e.needs_meal},
          {"bladder", exams::name_of(e.bladder)},
          {"leadDays", e.lead_days},
          {"earliest", format_minute(e.earliest)},
          {"latest", format_minute(e.latest)},
          {"turnaroundMinutes", e.turnaround.count()},
          {"preparation", e.preparation},
          {"preparationEn", e.preparation_en},
          {"instructions", instructions_json(e.instructions)},
          {"asksBodyPart", e.asks_body_part},
          {"bodyParts", e.body_parts},
          {"needsCompanion", e.needs_companion},
          {"needs", needs_json(e.needs)},
          {"effects", effects_json(e.effects)},
          {"evidence", e.evidence},
          {"confirmed", nullptr},
          {"active", e.active},
          {"version", e.version}};
}

Json exam_rule_json(const exams::Rule& r) {
  return {{"id", to_string(r.id)},
          {"code", r.code},
          {"kind", exams::name_of(r.kind)},
          {"aId", to_string(r.a)},
          {"bId", to_string(r.b)},
          {"afterReport", r.after_report},
          {"minMinutes", r.min.count()},
          {"maxMinutes", maybe_count(r.max)},
          {"aFirstMinutes", maybe_count(r.a_first)},
          {"bFirstMinutes", maybe_count(r.b_first)},
          {"note", r.note},
          {"noteEn", r.note_en},
          {"evidence", r.evidence},
          {"confirmed", nullptr},
          {"active", r.active},
          {"version", r.version}};
}

Json exam_closure_json(const HospitalTime& time, const exams::Closure& closure) {
  return {{"id", to_string(closure.id)},
          {"deviceId", to_string(closure.device)},
          {"kind", exams::name_of(closure.kind)},
          {"from", time.rfc3339(closure.from)},
          {"to", closure.to ? Json(time.rfc3339(*closure.to)) : Json()},
          {"liftedAt", closure.lifted ? Json(time.rfc3339(*closure.lifted)) : Json()},
          {"reason", closure.reason}};
}

Json confirmation_json(const Services& services, store::Snapshot& snapshot,
                       const std::optional<exams::Confirmation>& confirmed) {
  if (!confirmed) return Json();
  const auto account = services.accounts.find(snapshot, confirmed->by);
  return {
      {"by", {{"id", to_string(confirmed->by)}, {"name", account ? account->display_name : ""}}},
      {"at", services.time.rfc3339(confirmed->at)}};
}

}  // namespace yuyue::api
