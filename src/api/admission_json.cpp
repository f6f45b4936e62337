#include "api/admission_json.hpp"

#include "api/people_shown.hpp"
#include "yuyue/booking/admission/rules.hpp"

namespace yuyue::api {
namespace {

namespace admission = booking::admission;
using admission::Admission;
using admission::rules::Step;

Json maybe_day(const std::optional<Day>& day) {
  return day ? Json(format_day(*day)) : Json();
}

/// What this reader may do next.
Json steps_json(const Call& call, const admission::AdmissionView& view, Day today) {
  const auto& a = view.admission;
  Json can = Json::array();
  const auto add = [&](Step step, const char* name) {
    if (admission::rules::next(a.state, step)) can.push_back(name);
  };
  const bool on_the_day = a.day && *a.day <= today;
  add(Step::accept, "accept");
  if (!call.principal.member() || !on_the_day) add(Step::ask_another, "ask-another");
  add(Step::decline, "decline");
  if (call.principal.member()) return can;
  if (call.principal.may(access::Permission::admissions_plan)) {
    add(Step::offer, "offer");
    if (admission::rules::may_finish(a, view.checks, today)) can.push_back("finish");
  }
  add(Step::cancel, "cancel");
  return can;
}

Json check_json(const Services& services, store::Snapshot& snapshot, const admission::Check& check,
                bool for_staff) {
  Json out{{"itemId", to_string(check.item)},
           {"name", check.name},
           {"nameEn", check.name_en},
           {"byAppointment", check.by_appointment},
           {"state", admission::name_of(check.state)}};
  if (check.at) out["at"] = services.time.rfc3339(*check.at);
  if (for_staff && check.at) out["by"] = check.by_kind;
  if (for_staff && !check.reason.empty()) out["reason"] = check.reason;
  if (!check.appointment) return out;
  if (const auto appointment = booking::find_appointment(snapshot, *check.appointment))
    out["appointment"] = {{"id", to_string(appointment->id)},
                          {"code", booking::spaced_code(appointment->code)},
                          {"startsAt", services.time.rfc3339(appointment->starts_at)},
                          {"state", booking::name_of(appointment->state)}};
  return out;
}

Json with_person(const Services& services, store::Snapshot& snapshot, const Call& call,
                 const Admission& a, Json person) {
  const bool for_staff = !call.principal.member();
  const auto view = services.admissions.view(snapshot, a);
  Json list{{"id", to_string(view.list.id)},  {"kind", admission::name_of(view.list.kind)},
            {"name", view.list.name},         {"nameEn", view.list.name_en},
            {"location", view.list.location}, {"locationEn", view.list.location_en}};
  if (view.list.department)
    list["department"] = {{"id", to_string(*view.list.department)},
                          {"name", view.department},
                          {"nameEn", view.department_en}};
  Json out{{"id", to_string(a.id)},
           {"version", a.version},
           {"kind", admission::name_of(a.kind)},
           {"urgency", admission::name_of(a.urgency)},
           {"state", admission::name_of(a.state)},
           {"person", std::move(person)},
           {"list", std::move(list)},
           {"purpose", a.purpose},
           {"origin", a.origin},
           {"wishFrom", maybe_day(a.wish_from)},
           {"wishTo", maybe_day(a.wish_to)},
           {"date", maybe_day(a.day)},
           {"requestedAt", services.time.rfc3339(a.requested_at)},
           {"waiting", view.waiting},
           {"can", steps_json(call, view, services.time.day_of(call.now))}};
  if (a.practitioner)
    out["practitioner"] = {{"id", to_string(*a.practitioner)},
                           {"name", view.practitioner},
                           {"nameEn", view.practitioner_en}};
  if (view.place > 0) out["place"] = view.place;
  if (a.answer_by) out["answerBy"] = services.time.rfc3339(*a.answer_by);
  if (a.ended_at) out["endedAt"] = services.time.rfc3339(*a.ended_at);
  auto& checks = out["checklist"] = Json::array();
  for (const auto& check : view.checks)
    checks.push_back(check_json(services, snapshot, check, for_staff));
  return out;
}

}  // namespace

Json admission_json(const Services& services, store::Snapshot& snapshot, const Call& call,
                    const Admission& a) {
  const PeopleShown people(services, snapshot, call, {a.person});
  return with_person(services, snapshot, call, a, people.of(a.person));
}

Json admission_history_json(const Services& services, store::Snapshot& snapshot, const Call& call,
                            const Admission& a) {
  auto out = admission_json(services, snapshot, call, a);
  auto& events = out["events"] = Json::array();
  for (const auto& event : services.admissions.events(snapshot, a.id)) {
    Json line{{"at", services.time.rfc3339(event.at)},
              {"what", event.what},
              {"by", event.actor_kind},
              {"channel", booking::name_of(event.channel)}};
    if (event.from_day) line["fromDate"] = format_day(*event.from_day);
    if (event.to_day) line["toDate"] = format_day(*event.to_day);
    if (event.item) line["itemId"] = to_string(*event.item);
    // Staff's words may be about other patients.
    const bool own_words = event.actor_kind == "patient";
    if (!event.note.empty() && (own_words || !call.principal.member())) line["note"] = event.note;
    events.push_back(std::move(line));
  }
  return out;
}

Json admission_page_json(const Services& services, store::Snapshot& snapshot, const Call& call,
                         const admission::AdmissionQuery& query,
                         const std::vector<Admission>& found) {
  std::vector<PersonId> ids;
  for (const auto& a : found) ids.push_back(a.person);
  const PeopleShown people(services, snapshot, call, ids);
  Json items = Json::array();
  for (const auto& a : found)
    items.push_back(with_person(services, snapshot, call, a, people.of(a.person)));
  Json out{{"items", std::move(items)}};
  if (query.people.empty() && static_cast<int>(found.size()) == query.limit)
    out["next"] = std::to_string(query.skip + query.limit);
  return out;
}

}  // namespace yuyue::api
