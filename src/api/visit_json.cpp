#include "api/visit_json.hpp"

#include "api/forecast_json.hpp"
#include "api/people_shown.hpp"
#include "yuyue/centre/waits/waits.hpp"

namespace yuyue::api {

CentreNames::CentreNames(store::Snapshot& snapshot) {
  for (const auto& service : centre::services(snapshot))
    services_.emplace(service.id, Json{{"id", to_string(service.id)},
                                       {"name", service.name},
                                       {"nameEn", service.name_en},
                                       {"minutes", service.expected.count()}});
  for (const auto& window : centre::windows(snapshot))
    windows_.emplace(window.id, Json{{"id", to_string(window.id)},
                                     {"name", window.name},
                                     {"nameEn", window.name_en},
                                     {"place", window.place},
                                     {"placeEn", window.place_en}});
}

Json CentreNames::service(ServiceId id) const {
  return services_.at(id);
}

Json CentreNames::window(const std::optional<queue::Station>& station) const {
  if (!station) return nullptr;
  const auto found = windows_.find(ServiceWindowId{station->value});
  return found == windows_.end() ? Json() : found->second;
}

namespace {

Json ticket_json(const Services& services, const CentreNames& names, const queue::Ticket& ticket) {
  Json out{{"id", to_string(ticket.id)},
           {"state", queue::name_of(ticket.state)},
           {"arrivedAt", services.time.rfc3339(ticket.arrived_at)},
           {"due", services.time.rfc3339(ticket.rank.due)},
           {"returner", ticket.returner},
           {"calls", ticket.calls},
           {"window", names.window(ticket.station)},
           {"assignedWindow", names.window(ticket.assigned)}};
  if (ticket.calls > 0) out["calledAt"] = services.time.rfc3339(ticket.called_at);
  return out;
}

/// As it was seen last: nothing is computed here, which may be on the writer's thread.
Json wait_json(const Services& services, const centre::Visit& visit,
               const std::optional<queue::KeptTicket>& ticket) {
  const auto now = services.clock.now();
  const auto board = services.centre_waits.known(now);
  const auto errand = visit.now_at();
  if (!board || !ticket || !errand) return nullptr;
  const auto place = board->place(ticket->ticket, visit.errands[*errand].service);
  if (!place) return nullptr;
  Json out{{"ahead", place->ahead}, {"forecast", nullptr}};
  if (place->forecast) {
    const auto range = centre::waits::range_of(place->forecast->half, now);
    out["fromMinutes"] = range.from.count();
    out["toMinutes"] = range.to.count();
    out["forecast"] = forecast_json(services, *place->forecast);
  }
  return out;
}

}  // namespace

Json visit_json(const Services& services, const CentreNames& names, const centre::Visit& visit,
                const std::optional<queue::KeptTicket>& ticket, Json person) {
  Json errands = Json::array();
  for (const auto& errand : visit.errands)
    errands.push_back({{"service", names.service(errand.service)},
                       {"state", centre::name_of(errand.state)},
                       {"outcome", errand.outcome}});
  return {{"id", to_string(visit.id)},
          {"day", format_day(visit.day)},
          {"number", visit.number},
          {"state", centre::name_of(visit.state)},
          {"how", centre::name_of(visit.how)},
          {"takenAt", services.time.rfc3339(visit.taken_at)},
          {"priority", visit.priority},
          {"proof", visit.proof},
          {"person", std::move(person)},
          {"errands", std::move(errands)},
          {"ticket", ticket ? ticket_json(services, names, ticket->ticket) : Json()},
          {"wait", wait_json(services, visit, ticket)}};
}

Json visits_seen(const Services& services, store::Snapshot& snapshot, const Call& call,
                 const std::vector<centre::Visit>& visits) {
  const CentreNames names(snapshot);
  std::vector<PersonId> ids;
  for (const auto& visit : visits)
    if (visit.person) ids.push_back(*visit.person);
  const PeopleShown people(services, snapshot, call, ids);
  Json items = Json::array();
  for (const auto& visit : visits)
    items.push_back(
        visit_json(services, names, visit,
                   queue::ticket_of(snapshot, {std::string(VisitKind::kPrefix), visit.id.value}),
                   visit.person ? people.of(*visit.person) : Json()));
  return items;
}

Json visit_seen(const Services& services, store::Snapshot& snapshot, const Call& call,
                const centre::Visit& visit) {
  return visits_seen(services, snapshot, call, {visit}).front();
}

}  // namespace yuyue::api
