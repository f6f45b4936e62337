#include "api/line_json.hpp"

#include <algorithm>

#include "api/notices_json.hpp"
#include "yuyue/booking/clinic/calling.hpp"
#include "yuyue/booking/clinic/priority.hpp"
#include "yuyue/booking/policy/live.hpp"

namespace yuyue::api {

namespace clinic = booking::clinic;

namespace {

/// {code, name, nameEn}; a class the rules no longer know by its code alone.
Json class_json(const Services& services, const std::string& code, Instant now) {
  if (code.empty()) return nullptr;
  const auto in_force = services.booking.policies->at(now);
  const auto* found = clinic::class_named(in_force->policy, code);
  return {{"code", code},
          {"name", found ? found->name : code},
          {"nameEn", found ? found->name_en : code}};
}

Json calling_json(const Json& person) {
  std::set<std::string> needs;
  if (person.contains("needs")) needs = person.at("needs").get<std::set<std::string>>();
  const auto calling = clinic::calling_for(needs);
  return {{"times", calling.times},
          {"slowly", calling.slowly},
          {"english", calling.english},
          {"fetch", calling.fetch},
          {"patienceSeconds", calling.patience.count()}};
}

/// Where somebody may be handed to: whose, when, and in which rooms.
Json other_session_json(const Services& services, store::Snapshot& snapshot, SessionId id) {
  const auto session = booking::find_session(snapshot, id).value();
  Json out{{"id", to_string(id)},
           {"part", booking::name_of(session.part)},
           {"startsAt", services.time.rfc3339(session.starts_at)},
           {"endsAt", services.time.rfc3339(session.ends_at)},
           {"practitioner", nullptr},
           {"rooms", rooms_json(clinic::rooms_of(snapshot, id))}};
  if (session.practitioner)
    if (const auto who = booking::find_practitioner(snapshot, *session.practitioner))
      out["practitioner"] = {
          {"id", to_string(who->id)}, {"name", who->name}, {"nameEn", who->name_en}};
  return out;
}

}  // namespace

Json Board::room(const std::optional<queue::Station>& station) const {
  if (!station) return nullptr;
  const auto found = std::ranges::find(rooms, RoomId{station->value}, &clinic::ClinicRoom::id);
  if (found == rooms.end()) return nullptr;
  return {{"id", to_string(found->id)}, {"name", found->name}};
}

Json Board::ticket(const queue::Ticket& t, AppointmentId appointment, Json person) const {
  const auto time = [&](Instant at) {
    return services.time.rfc3339(at);
  };
  auto calling = calling_json(person);
  Json out{{"id", to_string(t.id)},
           {"number", t.number},
           {"state", queue::name_of(t.state)},
           {"appointmentId", to_string(appointment)},
           {"person", std::move(person)},
           {"arrivedAt", time(t.arrived_at)},
           {"due", time(t.rank.due)},
           {"returner", t.returner},
           {"walkIn", !t.slot_start},
           {"transferred", t.transferred},
           {"priority", class_json(services, t.priority, now)},
           {"calling", std::move(calling)},
           {"calls", t.calls},
           {"room", room(t.station)},
           {"assignedRoom", room(t.assigned)}};
  if (t.slot_start) out["slotStart"] = time(*t.slot_start);
  if (t.calls > 0) out["calledAt"] = time(t.called_at);
  return out;
}

Json reasons_json(const Services& services, const std::vector<queue::Reason>& reasons,
                  Instant now) {
  Json list = Json::array();
  for (const auto& reason : reasons) {
    Json params(reason.params);
    if (const auto found = reason.params.find("class"); found != reason.params.end()) {
      const auto named = class_json(services, found->second, now);
      params["class"] = named.at("name");
      const auto english = named.at("nameEn").get<std::string>();
      params["classEn"] = english.empty() ? named.at("name").get<std::string>() : english;
    }
    list.push_back({{"code", reason.code}, {"params", std::move(params)}});
  }
  return list;
}

std::vector<const queue::Ticket*> in_order(const queue::Line& line) {
  auto list = line.order();
  const auto waiting = list.size();
  for (const auto& ticket : line.tickets())
    if (ticket.state != queue::State::waiting) list.push_back(&ticket);
  std::sort(list.begin() + static_cast<std::ptrdiff_t>(waiting), list.end(),
            [](const auto* a, const auto* b) {
              return std::tie(a->called_at, a->id) < std::tie(b->called_at, b->id);
            });
  return list;
}

Json line_json(const Services& services, store::Snapshot& snapshot, const Call& call,
               const queue::KeptLine& kept, std::vector<clinic::ClinicRoom> rooms) {
  const Board board{services, std::move(rooms), call.now};
  const auto tickets = in_order(kept.line);
  std::vector<AppointmentId> appointments;
  std::vector<PersonId> ids;
  for (const auto* ticket : tickets) {
    appointments.push_back(clinic::appointment_of(kept.subjects.at(ticket->id)));
    ids.push_back(booking::find_appointment(snapshot, appointments.back())->person);
  }
  const PeopleShown people(services, snapshot, call, ids);
  Json items = Json::array();
  for (std::size_t i = 0; i < tickets.size(); ++i) {
    auto item = board.ticket(*tickets[i], appointments[i], people.of(ids[i]));
    item["why"] =
        reasons_json(services, queue::explain(kept.line, *tickets[i], services.time), call.now);
    items.push_back(std::move(item));
  }
  return {{"id", to_string(kept.id)},
          {"seq", kept.last_event},
          {"state", queue::name_of(kept.state)},
          {"nearPlaces", kept.line.rules().near_room},
          {"notSeen", clinic::count_not_seen(snapshot, SessionId{kept.owner.id})},
          {"promiseMinutes", queue::promise(kept.line.rules()).count()},
          {"items", std::move(items)}};
}

Json rooms_json(const std::vector<clinic::ClinicRoom>& rooms) {
  Json list = Json::array();
  for (const auto& room : rooms) list.push_back({{"id", to_string(room.id)}, {"name", room.name}});
  return list;
}

Json session_line_json(const Services& services, store::Snapshot& snapshot, const Call& call,
                       SessionId session) {
  auto rooms = clinic::rooms_of(snapshot, session);
  Json out{{"sessionId", to_string(session)},
           {"rooms", rooms_json(rooms)},
           {"notices", notices_json(services.time, clinic::notices_of(snapshot, session))},
           {"line", nullptr}};
  auto& others = out["takingOver"] = Json::array();
  for (const auto other : clinic::taking_over(snapshot, session, call.now))
    others.push_back(other_session_json(services, snapshot, other));
  if (const auto line = clinic::line_of(snapshot, session))
    out["line"] =
        line_json(services, snapshot, call, queue::load(snapshot, *line).value(), std::move(rooms));
  return out;
}

Json changed_json(const Services& services, store::Snapshot& snapshot, const Call& call,
                  const queue::KeptTicket& kept) {
  const auto id = clinic::appointment_of(kept.subject);
  const auto appointment = booking::find_appointment(snapshot, id).value();
  const PeopleShown people(services, snapshot, call, {appointment.person});
  const auto session = clinic::session_of(snapshot, kept.line);
  const Board board{services, clinic::rooms_of(snapshot, session), call.now};
  return board.ticket(kept.ticket, id, people.of(appointment.person));
}

}  // namespace yuyue::api
