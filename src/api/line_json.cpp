#include "api/line_json.hpp"

#include <algorithm>

namespace yuyue::api {

namespace clinic = booking::clinic;

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
  Json out{{"id", to_string(t.id)},
           {"number", t.number},
           {"state", queue::name_of(t.state)},
           {"appointmentId", to_string(appointment)},
           {"person", std::move(person)},
           {"arrivedAt", time(t.arrived_at)},
           {"due", time(t.rank.due)},
           {"returner", t.returner},
           {"calls", t.calls},
           {"room", room(t.station)},
           {"assignedRoom", room(t.assigned)}};
  if (t.slot_start) out["slotStart"] = time(*t.slot_start);
  if (t.calls > 0) out["calledAt"] = time(t.called_at);
  return out;
}

Json reasons_json(const std::vector<queue::Reason>& reasons) {
  Json list = Json::array();
  for (const auto& reason : reasons)
    list.push_back({{"code", reason.code}, {"params", Json(reason.params)}});
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
  const Board board{services, std::move(rooms)};
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
    item["why"] = reasons_json(queue::explain(kept.line, *tickets[i], services.time));
    items.push_back(std::move(item));
  }
  return {{"id", to_string(kept.id)},
          {"seq", kept.last_event},
          {"promiseMinutes", queue::promise(kept.line.rules()).count()},
          {"items", std::move(items)}};
}

Json rooms_json(const std::vector<clinic::ClinicRoom>& rooms) {
  Json list = Json::array();
  for (const auto& room : rooms) list.push_back({{"id", to_string(room.id)}, {"name", room.name}});
  return list;
}

Json changed_json(const Services& services, store::Snapshot& snapshot, const Call& call,
                  const queue::KeptTicket& kept) {
  const auto id = clinic::appointment_of(kept.subject);
  const auto appointment = booking::find_appointment(snapshot, id).value();
  const PeopleShown people(services, snapshot, call, {appointment.person});
  const Board board{services, clinic::rooms_of(snapshot, appointment.session)};
  return board.ticket(kept.ticket, id, people.of(appointment.person));
}

}  // namespace yuyue::api
