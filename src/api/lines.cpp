// A session's waiting line: who is in it, and calling them.
#include <algorithm>

#include "api/handlers.hpp"
#include "api/people_shown.hpp"
#include "yuyue/booking/clinic/clinic_day.hpp"

namespace yuyue::api {

namespace clinic = booking::clinic;

namespace {

constexpr std::size_t kReason = 200;
constexpr std::int64_t kMostEvents = 1'000'000'000;

/// What is needed to show a line's tickets.
struct Board {
  const Services& services;
  std::vector<clinic::ClinicRoom> rooms;

  Json room(const std::optional<queue::Station>& station) const {
    if (!station) return nullptr;
    const auto found = std::ranges::find(rooms, RoomId{station->value}, &clinic::ClinicRoom::id);
    if (found == rooms.end()) return nullptr;
    return {{"id", to_string(found->id)}, {"name", found->name}};
  }
  Json ticket(const queue::Ticket& t, AppointmentId appointment, Json person) const {
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
};

Json reasons_json(const std::vector<queue::Reason>& reasons) {
  Json list = Json::array();
  for (const auto& reason : reasons)
    list.push_back({{"code", reason.code}, {"params", Json(reason.params)}});
  return list;
}

/// Those who wait in their order; then the others, as they were called.
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

}  // namespace

LaterAnswer show_line(const Services& services, const Call& call) {
  const auto after = query_integer(call.request, "after", 0, 0, kMostEvents);
  if (!after) co_return after.error();
  const auto session = call.id<SessionId>("session");
  // A page asks every few seconds. Only when there is something new does somebody see it, and only
  // that is put on record.
  const bool seen_all = *after > 0 && services.database.read([&](store::Snapshot& snapshot) {
    const auto line = clinic::line_of(snapshot, session);
    return line && queue::last_event(snapshot, *line) == *after;
  });
  if (seen_all) co_return http::Response::no_content();
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    if (!booking::find_session(tx, session)) return Refusal("not-found").with("what", "session");
    auto rooms = clinic::rooms_of(tx, session);
    Json out{{"sessionId", to_string(session)}, {"rooms", rooms_json(rooms)}};
    const auto line = clinic::line_of(tx, session);
    if (!line) {
      out["line"] = nullptr;
      return out;
    }
    services.audit.record(tx, call.principal,
                          {.action = "line-seen",
                           .subject = {},
                           .details = {{"session", to_string(session)}},
                           .note = {}},
                          call.now);
    out["line"] = line_json(services, tx, call, queue::load(tx, *line).value(), std::move(rooms));
    return out;
  };
  co_return co_await write(services, call, 200, work);
}

LaterAnswer call_patient(const Services& services, const Call& call) {
  Input in(call.request);
  const auto room = in.id<RoomId>("roomId");
  const auto ticket = in.maybe_id<TicketId>("ticketId");
  const auto reason = in.maybe_text("reason", kReason).value_or("");
  if (auto bad = in.finish()) co_return *bad;
  const auto session = call.id<SessionId>("session");
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto called =
        services.clinic_day.call(tx, session, room, ticket, reason, call.actor(), call.now);
    if (!called) return called.error();
    return changed_json(services, tx, call, *called);
  };
  co_return co_await write_once(services, call, 201, work);
}

LaterAnswer step_ticket(const Services& services, const Call& call) {
  Input in(call.request);
  clinic::Step step;
  step.what = in.one_of("step", &clinic::step_from);
  step.reason = in.maybe_text("reason", kReason).value_or("");
  step.other = in.maybe_id<TicketId>("other");
  step.room = in.maybe_id<RoomId>("roomId");
  step.later = std::chrono::minutes{in.maybe_integer("minutes", 1, 240).value_or(15)};
  if (auto bad = in.finish()) co_return *bad;
  const auto ticket = call.id<TicketId>("ticket");
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto done = services.clinic_day.step(tx, ticket, step, call.actor(), call.now);
    if (!done) return done.error();
    return changed_json(services, tx, call, *done);
  };
  co_return co_await write_once(services, call, 200, work);
}

}  // namespace yuyue::api
