// What may be done with a line now, each as an event; nothing here changes it.
#include <algorithm>

#include "yuyue/queue/line.hpp"

namespace yuyue::queue {
namespace {

Event event_of(const Ticket& ticket, What what, Instant now) {
  Event event;
  event.ticket = ticket.id;
  event.what = what;
  event.at = now;
  return event;
}

Ticket carried(Ticket ticket, const Joining& joining) {
  ticket.id = joining.id;
  ticket.number = joining.number;
  ticket.assigned = joining.assigned;
  ticket.station.reset();
  ticket.called_at = {};
  ticket.calls = 0;
  ticket.transferred = true;
  if (ticket.state != State::missed && ticket.state != State::away) ticket.state = State::waiting;
  return ticket;
}

Ticket new_ticket(const Joining& joining, const LineRules& rules, Instant now) {
  const auto [due, why] = due_of(joining, rules, now);
  Ticket ticket;
  ticket.id = joining.id;
  ticket.number = joining.number;
  ticket.priority = joining.priority;
  ticket.slot_start = joining.slot_start;
  ticket.arrived_at = ticket.entered_at = now;
  ticket.rank = {due, joining.sequence > 0 ? joining.sequence : Rank::kWalkIn, now};
  ticket.why = why;
  ticket.assigned = joining.assigned;
  ticket.extra_calls = joining.extra_calls;
  return ticket;
}

}  // namespace

Result<Event> Line::join(const Joining& joining, Instant now) const {
  if (find(joining.id)) return Refusal("already-in-line");
  auto ticket =
      joining.carried ? carried(*joining.carried, joining) : new_ticket(joining, rules_, now);
  auto event = event_of(ticket, What::joined, now);
  event.decision = joining.carried.has_value();
  event.whole = std::move(ticket);
  return event;
}

Result<Event> Line::beckon(Station station, Instant now) const {
  if (rules_.near_room == 0) return Refusal("no-near-place");
  if (static_cast<int>(near(station).size()) >= rules_.near_room) return Refusal("near-full");
  const auto* ticket = next(station);
  if (!ticket) return Refusal("nobody-waits");
  auto event = event_of(*ticket, What::beckoned, now);
  event.station = station;
  return event;
}

std::optional<Refusal> Line::still_called(Station station) const {
  for (const auto& ticket : tickets_)
    if (ticket.state == State::called && ticket.station == station)
      return Refusal("still-called").with("number", ticket.number);
  return std::nullopt;
}

Result<Event> Line::call(Station station, Instant now) const {
  if (auto refusal = still_called(station)) return *std::move(refusal);
  const auto beckoned = near(station);
  const auto* ticket = beckoned.empty() ? next(station) : beckoned.front();
  if (!ticket) return Refusal("nobody-waits");
  auto event = event_of(*ticket, What::called, now);
  event.station = station;
  return event;
}

Result<Event> Line::call(TicketId id, Station station, Instant now) const {
  if (auto refusal = still_called(station)) return *std::move(refusal);
  const auto found = in_state(id, {State::waiting, State::near});
  if (!found) return found.error();
  const auto by_rule = call(station, now);
  auto event = event_of(**found, What::called, now);
  event.station = station;
  event.decision = !by_rule || by_rule->ticket != id;
  return event;
}

Result<const Ticket*> Line::in_state(TicketId id, std::initializer_list<State> states) const {
  const auto* ticket = find(id);
  if (!ticket) return Refusal("not-in-line");
  if (std::ranges::find(states, ticket->state) == states.end())
    return Refusal("wrong-state").with("state", name_of(ticket->state));
  return ticket;
}

Result<Event> Line::recall(TicketId id, Instant now) const {
  const auto ticket = in_state(id, {State::called, State::near});
  if (!ticket) return ticket.error();
  return event_of(**ticket, What::recalled, now);
}

Result<Event> Line::start(TicketId id, Instant now) const {
  const auto ticket = in_state(id, {State::called});
  if (!ticket) return ticket.error();
  return event_of(**ticket, What::started, now);
}

Result<Event> Line::finish(TicketId id, Instant now) const {
  const auto ticket = in_state(id, {State::called, State::serving});
  if (!ticket) return ticket.error();
  return event_of(**ticket, What::finished, now);
}

Result<Event> Line::miss(TicketId id, Instant now) const {
  const auto ticket = in_state(id, {State::called, State::near});
  if (!ticket) return ticket.error();
  const int needed = rules_.calls_before_missed + (*ticket)->extra_calls;
  if ((*ticket)->calls < needed)
    return Refusal("not-called-enough")
        .with("calls", std::to_string((*ticket)->calls))
        .with("needed", std::to_string(needed));
  return event_of(**ticket, What::missed, now);
}

Result<Event> Line::come_back_missed(TicketId id, Instant now) const {
  const auto ticket = in_state(id, {State::missed});
  if (!ticket) return ticket.error();
  auto event = event_of(**ticket, What::returned, now);
  event.rank = Rank{now + rules_.missed_steps * rules_.planned, (*ticket)->rank.sequence, now};
  return event;
}

Result<Event> Line::send_away(TicketId id, Instant now) const {
  const auto ticket = in_state(id, {State::called, State::serving});
  if (!ticket) return ticket.error();
  return event_of(**ticket, What::sent_away, now);
}

// Doctors also finish a visit when they order examinations; then it goes on with the results.
Result<Event> Line::come_back(TicketId id, Instant now) const {
  const auto ticket = in_state(id, {State::away, State::done});
  if (!ticket) return ticket.error();
  return event_of(**ticket, What::came_back, now);
}

Result<Event> Line::postpone(TicketId id, minutes by, Instant now) const {
  const auto ticket = in_state(id, {State::waiting, State::near});
  if (!ticket) return ticket.error();
  auto event = event_of(**ticket, What::postponed, now);
  event.rank = (*ticket)->rank;
  event.rank->due = std::max((*ticket)->rank.due, now) + by;
  return event;
}

Result<Event> Line::move_before(TicketId id, TicketId other, Instant now) const {
  return move(id, other, -std::chrono::milliseconds{1}, now);
}

Result<Event> Line::move_after(TicketId id, TicketId other, Instant now) const {
  return move(id, other, std::chrono::milliseconds{1}, now);
}

Result<Event> Line::move(TicketId id, TicketId other, std::chrono::milliseconds step,
                         Instant now) const {
  const auto ticket = in_state(id, {State::waiting, State::near});
  if (!ticket) return ticket.error();
  const auto place = in_state(other, {State::waiting});
  if (!place) return place.error();
  auto event = event_of(**ticket, What::moved, now);
  event.rank = (*place)->rank;
  event.rank->since += step;
  event.to_returners = (*place)->returner;
  event.decision = true;
  return event;
}

Result<Event> Line::assign(TicketId id, std::optional<Station> station, Instant now) const {
  const auto ticket = in_state(id, {State::waiting, State::near, State::missed, State::away});
  if (!ticket) return ticket.error();
  auto event = event_of(**ticket, What::assigned, now);
  event.station = station;
  event.decision = true;
  return event;
}

Result<Event> Line::undo(TicketId id, Station station, Instant now) const {
  const auto* ticket = find(id);
  if (!ticket) return Refusal("not-in-line");
  if (ticket->state != State::called)
    if (auto refusal = still_called(station)) return *std::move(refusal);
  auto event = event_of(*ticket, What::undone, now);
  event.station = station;
  return event;
}

Result<Event> Line::leave(TicketId id, Instant now) const {
  const auto ticket = in_state(
      id, {State::waiting, State::near, State::called, State::serving, State::missed, State::away});
  if (!ticket) return ticket.error();
  return event_of(**ticket, What::left, now);
}

}  // namespace yuyue::queue
