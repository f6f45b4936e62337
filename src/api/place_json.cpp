#include "api/place_json.hpp"

#include <algorithm>

#include "api/forecast_json.hpp"
#include "api/line_json.hpp"
#include "api/notices_json.hpp"
#include "api/postponements.hpp"

namespace yuyue::api {

namespace clinic = booking::clinic;

namespace {

/// What of a session's notices concerns somebody who waits: which rooms pause, by name.
Json notices_told(const HospitalTime& time, const clinic::Notices& notices,
                  const std::vector<clinic::ClinicRoom>& rooms) {
  auto all = notices_json(time, notices);
  Json out{{"delay", std::move(all["delay"])}, {"pauses", Json::array()}};
  for (auto& pause : all["pauses"]) {
    const auto id = pause["roomId"].get<std::string>();
    const auto room =
        std::ranges::find_if(rooms, [&](const auto& one) { return to_string(one.id) == id; });
    if (room == rooms.end()) continue;
    pause["room"] = room->name;
    pause.erase("roomId");
    out["pauses"].push_back(std::move(pause));
  }
  return out;
}

}  // namespace

Json waiting_areas_json(store::Snapshot& snapshot, SessionId session) {
  Json list = Json::array();
  for (const auto id : booking::areas_of_session(snapshot, session))
    if (const auto area = booking::find_area(snapshot, id))
      list.push_back({{"name", area->name}, {"nameEn", area->name_en}});
  return list;
}

PlacesShown::Common& PlacesShown::common(SessionId session) {
  const auto [at, is_new] = common_.try_emplace(session);
  auto& common = at->second;
  if (!is_new) return common;
  common.rooms = clinic::rooms_of(snapshot_, session);
  if (const auto line = clinic::line_of(snapshot_, session))
    common.line = queue::load(snapshot_, *line);
  common.notices =
      notices_told(services_.time, clinic::notices_of(snapshot_, session), common.rooms);
  common.areas = waiting_areas_json(snapshot_, session);
  return common;
}

void PlacesShown::add_ticket(const queue::Ticket& ticket, const Common& common, Json& out) {
  const Board board{services_, common.rooms, now_};
  out["state"] = queue::name_of(ticket.state);
  out["number"] = ticket.number;
  out["arrivedAt"] = services_.time.rfc3339(ticket.arrived_at);
  out["due"] = services_.time.rfc3339(ticket.rank.due);
  out["room"] = board.room(ticket.station);
  out["calls"] = ticket.calls;
  if (ticket.calls > 0) out["calledAt"] = services_.time.rfc3339(ticket.called_at);
  if (ticket.state != queue::State::missed) return;
  const auto& rules = common.line.value().line.rules();
  out["missedBackMinutes"] = (rules.missed_steps * rules.planned).count();
}

void PlacesShown::add_place(const queue::Ticket& ticket, const Common& common, Json& out) {
  if (!queue::is_open(ticket.state)) return;
  const auto& line = common.line.value();
  if (with_forecasts_) {
    const auto place = services_.waits.place(snapshot_, line, ticket.id, now_);
    if (!place) return;
    out.update(place_ahead_json(services_, *place));
  } else {
    const auto ahead = clinic::ahead_of(line.line, ticket.id);
    if (!ahead) return;
    out["ahead"] = *ahead;
  }
  out["postponementsLeft"] = postponements_left(snapshot_, ticket.id);
}

std::optional<Json> PlacesShown::again(const Json& last, SessionId session, AppointmentId id) {
  if (!last.contains("number") || last["sessionId"] != to_string(session)) return std::nullopt;
  auto& told = common(session);
  if (!told.line) return std::nullopt;
  if (told.tickets.empty()) {
    told.ahead = clinic::all_ahead(told.line->line);
    for (const auto& ticket : told.line->line.tickets())
      told.tickets.emplace(clinic::appointment_of(told.line->subjects.at(ticket.id)), &ticket);
  }
  const auto ticket = told.tickets.find(id);
  if (ticket == told.tickets.end()) return std::nullopt;
  Json out = last;
  for (const auto* gone : {"calledAt", "missedBackMinutes"}) out.erase(gone);
  out["at"] = services_.time.rfc3339(now_);
  out.update(told.notices);
  add_ticket(*ticket->second, told, out);
  if (const auto ahead = told.ahead.find(ticket->second->id); ahead != told.ahead.end()) {
    out["ahead"] = ahead->second;
    return out;
  }
  for (const auto* gone : {"ahead", "postponementsLeft"}) out.erase(gone);
  out["forecast"] = nullptr;
  return out;
}

Json PlacesShown::of(const booking::Appointment& a) {
  const auto kept = queue::ticket_of(snapshot_, {"appointment", a.id.value});
  // A ticket may have been transferred to a colleague's line.
  const auto session = kept ? clinic::session_of(snapshot_, kept->line) : a.session;
  const auto& told = common(session);
  Json out{{"appointmentId", to_string(a.id)},
           {"sessionId", to_string(session)},
           {"at", services_.time.rfc3339(now_)},
           {"forecast", nullptr},
           {"areas", told.areas}};
  out.update(told.notices);
  if (kept) {
    add_ticket(kept->ticket, told, out);
    add_place(kept->ticket, told, out);
    return out;
  }
  const bool expected = a.state == booking::AppointmentState::booked &&
                        a.day == services_.time.day_of(now_) && now_ < a.ends_at;
  out["state"] = expected ? "expected" : "none";
  if (!expected || !with_forecasts_) return out;
  if (const auto forecast = services_.waits.if_they_come(snapshot_, a, now_))
    out["forecast"] = forecast_json(services_, *forecast);
  return out;
}

}  // namespace yuyue::api
