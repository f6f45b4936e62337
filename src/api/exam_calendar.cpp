// A plan of examinations for the patient's calendar: each examination, and each thing to do before
// at its hour, with a reminder.
#include <libical/ical.h>

#include "api/exam_plan_json.hpp"

namespace yuyue::api {
namespace {

struct FreeComponent {
  void operator()(icalcomponent* component) const { icalcomponent_free(component); }
};

icaltimetype utc(Instant t) {
  return icaltime_from_timet_with_zone(
      std::chrono::duration_cast<std::chrono::seconds>(t.time_since_epoch()).count(), 0,
      icaltimezone_get_utc_timezone());
}

/// What has its own time on a phone; the way to the next room does not.
bool is_entry(exams::Advice::What what) {
  return what != exams::Advice::What::go && what != exams::Advice::What::companion;
}

icalcomponent* entry(const Call& call, const exams::Plan& plan, const exams::Advice& advice,
                     std::size_t number) {
  using What = exams::Advice::What;
  const bool en = call.request.language == Language::en;
  const auto& text = en ? advice.text_en : advice.text;
  const auto uid = to_string(plan.id) + "-" + std::to_string(number) + "@yuyue";
  const auto length = advice.what == What::exam ? minutes{30} : minutes{10};
  auto* event = icalcomponent_vanew(
      ICAL_VEVENT_COMPONENT, icalproperty_new_uid(uid.c_str()),
      icalproperty_new_dtstamp(utc(call.now)), icalproperty_new_dtstart(utc(advice.at)),
      icalproperty_new_dtend(utc(advice.at + length)), icalproperty_new_summary(text.c_str()),
      icalproperty_new_sequence(static_cast<int>(plan.version)), static_cast<void*>(nullptr));
  auto* alarm = icalcomponent_new_valarm();
  icalcomponent_add_property(alarm, icalproperty_new_action(ICAL_ACTION_DISPLAY));
  icalcomponent_add_property(alarm, icalproperty_new_description(text.c_str()));
  icaltriggertype before{};
  before.duration = icaldurationtype_from_int(advice.what == What::exam ? -60 * 60 : -15 * 60);
  before.time = icaltime_null_time();
  icalcomponent_add_property(alarm, icalproperty_new_trigger(before));
  icalcomponent_add_component(event, alarm);
  return event;
}

}  // namespace

LaterAnswer exam_plan_calendar(const Services& services, const Call& call) {
  PersonId person;
  const auto calendar = services.database.read([&](store::Snapshot& snapshot) -> Answer {
    const auto plan = visible_exam_plan(services, snapshot, call);
    if (!plan) return plan.error();
    person = plan->person;
    const ExamNames names(snapshot);
    const ExamPlaces places(snapshot);
    const ExamPlanView view(services, snapshot, names, places, plan->person);
    const std::unique_ptr<icalcomponent, FreeComponent> whole(icalcomponent_vanew(
        ICAL_VCALENDAR_COMPONENT, icalproperty_new_version("2.0"),
        icalproperty_new_prodid("-//Yuyue//Examinations//ZH"),
        icalproperty_new_method(ICAL_METHOD_PUBLISH), static_cast<void*>(nullptr)));
    std::size_t number = 0;
    for (const auto& advice : view.advice(plan->booked())) {
      ++number;
      if (is_entry(advice.what))
        icalcomponent_add_component(whole.get(), entry(call, *plan, advice, number));
    }
    const std::unique_ptr<char, decltype(&std::free)> text(
        icalcomponent_as_ical_string_r(whole.get()), &std::free);
    auto response = http::Response::text(200, "text/calendar; charset=utf-8", text.get());
    response.headers["Content-Disposition"] = "attachment; filename=\"yuyue.ics\"";
    response.headers["Cache-Control"] = "no-store";
    return response;
  });
  if (!calendar) co_return calendar.error();
  co_return co_await exams_seen(services, call, person, "exam-plans-seen", *calendar);
}

}  // namespace yuyue::api
