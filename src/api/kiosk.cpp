// Checking in at a kiosk: whoever has a booking code or a document in their hands finds what they
// have come for today, and checks in. Nothing is shown that this does not need.
#include <algorithm>

#include "api/answers.hpp"
#include "api/centre_board.hpp"
#include "api/place_json.hpp"
#include "api/views.hpp"
#include "yuyue/access/throttle.hpp"
#include "yuyue/booking/clinic/clinic_day.hpp"
#include "yuyue/booking/clinic/waits.hpp"
#include "yuyue/core/person_data.hpp"

namespace yuyue::api {

namespace clinic = booking::clinic;

namespace {

constexpr std::size_t kLongestNumber = 40;
/// Many come to one kiosk in a day without an appointment, or mistype; a script tries thousands.
/// Right ones take nothing off, so that they cannot be mixed in.
constexpr access::ThrottleRules kWrongTries{.free_failures = 200,
                                            .forget_after = std::chrono::hours{1}};

/// What somebody has shown the kiosk. Whoever types a number may have read it anywhere: then only
/// times are shown, no name and no department.
struct Shown {
  enum class Source { card, scan, typed };
  std::string code, number;
  Source source = Source::typed;

  bool private_to_holder() const { return !code.empty() || source != Source::typed; }
};

std::optional<Shown::Source> source_from(std::string_view name) {
  if (name == "card") return Shown::Source::card;
  if (name == "scan") return Shown::Source::scan;
  if (name == "typed") return Shown::Source::typed;
  return std::nullopt;
}

Shown read_shown(Input& in) {
  Shown shown;
  shown.code = in.maybe_text("code", kLongestNumber).value_or("");
  shown.number = in.maybe_text("number", kLongestNumber).value_or("");
  shown.source = in.maybe_one_of("source", &source_from).value_or(Shown::Source::typed);
  if (shown.code.empty() == shown.number.empty()) in.wrong("code", "either code or number");
  return shown;
}

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
  query.people = services.patients.by_number(snapshot, shown.number);
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

std::string triers_name(const access::Principal& who) {
  return "kiosk " + std::string(access::name_of(who.kind)) + " " + std::to_string(who.id);
}

/// Finds, unless too much was tried in vain from this kiosk. Refusals: too-many-attempts,
/// no-visit-today.
Result<std::vector<booking::AppointmentView>> found_visits(const Services& services,
                                                           store::Snapshot& snapshot,
                                                           const Call& call, const Shown& shown) {
  const access::Throttle throttle(services.vault, kWrongTries);
  if (auto free = throttle.check(snapshot, triers_name(call.principal), call.now); !free)
    return free.error();
  auto visits = visits_of(services, snapshot, shown, call.now);
  if (visits.empty()) return Refusal("no-visit-today");
  return visits;
}

/// The refused job left no trace; the try is counted by one of its own.
LaterAnswer count_try(const Services& services, const Call& call, Answer answer) {
  if (answer || answer.error().code != "no-visit-today") co_return answer;
  auto count = [&](store::Transaction& tx) {
    const access::Throttle throttle(services.vault, kWrongTries);
    throttle.failed(tx, triers_name(call.principal), call.now);
    return true;
  };
  co_await services.database.write(call.lane(), count);
  co_return answer;
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
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto visits = found_visits(services, tx, call, shown);
    if (!visits) return visits.error();
    Json items = Json::array();
    for (const auto& view : *visits)
      items.push_back(visit_json(services, tx, shown, view, call.now));
    services.audit.record(tx, call.principal,
                          {.action = "kiosk-visits-seen",
                           .subject = visits->front().appointment.person,
                           .details = {{"count", std::to_string(visits->size())}},
                           .note = {}},
                          call.now);
    return Json{{"items", std::move(items)}};
  };
  auto answer = co_await write(services, call, 200, work);
  co_return co_await count_try(services, call, std::move(answer));
}

// What was shown is shown again: an appointment's id alone checks nobody in.
LaterAnswer check_in_at_kiosk(const Services& services, const Call& call) {
  Input in(call.request);
  const auto shown = read_shown(in);
  const auto id = in.id<AppointmentId>("appointmentId");
  if (auto bad = in.finish()) co_return *bad;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto visits = found_visits(services, tx, call, shown);
    if (!visits) return visits.error();
    const auto found =
        std::ranges::find(*visits, id, [](const auto& view) { return view.appointment.id; });
    if (found == visits->end()) return Refusal("no-visit-today");
    if (auto done = check_in(services, tx, call, shown, found->appointment); !done)
      return done.error();
    const auto now_is = booking::find_appointment(tx, id).value();
    return visit_json(services, tx, shown, booking::view_of(tx, now_is), call.now);
  };
  auto answer = co_await write_once(services, call, 200, work);
  co_return co_await count_try(services, call, std::move(answer));
}

}  // namespace yuyue::api
