#pragma once
#include <string>

#include "yuyue/queue/model.hpp"

namespace yuyue::queue {

// As kept in the file. Written and read by this program alone.
std::string to_text(const LineRules& rules);
LineRules rules_from_text(const std::string& text);
std::string to_text(const Ticket& ticket);
Ticket ticket_from_text(TicketId id, const std::string& text);

}  // namespace yuyue::queue
