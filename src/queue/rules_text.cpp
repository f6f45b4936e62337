#include "queue/rules_text.hpp"

#include <nlohmann/json.hpp>

namespace yuyue::queue {
namespace {

using Json = nlohmann::json;

template <class T>
Json maybe(const std::optional<T>& value, std::int64_t (*number)(T)) {
  return value ? Json(number(*value)) : Json(nullptr);
}
std::int64_t number_of(Station station) {
  return station.value;
}

}  // namespace

std::string to_text(const LineRules& rules) {
  Json classes = Json::object();
  for (const auto& [name, allowance] : rules.class_allowances) classes[name] = allowance.count();
  return Json{{"walkInAllowance", rules.walk_in_allowance.count()},
              {"classAllowances", classes},
              {"latePenalty", rules.late_penalty.count()},
              {"early", rules.early.count()},
              {"onTime", rules.on_time.count()},
              {"callsBeforeMissed", rules.calls_before_missed},
              {"missedSteps", rules.missed_steps},
              {"planned", rules.planned.count()},
              {"firstsPerReturner", rules.firsts_per_returner},
              {"nearRoom", rules.near_room}}
      .dump();
}

LineRules rules_from_text(const std::string& text) {
  const auto json = Json::parse(text);
  const auto span = [&](const char* name) {
    return minutes{json.at(name).get<int>()};
  };
  LineRules rules;
  rules.walk_in_allowance = span("walkInAllowance");
  for (const auto& [name, allowance] : json.at("classAllowances").items())
    rules.class_allowances[name] = minutes{allowance.get<int>()};
  rules.late_penalty = span("latePenalty");
  rules.early = span("early");
  rules.on_time = span("onTime");
  rules.calls_before_missed = json.at("callsBeforeMissed").get<int>();
  rules.missed_steps = json.at("missedSteps").get<int>();
  rules.planned = span("planned");
  rules.firsts_per_returner = json.at("firstsPerReturner").get<int>();
  rules.near_room = json.at("nearRoom").get<int>();
  return rules;
}

std::string to_text(const Ticket& ticket) {
  return Json{{"number", ticket.number},
              {"priority", ticket.priority},
              {"slotStart", maybe(ticket.slot_start, &to_millis)},
              {"arrivedAt", to_millis(ticket.arrived_at)},
              {"due", to_millis(ticket.rank.due)},
              {"sequence", ticket.rank.sequence},
              {"since", to_millis(ticket.rank.since)},
              {"why", name_of(ticket.why)},
              {"assigned", maybe(ticket.assigned, &number_of)},
              {"extraCalls", ticket.extra_calls},
              {"enteredAt", to_millis(ticket.entered_at)},
              {"returner", ticket.returner},
              {"state", name_of(ticket.state)},
              {"transferred", ticket.transferred},
              {"station", maybe(ticket.station, &number_of)},
              {"calledAt", to_millis(ticket.called_at)},
              {"calls", ticket.calls}}
      .dump();
}

Ticket ticket_from_text(TicketId id, const std::string& text) {
  const auto json = Json::parse(text);
  const auto instant = [&](const char* name) {
    return from_millis(json.at(name).get<std::int64_t>());
  };
  Ticket ticket;
  ticket.id = id;
  ticket.number = json.at("number").get<std::string>();
  ticket.priority = json.at("priority").get<std::string>();
  if (!json.at("slotStart").is_null()) ticket.slot_start = instant("slotStart");
  ticket.arrived_at = ticket.entered_at = instant("arrivedAt");
  ticket.rank = {instant("due"), json.at("sequence").get<int>(), instant("since")};
  ticket.why = due_from(json.at("why").get<std::string>()).value();
  if (!json.at("assigned").is_null())
    ticket.assigned = Station{json.at("assigned").get<std::int64_t>()};
  if (!json.contains("extraCalls")) return ticket;  // as it was first kept
  ticket.extra_calls = json.at("extraCalls").get<int>();
  ticket.entered_at = instant("enteredAt");
  ticket.returner = json.at("returner").get<bool>();
  ticket.state = state_from(json.at("state").get<std::string>()).value();
  ticket.transferred = json.at("transferred").get<bool>();
  if (!json.contains("calls")) return ticket;  // as it was kept before slips were
  if (!json.at("station").is_null())
    ticket.station = Station{json.at("station").get<std::int64_t>()};
  ticket.called_at = instant("calledAt");
  ticket.calls = json.at("calls").get<int>();
  return ticket;
}

}  // namespace yuyue::queue
