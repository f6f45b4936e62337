// The code that is posted in a waiting area: whoever scans it is there, and checks in on their
// phone.
#include <algorithm>

#include "api/answers.hpp"
#include "api/exam_plan_json.hpp"
#include "api/exam_today.hpp"
#include "api/people_shown.hpp"
#include "api/place_json.hpp"
#include "api/posted_codes.hpp"
#include "api/views.hpp"

namespace yuyue::api {
namespace {

constexpr std::string_view kBetween = "、";

/// Where a session's patients wait, in words.
std::string waits_where(store::Snapshot& snapshot, const booking::AppointmentView& view) {
  std::string words;
  for (const auto id : booking::areas_of_session(snapshot, view.appointment.session)) {
    if (!words.empty()) words += kBetween;
    words += booking::find_area(snapshot, id).value().name;
  }
  return words.empty() ? view.department_location : words;
}

CampusId campus_of(store::Snapshot& snapshot, ExamDeviceId device) {
  const auto site = exams::find_device(snapshot, device).value().site;
  return exams::find_site(snapshot, site).value().campus;
}

/// Today's examinations of these people, as they would check in to them here.
Json exams_here(const Services& services, store::Snapshot& snapshot, const PeopleShown& shown,
                const std::vector<PersonId>& people, CampusId here, Day today) {
  Json items = Json::array();
  for (const auto person : people)
    for (const auto& work : exams_today(snapshot, person, today)) {
      auto item = exam_today_json(services, snapshot, work, true);
      item["person"] = shown.of(person);
      item["here"] = campus_of(snapshot, work.item.at.device) == here;
      items.push_back(std::move(item));
    }
  return items;
}

bool is_of_today(const booking::Appointment& a, Day today) {
  using enum booking::AppointmentState;
  return a.day == today && (a.state == booked || a.state == pending || a.state == arrived);
}

}  // namespace

Result<void> is_there(store::Snapshot& snapshot, std::string_view code,
                      const booking::Appointment& appointment) {
  const auto area = booking::area_of_posted_code(snapshot, code);
  if (!area) return Refusal("posted-code-unknown").at("/postedCode");
  const auto areas = booking::areas_of_session(snapshot, appointment.session);
  if (std::ranges::find(areas, area->id) != areas.end()) return {};
  return Refusal("posted-elsewhere")
      .with("here", area->name)
      .with("place", waits_where(snapshot, booking::view_of(snapshot, appointment)));
}

Result<void> is_at_device(store::Snapshot& snapshot, std::string_view code, ExamDeviceId device) {
  const auto area = booking::area_of_posted_code(snapshot, code);
  if (!area) return Refusal("posted-code-unknown").at("/postedCode");
  if (area->campus == campus_of(snapshot, device)) return {};
  return Refusal("posted-elsewhere")
      .with("here", area->name)
      .with("place", ExamPlaces(snapshot).words(device, false));
}

Answer show_posted_code(const Services& services, const Call& call) {
  const auto member = call.principal.member().value();
  return services.database.read([&](store::Snapshot& snapshot) -> Answer {
    const auto area = booking::area_of_posted_code(snapshot, call.request.param("code"));
    if (!area) return Refusal("posted-code-unknown");
    const auto today = services.time.day_of(call.now);
    booking::AppointmentQuery query;
    query.people = services.patients.people_of(snapshot, member);
    query.day = today;
    Json items = Json::array(), exam_items = Json::array();
    if (!query.people.empty()) {
      const PeopleShown people(services, snapshot, call, query.people);
      for (const auto& view : booking::list_appointments(snapshot, query, call.now).value().items) {
        const auto& a = view.appointment;
        if (!is_of_today(a, today) || view.remote) continue;
        const auto areas = booking::areas_of_session(snapshot, a.session);
        auto item =
            appointment_json(services, view, people.of(a.person), call.actor().channel, call.now);
        item["here"] = std::ranges::find(areas, area->id) != areas.end();
        item["areas"] = waiting_areas_json(snapshot, a.session);
        items.push_back(std::move(item));
      }
      exam_items = exams_here(services, snapshot, people, query.people, area->campus, today);
    }
    return json(200, {{"area",
                       {{"id", to_string(area->id)},
                        {"name", area->name},
                        {"nameEn", area->name_en},
                        {"campusId", to_string(area->campus)}}},
                      {"items", std::move(items)},
                      {"exams", std::move(exam_items)}});
  });
}

}  // namespace yuyue::api
