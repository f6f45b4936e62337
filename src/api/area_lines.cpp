// All the lines of a waiting area: what a triage desk looks at the whole day.
#include <algorithm>
#include <charconv>

#include "api/answers.hpp"
#include "api/clinic_access.hpp"
#include "api/line_json.hpp"
#include "api/notices_json.hpp"
#include "yuyue/booking/clinic/area_day.hpp"

namespace yuyue::api {

namespace clinic = booking::clinic;

namespace {

Json named(std::string_view name, std::string_view name_en) {
  return {{"name", name}, {"nameEn", name_en}};
}

/// Still to come: booked, and nobody has seen them.
bool is_expected(const booking::Appointment& a) {
  return a.state == booking::AppointmentState::booked ||
         a.state == booking::AppointmentState::pending;
}

Json expected_json(const Services& services, const Call& call, const clinic::AreaSession& session,
                   const PeopleShown& people) {
  Json list = Json::array();
  for (const auto& a : session.appointments) {
    if (!is_expected(a)) continue;
    list.push_back({{"appointmentId", to_string(a.id)},
                    {"person", people.of(a.person)},
                    {"slotStart", services.time.rfc3339(a.starts_at)},
                    {"slotEnd", services.time.rfc3339(a.ends_at)},
                    {"sequence", a.sequence},
                    {"state", booking::name_of(a.state)},
                    {"collected", a.collected_at.has_value()},
                    {"overdue", call.now > a.ends_at}});
  }
  return list;
}

Json counts_json(const clinic::AreaSession& session, const queue::KeptLine* line) {
  const auto state = [&](booking::AppointmentState wanted) {
    return std::ranges::count(session.appointments, wanted, &booking::Appointment::state);
  };
  Json out{{"appointments", session.appointments.size()},
           {"expected", std::ranges::count_if(session.appointments, is_expected)},
           {"seen", state(booking::AppointmentState::fulfilled)},
           {"absent", state(booking::AppointmentState::noshow)}};
  for (const auto kept : {queue::State::waiting, queue::State::near, queue::State::called,
                          queue::State::serving, queue::State::missed, queue::State::away})
    out[std::string(queue::name_of(kept))] =
        line ? std::ranges::count(line->line.tickets(), kept, &queue::Ticket::state) : 0;
  return out;
}

/// When the last in line will be called, where that may be after the session: a forecast costs
/// some milliseconds, and most lines are far from their end.
std::vector<clinic::Expectation> expected_last(const Services& services, store::Snapshot& snapshot,
                                               const queue::KeptLine& line,
                                               const clinic::AreaSession& session, Instant now) {
  const auto waiting = line.line.order();
  const auto rooms = static_cast<std::int64_t>(std::max<std::size_t>(1, session.rooms.size()));
  const auto work = line.line.rules().planned * static_cast<std::int64_t>(waiting.size()) / rooms;
  if (waiting.empty() || now + 2 * work < session.session.ends_at) return {};
  const auto place = services.waits.place(snapshot, line, waiting.back()->id, now);
  if (!place || !place->forecast) return {};
  return {{waiting.back()->id, place->forecast->middle}};
}

Json warnings_json(const Services& services, store::Snapshot& snapshot, const queue::KeptLine& line,
                   const clinic::AreaSession& session, Instant now) {
  const auto expected = expected_last(services, snapshot, line, session, now);
  Json list = Json::array();
  for (const auto& warning : clinic::warnings_of(line.line, session.session.ends_at, expected, now))
    list.push_back({{"code", clinic::name_of(warning.what)},
                    {"ticketId", to_string(warning.ticket)},
                    {"number", line.line.find(warning.ticket)->number},
                    {"since", services.time.rfc3339(warning.since)}});
  return list;
}

/// Who has waited longest, since when; null: nobody waits.
Json longest_json(const Services& services, const queue::Line& line) {
  const auto waiting = line.order();
  const auto first = std::ranges::min_element(waiting, {}, &queue::Ticket::arrived_at);
  if (first == waiting.end()) return nullptr;
  return {{"number", (*first)->number}, {"since", services.time.rfc3339((*first)->arrived_at)}};
}

/// Who goes before others without an appointment: what the desk may choose from.
Json priorities_json(const Services& services, store::Snapshot& snapshot, SessionId session,
                     Instant now) {
  Json list = Json::array();
  const auto in_force = services.booking.policies->at(now);
  for (const auto& one :
       in_force->rules(booking::whereabouts(snapshot, session).place).line.classes)
    list.push_back({{"code", one.code}, {"name", one.name}, {"nameEn", one.name_en}});
  return list;
}

Json session_facts(const Services& services, store::Snapshot& snapshot,
                   const clinic::AreaSession& view, Instant now) {
  const auto& session = view.session;
  auto department = named(view.department, view.department_en);
  department["id"] = to_string(session.department);
  Json out{{"id", to_string(session.id)},
           {"department", std::move(department)},
           {"kind", named(view.kind, view.kind_en)},
           {"part", booking::name_of(session.part)},
           {"startsAt", services.time.rfc3339(session.starts_at)},
           {"endsAt", services.time.rfc3339(session.ends_at)},
           {"state", booking::name_of(session.state)},
           {"rooms", rooms_json(view.rooms)},
           {"priorities", priorities_json(services, snapshot, session.id, now)}};
  if (session.practitioner) {
    out["practitioner"] = named(view.practitioner, view.practitioner_en);
    out["practitioner"]["title"] = view.title;
    out["practitioner"]["titleEn"] = view.title_en;
  }
  return out;
}

Json session_lines(const Services& services, store::Snapshot& snapshot, const Call& call,
                   const clinic::AreaSession& session) {
  Json out = session_facts(services, snapshot, session, call.now);
  std::vector<PersonId> ids;
  for (const auto& a : session.appointments)
    if (is_expected(a)) ids.push_back(a.person);
  const PeopleShown people(services, snapshot, call, ids);
  out["notices"] = notices_json(services.time, clinic::notices_of(snapshot, session.session.id));
  out["expected"] = expected_json(services, call, session, people);
  const auto id = clinic::line_of(snapshot, session.session.id);
  const auto line = id ? queue::load(snapshot, *id) : std::nullopt;
  out["counts"] = counts_json(session, line ? &*line : nullptr);
  out["lineState"] = line ? Json(queue::name_of(line->state)) : Json(nullptr);
  out["line"] = line ? line_json(services, snapshot, call, *line, session.rooms) : Json(nullptr);
  out["longest"] = line ? longest_json(services, line->line) : Json(nullptr);
  out["warnings"] =
      line ? warnings_json(services, snapshot, *line, session, call.now) : Json::array();
  return out;
}

/// What stands for all of it: whoever has seen the one has seen the other.
std::string version_of(const Json& body) {
  char text[16];
  const auto end =
      std::to_chars(text, text + sizeof text, std::hash<std::string>{}(body.dump()), 16).ptr;
  return {text, end};
}

Result<Json> area_lines(const Services& services, store::Snapshot& snapshot, const Call& call) {
  const auto area = booking::find_area(snapshot, call.id<AreaId>("area"));
  if (!area) return Refusal("not-found").with("what", "area");
  Json sessions = Json::array();
  const auto today = services.time.day_of(call.now);
  for (const auto& session : clinic::area_day(snapshot, area->id, today))
    if (may_run_clinic(services, snapshot, call.principal, session.session.id))
      sessions.push_back(session_lines(services, snapshot, call, session));
  auto named_area = named(area->name, area->name_en);
  named_area["id"] = to_string(area->id);
  Json out{{"area", std::move(named_area)},
           {"date", format_day(today)},
           {"sessions", std::move(sessions)}};
  out["version"] = version_of(out);
  return out;
}

}  // namespace

// A page asks whenever something has happened, and every few seconds besides. What is read is read
// beside the writer; only when there is something new does somebody see it, and that is put on
// record.
LaterAnswer show_area_lines(const Services& services, const Call& call) {
  auto lines = services.database.read(
      [&](store::Snapshot& snapshot) { return area_lines(services, snapshot, call); });
  if (!lines) co_return lines.error();
  if ((*lines)["version"] == call.request.query_or("after", ""))
    co_return http::Response::no_content();
  (*lines)["at"] = services.time.rfc3339(call.now);
  Work record = [&](store::Transaction& tx) -> Result<Json> {
    services.audit.record(tx, call.principal,
                          {.action = "area-lines-seen",
                           .subject = {},
                           .details = {{"area", to_string(call.id<AreaId>("area"))}},
                           .note = {}},
                          call.now);
    return Json();
  };
  if (auto recorded = co_await write(services, call, 204, record); !recorded)
    co_return recorded.error();
  co_return json(200, *lines);
}

}  // namespace yuyue::api
