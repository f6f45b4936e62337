// Checking in at a kiosk: whoever has a booking code or a document in their hands finds what they
// have come for today, in clinics and at devices, and checks in. Nothing is shown that this does
// not need.
#include <algorithm>

#include "api/answers.hpp"
#include "api/centre_board.hpp"
#include "api/exam_day.hpp"
#include "api/exam_today.hpp"
#include "api/kiosk_shown.hpp"
#include "api/place_json.hpp"
#include "api/views.hpp"
#include "yuyue/booking/clinic/clinic_day.hpp"
#include "yuyue/booking/clinic/waits.hpp"
#include "yuyue/centre/voice/satisfaction.hpp"
#include "yuyue/core/person_data.hpp"

namespace yuyue::api {

namespace clinic = booking::clinic;

namespace {

bool is_of_today(const booking::Appointment& a, Day today) {
  using enum booking::AppointmentState;
  return a.day == today && (a.state == booked || a.state == pending || a.state == arrived);
}

/// Today's visits of whoever has shown this, by time.
std::vector<booking::AppointmentView> visits_of(const Services& services, store::Snapshot& snapshot,
                                                const Shown& shown, Instant now) {
  const auto today = services.time.day_of(now);
  std::vector<booking::AppointmentView> found;
  if (!shown.code.empty()) {
    const auto a = booking::find_appointment(snapshot, std::string_view(shown.code));
    if (a && is_of_today(*a, today)) found.push_back(booking::view_of(snapshot, *a));
    return found;
  }
  booking::AppointmentQuery query;
  query.people = holders_of(services, snapshot, shown);
  query.day = today;
  if (query.people.empty()) return found;
  for (auto& view : booking::list_appointments(snapshot, query, now).value().items)
    if (is_of_today(view.appointment, today)) found.push_back(std::move(view));
  return found;
}

/// The same of whoever is booked at the service centre.
Json centre_slip_json(const Services& services, store::Snapshot& snapshot,
                      const centre::Visit& visit, Instant now) {
  if (visit.state != centre::VisitState::open) return nullptr;
  const auto place = VisitPlaces(services, snapshot, now).of(visit);
  Json slip{{"number", visit.number},     {"state", place["state"]}, {"rooms", Json::array()},
            {"areas", Json::array()},     {"location", ""},          {"locationEn", ""},
            {"windows", place["windows"]}};
  if (place.contains("ahead")) slip["ahead"] = place["ahead"];
  if (!place["window"].is_null()) slip["room"] = place["window"]["name"];
  return slip;
}

/// What is printed: the number, where to wait, who is ahead. Null: not in line (any more).
Json slip_json(const Services& services, store::Snapshot& snapshot,
               const booking::AppointmentView& view, Instant now) {
  if (const auto visit = centre::visit_of(snapshot, view.appointment.id))
    return centre_slip_json(services, snapshot, *visit, now);
  const auto kept = queue::ticket_of(snapshot, {"appointment", view.appointment.id.value});
  if (!kept || !queue::is_open(kept->ticket.state)) return nullptr;
  const auto& ticket = kept->ticket;
  Json slip{{"number", ticket.number},
            {"state", queue::name_of(ticket.state)},
            {"rooms", view.rooms},
            {"areas", waiting_areas_json(snapshot, view.appointment.session)},
            {"location", view.department_location},
            {"locationEn", view.department_location_en}};
  const auto line = queue::load(snapshot, kept->line).value();
  if (const auto ahead = clinic::ahead_of(line.line, ticket.id)) slip["ahead"] = *ahead;
  if (ticket.station)
    for (const auto& room : clinic::rooms_of(snapshot, view.appointment.session))
      if (room.id == RoomId{ticket.station->value}) slip["room"] = room.name;
  return slip;
}

Json visit_json(const Services& services, store::Snapshot& snapshot, const Shown& shown,
                const booking::AppointmentView& view, Instant now) {
  const auto& a = view.appointment;
  Json out{{"id", to_string(a.id)},
           {"state", booking::name_of(a.state)},
           {"start", format_minute(view.slot_start)},
           {"end", format_minute(view.slot_end)},
           {"arrival", arrival_json(services, a, view.where, now)},
           {"slip", slip_json(services, snapshot, view, now)}};
  if (!shown.private_to_holder()) return out;
  const auto person = services.patients.person(snapshot, a.person);
  out["person"] = {{"name", person ? mask_name(person->name) : ""}};
  out["department"] = {{"name", view.department}, {"nameEn", view.department_en}};
  out["kind"] = {{"name", view.kind}, {"nameEn", view.kind_en}};
  if (a.practitioner)
    out["practitioner"] = {{"name", view.practitioner},
                           {"nameEn", view.practitioner_en},
                           {"title", view.title},
                           {"titleEn", view.title_en}};
  return out;
}

/// Today's examinations of whoever has shown this, by time. A booking code leads to them on its own
/// day: an old slip may lie about.
std::vector<exams::Work> exams_of(const Services& services, store::Snapshot& snapshot,
                                  const Shown& shown, Instant now) {
  const auto today = services.time.day_of(now);
  if (!shown.code.empty()) {
    const auto a = booking::find_appointment(snapshot, std::string_view(shown.code));
    if (!a || a->day != today || a->state == booking::AppointmentState::cancelled) return {};
  }
  std::vector<exams::Work> found;
  for (const auto person : holders_of(services, snapshot, shown))
    for (auto& work : exams_today(snapshot, person, today)) found.push_back(std::move(work));
  return found;
}

/// Where whoever has shown a document goes next, by who waits where now. Null: nothing is left
/// today, or it is not certain who asks.
Json next_exam_json(const Services& services, store::Snapshot& snapshot, const Shown& shown,
                    Instant now) {
  if (!shown.was_read()) return nullptr;
  const auto exams = exams_of(services, snapshot, shown, now);
  const auto of_another = [&](const exams::Work& one) {
    return one.person != exams.front().person;
  };
  if (exams.empty() || std::ranges::any_of(exams, of_another)) return nullptr;
  const auto day = exam_day_json(services, snapshot, exams.front().person, now);
  if (day["next"].empty()) return nullptr;
  const auto& next = day["next"].front();
  Json out = Json::object();
  for (const auto* name : {"placeId", "walkMinutes", "waitMinutes", "whyText", "whyTextEn"})
    out[name] = next[name];
  // Taking it asks for a pass, which a booking code does not give.
  out["earlier"] = shown.code.empty() ? next["earlier"] : Json();
  return out;
}

struct Found {
  std::vector<booking::AppointmentView> visits;
  std::vector<exams::Work> exams;
  std::vector<centre::voice::Unmarked> unrated;
  PersonId person() const {
    if (!visits.empty()) return visits.front().appointment.person;
    return exams.empty() ? unrated.front().person : exams.front().person;
  }
};

/// Visits that are over and of which nobody has asked yet how they were. A booking code is asked
/// about its own.
std::vector<centre::voice::Unmarked> unrated_of(const Services& services, store::Snapshot& snapshot,
                                                const Shown& shown, Instant now) {
  if (!shown.private_to_holder()) return {};
  auto found = services.satisfaction.unmarked(snapshot, holders_of(services, snapshot, shown), now);
  // A number of the centre is another visit's tomorrow.
  const auto today = services.time.day_of(now);
  std::erase_if(found, [&](const auto& one) {
    return one.subject.kind == VisitKind::kPrefix && one.day != today;
  });
  if (shown.code.empty() || found.empty()) return found;
  const auto a = booking::find_appointment(snapshot, std::string_view(shown.code)).value();
  const centre::voice::Subject own{std::string(AppointmentKind::kPrefix), a.id.value};
  std::erase_if(found, [&](const auto& one) { return !(one.subject == own); });
  return found;
}

Json unrated_json(store::Snapshot& snapshot, const centre::voice::Unmarked& one) {
  return {{"number", centre::voice::shown_as(snapshot, one.subject)},
          {"day", format_day(one.day)},
          {"name", one.name},
          {"nameEn", one.name_en}};
}

/// Finds, unless too much was tried in vain from this kiosk. Refusals: too-many-attempts,
/// no-visit-today.
Result<Found> found_today(const Services& services, store::Snapshot& snapshot, const Call& call,
                          const Shown& shown) {
  if (auto may = may_try_at_kiosk(services, snapshot, call); !may) return may.error();
  Found found{visits_of(services, snapshot, shown, call.now),
              exams_of(services, snapshot, shown, call.now),
              unrated_of(services, snapshot, shown, call.now)};
  if (found.visits.empty() && found.exams.empty() && found.unrated.empty())
    return Refusal("no-visit-today");
  return found;
}

Result<void> check_in(const Services& services, store::Transaction& tx, const Call& call,
                      const Shown& shown, const booking::Appointment& a) {
  const auto kept = queue::ticket_of(tx, {"appointment", a.id.value});
  using enum queue::State;
  if (kept && (kept->ticket.state == missed || kept->ticket.state == away)) {
    const auto back = services.clinic_day.step(
        tx, kept->ticket.id, {.what = clinic::Step::What::come_back}, call.actor(), call.now);
    if (!back) return back.error();
    return {};
  }
  if (a.state == booking::AppointmentState::arrived) return {};
  booking::ArrivalRequest request;
  request.document_seen = shown.source == Shown::Source::card;
  const auto arrived = services.appointments.arrive(tx, a.id, call.actor(), call.now, request);
  if (!arrived) return arrived.error();
  return {};
}

}  // namespace

LaterAnswer find_kiosk_visits(const Services& services, const Call& call) {
  Input in(call.request);
  const auto shown = read_shown(in);
  if (auto bad = in.finish()) co_return *bad;
  // Worked out from a snapshot: nobody's writing waits for it.
  const auto next = services.database.read([&](store::Snapshot& snapshot) {
    return next_exam_json(services, snapshot, shown, call.now);
  });
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto found = found_today(services, tx, call, shown);
    if (!found) return found.error();
    Json items = Json::array(), exam_items = Json::array();
    for (const auto& view : found->visits)
      items.push_back(visit_json(services, tx, shown, view, call.now));
    for (const auto& one : found->exams)
      exam_items.push_back(exam_today_json(services, tx, one, shown.was_read()));
    Json unrated = Json::array();
    for (const auto& one : found->unrated) unrated.push_back(unrated_json(tx, one));
    services.audit.record(
        tx, call.principal,
        {.action = "kiosk-visits-seen",
         .subject = found->person(),
         .details = {{"count", std::to_string(found->visits.size() + found->exams.size())}},
         .note = {}},
        call.now);
    return Json{{"items", std::move(items)},
                {"exams", std::move(exam_items)},
                {"nextExam", next},
                {"unrated", std::move(unrated)}};
  };
  auto answer = co_await write(services, call, 200, work);
  co_return co_await count_kiosk_try(services, call, std::move(answer), "no-visit-today");
}

// What was shown is shown again: an appointment's id alone checks nobody in.
LaterAnswer check_in_at_kiosk(const Services& services, const Call& call) {
  Input in(call.request);
  const auto shown = read_shown(in);
  const auto id = in.id<AppointmentId>("appointmentId");
  if (auto bad = in.finish()) co_return *bad;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto today = found_today(services, tx, call, shown);
    if (!today) return today.error();
    const auto found =
        std::ranges::find(today->visits, id, [](const auto& view) { return view.appointment.id; });
    if (found == today->visits.end()) return Refusal("no-visit-today");
    if (auto done = check_in(services, tx, call, shown, found->appointment); !done)
      return done.error();
    const auto now_is = booking::find_appointment(tx, id).value();
    return visit_json(services, tx, shown, booking::view_of(tx, now_is), call.now);
  };
  auto answer = co_await write_once(services, call, 200, work);
  co_return co_await count_kiosk_try(services, call, std::move(answer), "no-visit-today");
}

// The same for an examination: into the line of its device.
LaterAnswer check_in_for_exam_at_kiosk(const Services& services, const Call& call) {
  Input in(call.request);
  const auto shown = read_shown(in);
  const auto id = in.id<ExamPlaceId>("placeId");
  if (auto bad = in.finish()) co_return *bad;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto today = found_today(services, tx, call, shown);
    if (!today) return today.error();
    const auto found =
        std::ranges::find(today->exams, id, [](const auto& one) { return one.item.id; });
    if (found == today->exams.end()) return Refusal("no-visit-today");
    const auto come = check_in_for_exam(services, tx, call, *found);
    if (!come) return come.error();
    return exam_today_json(services, tx, *come, shown.was_read());
  };
  auto answer = co_await write_once(services, call, 200, work);
  co_return co_await count_kiosk_try(services, call, std::move(answer), "no-visit-today");
}

}  // namespace yuyue::api
