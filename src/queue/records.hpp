#pragma once
#include "yuyue/queue/lines.hpp"

namespace yuyue::queue::records {

void insert_line(store::Transaction& tx, const KeptLine& line);
void update_line(store::Transaction& tx, const KeptLine& line);
void insert_ticket(store::Transaction& tx, LineId line, const Reference& subject,
                   const Ticket& ticket);
/// Throws std::logic_error unless the ticket is still in the state it was read in.
void update_ticket(store::Transaction& tx, const Ticket& ticket, State was);
void insert_event(store::Transaction& tx, LineId line, const KeptEvent& event);

/// Whether anybody else of this line has or had the number.
bool has_number(store::Snapshot& snapshot, LineId line, const std::string& number,
                const Reference& but);
bool is_in_line(store::Snapshot& snapshot, LineId line, const Reference& subject);
/// That few are ahead of somebody. False: they have been told before.
bool note_nearing(store::Transaction& tx, TicketId ticket, Instant now);
int purge_nearing(store::Transaction& tx, Instant before, int limit);
std::vector<LineId> unfinished_lines(store::Snapshot& snapshot);
std::vector<Ticket> all_tickets(store::Snapshot& snapshot, LineId line);

}  // namespace yuyue::queue::records
