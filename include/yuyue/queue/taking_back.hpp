#pragma once
#include "yuyue/queue/lines.hpp"

// A slip of the finger is taken back: whatever was done last with a ticket, it is again as it was
// before. Both stay in the line's history.
namespace yuyue::queue {

/// A ticket's own history, in order.
std::vector<KeptEvent> events_of(store::Snapshot& snapshot, TicketId ticket);

/// What was done last with a ticket, and as it was before.
struct LastStep {
  KeptEvent event;
  Ticket before;
};
/// Sent away and assigned to a station at once is one step. None: they have only joined.
std::optional<LastStep> last_step(const std::vector<KeptEvent>& history);

/// The ticket as it was. Refusals: not-in-line; still-called, where the station that had it has
/// called somebody else by now.
Result<Event> take_back(const Line& line, const Ticket& before, Instant now);

}  // namespace yuyue::queue
