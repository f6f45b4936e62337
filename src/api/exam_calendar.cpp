// A plan of examinations for the patient's calendar: each examination, and each thing to do before
// at its hour, with a reminder.
#include <libical/ical.h>

#include <algorithm>

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

using What = exams::Advice::What;

/// What has its own time on a phone; the way to the next room does not.
bool is_entry(What what) {
  return what != What::go && what != What::toilet;
}
/// To be known at once: the reminders come later.
bool is_note(What what) {
  return what == What::late || what == What::note;
}

/// What is done at the same time, in one entry.
struct Entry {
  Instant at{}, remind{};
  minutes length{10};
  std::vector<std::string> texts;
  std::vector<ExamId> exams;
  bool rings = true;
};

std::vector<Entry> entries_of(const std::vector<exams::Advice>& all, const HospitalTime& time,
                              bool en) {
  std::vector<Entry> out;
  const exams::Advice* last = nullptr;
  for (const auto& advice : all) {
    if (!is_entry(advice.what)) continue;
    const bool alone = advice.what == What::exam || (last && last->what == What::exam);
    if (!last || last->at != advice.at || alone)
      out.push_back({.at = advice.at,
                     .remind = exams::reminder_of(advice, time),
                     .texts = {},
                     .exams = {},
                     .rings = !is_note(advice.what)});
    auto& entry = out.back();
    entry.texts.push_back(en ? advice.text_en : advice.text);
    if (advice.what == What::exam) {
      entry.exams = advice.exams;
      entry.length = advice.length;
    }
    // What has to be known of it is with it as well.
    for (const auto& note : all)
      for (const auto exam : entry.exams)
        if (is_note(note.what) && std::ranges::find(note.exams, exam) != note.exams.end() &&
            advice.what == What::exam)
          entry.texts.push_back(en ? note.text_en : note.text);
    last = &advice;
  }
  return out;
}

std::string joined(const std::vector<std::string>& texts, std::string_view between) {
  std::string out;
  for (const auto& text : texts) out += (out.empty() ? "" : std::string(between)) + text;
  return out;
}

icalcomponent* event_of(const Call& call, const exams::Plan& plan, const Entry& entry,
                        std::size_t number) {
  const bool en = call.request.language == Language::en;
  const auto uid = to_string(plan.id) + "-" + std::to_string(number) + "@yuyue";
  // Of an examination, its name and place; of advice, all that is to be done then.
  const auto whole = joined(entry.texts, "\n");
  const auto summary =
      entry.exams.empty() ? joined(entry.texts, en ? "; " : "；") : entry.texts.front();
  auto* event = icalcomponent_vanew(
      ICAL_VEVENT_COMPONENT, icalproperty_new_uid(uid.c_str()),
      icalproperty_new_dtstamp(utc(call.now)), icalproperty_new_dtstart(utc(entry.at)),
      icalproperty_new_dtend(utc(entry.at + entry.length)),
      icalproperty_new_summary(summary.c_str()), icalproperty_new_description(whole.c_str()),
      icalproperty_new_sequence(static_cast<int>(plan.version)), static_cast<void*>(nullptr));
  if (!entry.rings) return event;
  auto* alarm = icalcomponent_new_valarm();
  icalcomponent_add_property(alarm, icalproperty_new_action(ICAL_ACTION_DISPLAY));
  icalcomponent_add_property(alarm, icalproperty_new_description(whole.c_str()));
  icaltriggertype before{};
  before.duration = icaldurationtype_from_int(static_cast<int>(
      std::chrono::duration_cast<std::chrono::seconds>(entry.remind - entry.at).count()));
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
    const auto advice = view.advice(plan->booked(), plan->taken_at);
    const bool en = call.request.language == Language::en;
    for (const auto& entry : entries_of(advice, services.time, en))
      icalcomponent_add_component(whole.get(), event_of(call, *plan, entry, ++number));
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
