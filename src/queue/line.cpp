#include "yuyue/queue/line.hpp"

#include <algorithm>
#include <stdexcept>

namespace yuyue::queue {
namespace {

using Choice = std::vector<const Ticket*>;

constexpr Instant kNever = Instant::max() - std::chrono::hours{48};  // minutes may be added to it

bool before(const Ticket* a, const Ticket* b) {
  return std::tie(a->rank, a->id) < std::tie(b->rank, b->id);
}

bool may_call(const Ticket& ticket, std::optional<Station> station) {
  return !station || !ticket.assigned || ticket.assigned == station;
}

/// Those who wait, as two rows: first visits, and those who come back.
struct Rows {
  Choice firsts, returners;
};

Rows rows_of(std::span<const Ticket> tickets, std::optional<Station> station) {
  Rows rows;
  for (const auto& ticket : tickets)
    if (ticket.state == State::waiting && may_call(ticket, station))
      (ticket.returner ? rows.returners : rows.firsts).push_back(&ticket);
  std::ranges::sort(rows.firsts, before);
  std::ranges::sort(rows.returners, before);
  return rows;
}

// Who comes back keeps the first due time and would come before all others; so their turn is after
// so many first visits. But none of them ever waits behind somebody who is due later than a walk-in
// would be that came when they came back: else the promise would not hold for them.
// `back_since`: when the one of them came back who has waited longest.
bool is_returners_turn(const Ticket* first, const Ticket* returner, Instant back_since,
                       int firsts_since, const LineRules& rules) {
  if (!first || !returner) return returner != nullptr;
  return firsts_since >= rules.firsts_per_returner ||
         back_since + rules.walk_in_allowance <= first->rank.due;
}

const Ticket* head(const Choice& row, std::size_t at) {
  return at < row.size() ? row[at] : nullptr;
}

/// For each place in the row: when the one came back who has waited longest from there on.
std::vector<Instant> waiting_longest(const Choice& returners) {
  std::vector<Instant> since(returners.size() + 1, kNever);
  for (auto i = returners.size(); i-- > 0;)
    since[i] = std::min(since[i + 1], returners[i]->entered_at);
  return since;
}

}  // namespace

const Ticket* Line::find(TicketId id) const {
  const auto found = std::ranges::lower_bound(tickets_, id, {}, &Ticket::id);
  return found != tickets_.end() && found->id == id ? &*found : nullptr;
}

Ticket* Line::get(TicketId id) {
  const auto found = std::ranges::lower_bound(tickets_, id, {}, &Ticket::id);
  if (found == tickets_.end() || found->id != id)
    throw std::logic_error("an event of a ticket that is not in the line");
  return &*found;
}

Choice Line::order(std::optional<Station> station) const {
  const auto rows = rows_of(tickets_, station);
  const auto back_since = waiting_longest(rows.returners);
  Choice order;
  int firsts_since = firsts_since_returner_;
  for (std::size_t f = 0, r = 0; f + r < rows.firsts.size() + rows.returners.size();) {
    const auto *first = head(rows.firsts, f), *returner = head(rows.returners, r);
    const bool back = is_returners_turn(first, returner, back_since[r], firsts_since, rules_);
    order.push_back(back ? returner : first);
    firsts_since = back ? 0 : firsts_since + 1;
    ++(back ? r : f);
  }
  return order;
}

const Ticket* Line::next(std::optional<Station> station) const {
  const Ticket *first = nullptr, *returner = nullptr;
  auto back_since = kNever;
  for (const auto& ticket : tickets_) {
    if (ticket.state != State::waiting || !may_call(ticket, station)) continue;
    auto& best = ticket.returner ? returner : first;
    if (!best || before(&ticket, best)) best = &ticket;
    if (ticket.returner) back_since = std::min(back_since, ticket.entered_at);
  }
  return is_returners_turn(first, returner, back_since, firsts_since_returner_, rules_) ? returner
                                                                                        : first;
}

Choice Line::near(Station station) const {
  Choice row;
  for (const auto& ticket : tickets_)
    if (ticket.state == State::near && ticket.station == station) row.push_back(&ticket);
  std::ranges::sort(row, {}, [](const Ticket* t) { return std::tie(t->called_at, t->id); });
  return row;
}

void Line::take(Ticket& ticket, const Event& event, State state) {
  if (ticket.state == State::waiting) {
    firsts_since_returner_ =
        ticket.returner ? 0 : std::min(firsts_since_returner_ + 1, rules_.firsts_per_returner);
  }
  ticket.state = state;
  ticket.station = event.station;
  ticket.called_at = event.at;
}

void Line::apply(const Event& event) {
  if (!event.ticket.value) return;
  if (event.what == What::joined) {
    tickets_.insert(std::ranges::lower_bound(tickets_, event.ticket, {}, &Ticket::id),
                    event.whole.value());
    return;
  }
  auto& ticket = *get(event.ticket);
  switch (event.what) {
    case What::joined:
    case What::closing:
    case What::reopened:
    case What::closed:
      break;
    case What::beckoned:
      take(ticket, event, State::near);
      ticket.calls = 1;
      break;
    case What::called:
      take(ticket, event, State::called);
      ticket.calls = 1;
      break;
    case What::recalled:
      // Who stands before the room keeps the place among those who do.
      if (ticket.state == State::called) ticket.called_at = event.at;
      ++ticket.calls;
      break;
    case What::started:
      ticket.state = State::serving;
      break;
    case What::finished:
      ticket.state = State::done;
      break;
    case What::missed:
      ticket.state = State::missed;
      ticket.station.reset();
      break;
    case What::returned:
      ticket.rank = event.rank.value();
      ticket.why = Due::missed;
      ticket.returner = false;
      ticket.state = State::waiting;
      ticket.arrived_at = ticket.entered_at = event.at;
      break;
    case What::sent_away:
      ticket.state = State::away;
      ticket.station.reset();
      break;
    case What::came_back:
      ticket.state = State::waiting;
      ticket.station.reset();
      ticket.returner = true;
      ticket.entered_at = event.at;
      break;
    case What::postponed:
    case What::moved:
      ticket.rank = event.rank.value();
      ticket.why = event.what == What::moved ? Due::decision : Due::postponed;
      ticket.returner = event.to_returners;
      ticket.entered_at = event.at;
      ticket.state = State::waiting;
      ticket.station.reset();
      break;
    case What::assigned:
      ticket.assigned = event.station;
      if (ticket.state == State::near) ticket.state = State::waiting;
      ticket.station.reset();
      break;
    case What::left:
      ticket.state = State::left;
      break;
    case What::undone:
      take_back(ticket, event);
      break;
  }
}

void Line::take_back(Ticket& ticket, const Event& event) {
  const bool waits_again =
      ticket.state == State::called && (!event.whole || event.whole->state == State::waiting);
  if (waits_again)
    firsts_since_returner_ =
        ticket.returner ? rules_.firsts_per_returner : std::max(firsts_since_returner_ - 1, 0);
  if (event.whole) {
    ticket = *event.whole;
    return;
  }
  // As slips were kept first: called, started, finished and missed ones only.
  switch (ticket.state) {
    case State::called:
      ticket.state = State::waiting;
      ticket.station.reset();
      ticket.calls = 0;
      return;
    case State::serving:
      ticket.state = State::called;
      return;
    case State::done:
      ticket.state = State::serving;
      return;
    case State::missed:
      ticket.state = State::called;
      ticket.station = event.station;
      return;
    default:
      throw std::logic_error("nothing to take back");
  }
}

void Line::restore(std::vector<Ticket> tickets, int firsts_since_returner) {
  tickets_ = std::move(tickets);
  std::ranges::sort(tickets_, {}, &Ticket::id);
  firsts_since_returner_ = firsts_since_returner;
}

}  // namespace yuyue::queue
