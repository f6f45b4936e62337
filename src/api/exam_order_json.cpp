#include "api/exam_order_json.hpp"

#include <set>

#include "api/appointment_access.hpp"
#include "yuyue/exams/plans.hpp"
#include "yuyue/exams/rules.hpp"
#include "yuyue/exams/timeline.hpp"

namespace yuyue::api {
namespace {

Json effects_json(const std::vector<exams::Effect>& effects) {
  Json out = Json::array();
  for (const auto& effect : effects)
    out.push_back({{"question", effect.question}, {"why", effect.why}, {"whyEn", effect.why_en}});
  return out;
}

}  // namespace

ExamNames::ExamNames(store::Snapshot& snapshot) : questions_(exams::questions(snapshot)) {
  for (auto& exam : exams::exams(snapshot)) exams_.emplace(exam.id, exam);
}

const exams::Exam* ExamNames::by_code(std::string_view code) const {
  for (const auto& [id, exam] : exams_)
    if (exam.code == code) return &exam;
  return nullptr;
}

Json ExamNames::of(ExamId id) const {
  const auto& exam = exams_.at(id);
  const auto [preparation, preparation_en] = exams::preparation_of(exam);
  return {{"id", to_string(id)},
          {"code", exam.code},
          {"name", exam.name},
          {"nameEn", exam.name_en},
          {"modality", exam.modality},
          {"minutes", exam.length.count()},
          {"preparation", preparation},
          {"preparationEn", preparation_en},
          {"confirmed", exam.confirmed.has_value()}};
}

Json verdict_json(const exams::Verdict& verdict) {
  Json out{{"bars", effects_json(verdict.bars)},
           {"delays", effects_json(verdict.delays)},
           {"warnings", effects_json(verdict.warnings)},
           {"unanswered", verdict.unanswered}};
  if (verdict.not_before) out["notBefore"] = format_day(*verdict.not_before);
  return out;
}

Json exam_order_json(const Services& services, store::Snapshot& snapshot, const ExamNames& names,
                     const exams::AnswerSheet& sheet, const exams::Order& order, Instant now) {
  const auto& time = services.time;
  auto out = verdict_json(exams::rules::verdict(names.exam(order.exam), sheet, time));
  out["id"] = to_string(order.id);
  out["version"] = order.version;
  out["exam"] = names.of(order.exam);
  out["bodyPart"] = order.body_part;
  out["urgency"] = exams::name_of(order.urgency);
  out["source"] = exams::name_of(order.source);
  out["state"] = exams::name_of(order.state);
  out["orderedAt"] = time.rfc3339(order.ordered_at);
  out["reason"] = order.reason;
  if (order.needed_by) out["neededBy"] = format_day(*order.needed_by);
  if (!order.external.empty()) out["externalNumber"] = order.external;
  if (order.added)
    out["addedFor"] = {{"orderId", to_string(order.added->order)},
                       {"why", order.added->why},
                       {"whyEn", order.added->why_en}};
  if (order.is_open()) {
    if (const auto cover = exams::cover_of(snapshot, time, order, time.day_of(now)))
      out["coveredBy"] = {{"resultId", to_string(cover->result.id)},
                          {"institution", cover->institution_name},
                          {"institutionEn", cover->institution_name_en},
                          {"takenAt", time.rfc3339(cover->result.taken_at)},
                          {"validUntil", format_day(cover->valid_until)}};
  }
  if (const auto plan = exams::plan_of(snapshot, order.id)) out["planId"] = to_string(*plan);
  out["comesFrom"] = exams::name_of(order.comes_from);
  if (order.practitioner)
    if (const auto who = booking::find_practitioner(snapshot, *order.practitioner))
      out["practitioner"] = {
          {"id", to_string(who->id)}, {"name", who->name}, {"nameEn", who->name_en}};
  if (order.department)
    if (const auto where = booking::find_department(snapshot, *order.department))
      out["department"] = {
          {"id", to_string(where->id)}, {"name", where->name}, {"nameEn", where->name_en}};
  return out;
}

Json exam_report_json(const HospitalTime& time, const exams::ReportState& report) {
  Json out = Json::object();
  if (report.expected) out["expectedAt"] = time.rfc3339(*report.expected);
  if (report.ready) out["readyAt"] = time.rfc3339(*report.ready);
  return out;
}

void add_exam_order_events(const Services& services, store::Snapshot& snapshot,
                           const exams::Order& order, Json& out) {
  auto& events = out["events"] = Json::array();
  for (const auto& event : exams::events_of(snapshot, order.id)) {
    Json one{{"at", services.time.rfc3339(event.at)},
             {"what", event.what},
             {"by", event.by.kind},
             {"name", ""}};
    if (event.by.kind == access::name_of(access::PrincipalKind::staff))
      if (const auto account = services.accounts.find(snapshot, AccountId{event.by.id}))
        one["name"] = account->display_name;
    events.push_back(std::move(one));
  }
}

Json exam_questions_json(const ExamNames& names, const exams::AnswerSheet& sheet,
                         const std::vector<exams::Order>& orders) {
  std::vector<exams::Exam> wanted;
  for (const auto& order : orders)
    if (order.is_open()) wanted.push_back(names.exam(order.exam));
  const auto asked = exams::rules::questions_of(wanted);
  Json items = Json::array();
  for (const auto& question : names.questions()) {
    if (!question.active || !asked.contains(question.code)) continue;
    if (sheet.not_asked.contains(question.code)) continue;
    Json one{{"code", question.code},
             {"name", question.name},
             {"nameEn", question.name_en},
             {"kind", exams::name_of(question.kind)},
             {"unit", question.unit}};
    if (const auto given = sheet.answers.find(question.code); given != sheet.answers.end())
      one["answer"] = given->second;
    items.push_back(std::move(one));
  }
  return items;
}

Json exam_orders_json(const Services& services, store::Snapshot& snapshot, PersonId person,
                      const std::vector<exams::Order>& orders, Instant now) {
  const ExamNames names(snapshot);
  const auto sheet = services.exam_orders.sheet_of(snapshot, person, now);
  const auto reports = exams::reports_of(snapshot, person);
  Json items = Json::array();
  for (const auto& order : orders) {
    items.push_back(exam_order_json(services, snapshot, names, sheet, order, now));
    if (const auto report = reports.find(order.id); report != reports.end())
      items.back()["report"] = exam_report_json(services.time, report->second);
  }
  return {{"items", std::move(items)}, {"questions", exam_questions_json(names, sheet, orders)}};
}

Result<void> may_plan_for(const Services& services, store::Snapshot& snapshot, const Call& call,
                          PersonId person) {
  if (!services.patients.person(snapshot, person)) return Refusal("person-unknown");
  return may_book_for(services, snapshot, call.principal, person);
}

LaterAnswer exams_seen(const Services& services, const Call& call, PersonId person,
                       std::string_view action, const Json& body) {
  const auto response = json(200, body);
  co_return co_await exams_seen(services, call, person, action, response);
}

LaterAnswer exams_seen(const Services& services, const Call& call, PersonId person,
                       std::string_view action, const http::Response& response) {
  if (!call.principal.member()) {
    Work record = [&](store::Transaction& tx) -> Result<Json> {
      services.audit.record(
          tx, call.principal,
          {.action = std::string(action), .subject = person, .details = {}, .note = {}}, call.now);
      return Json();
    };
    if (auto done = co_await write(services, call, 204, record); !done) co_return done.error();
  }
  co_return response;
}

}  // namespace yuyue::api
