#include "yuyue/queue/nearing.hpp"

#include <algorithm>
#include <set>

#include "queue/records.hpp"

namespace yuyue::queue {
namespace {

using Row = std::vector<const Ticket*>;

/// Those who wait with so few before them; each line and each station is ordered only once.
std::map<TicketId, int> nearly_there(const Line& line, int few) {
  std::map<TicketId, int> found;
  std::set<Station> assigned_to;
  const auto add = [&](const Row& row, std::optional<Station> station) {
    auto ahead = static_cast<int>(std::ranges::count_if(line.tickets(), [&](const auto& ticket) {
      return ticket.state == State::near && (!station || ticket.station == station);
    }));
    for (const auto* ticket : row) {
      if (ahead > few) return;
      if (ticket->assigned == station) found.emplace(ticket->id, ahead);
      ++ahead;
    }
  };
  for (const auto& ticket : line.tickets())
    if (ticket.state == State::waiting && ticket.assigned) assigned_to.insert(*ticket.assigned);
  add(line.order(), std::nullopt);
  for (const auto station : assigned_to) add(line.order(station), station);
  return found;
}

}  // namespace

void Nearing::happening(store::Transaction& tx, const KeptLine& line, const Happening& what) {
  const auto& event = what.event;
  if (event.what != What::called && event.what != What::beckoned) return;
  if (event.what == What::called) listener_.called(tx, line, what.ticket, event.at);
  const int few = few_(tx);
  if (few <= 0) return;
  for (const auto& [ticket, ahead] : nearly_there(line.line, few))
    if (records::note_nearing(tx, ticket, event.at))
      listener_.few_ahead(tx, line, *line.line.find(ticket), ahead, event.at);
}

int purge_nearing(store::Transaction& tx, Instant now) {
  return records::purge_nearing(tx, now - date::days{60}, 500);
}

}  // namespace yuyue::queue
