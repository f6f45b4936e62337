#include <algorithm>

#include "yuyue/queue/line.hpp"

namespace yuyue::queue {
namespace {

std::string clock(Instant t, const HospitalTime& time) {
  return format_minute(time.minute_of(t));
}

}  // namespace

std::vector<Reason> explain(const Line& line, const Ticket& ticket, const HospitalTime& time) {
  Reason due{"due-" + std::string(name_of(ticket.why)), {}};
  due.params["due"] = clock(ticket.rank.due, time);
  due.params["arrived"] = clock(ticket.arrived_at, time);
  if (ticket.slot_start) due.params["slot"] = clock(*ticket.slot_start, time);
  if (!ticket.priority.empty()) due.params["class"] = ticket.priority;
  std::vector<Reason> reasons{std::move(due)};
  if (!ticket.priority.empty() && ticket.why != Due::priority)
    reasons.push_back({"class", {{"class", ticket.priority}}});
  if (ticket.transferred) reasons.push_back({"transferred", {}});
  if (ticket.state == State::near) reasons.push_back({"near", {}});
  if (ticket.state != State::waiting) return reasons;
  if (ticket.returner)
    reasons.push_back({"returner",
                       {{"firsts", std::to_string(line.rules().firsts_per_returner)},
                        {"back", clock(ticket.entered_at, time)}}});
  if (ticket.assigned) reasons.push_back({"assigned", {}});
  const auto order = line.order(ticket.assigned);
  const auto place = std::ranges::find(order, &ticket);
  reasons.push_back({"ahead", {{"n", std::to_string(place - order.begin())}}});
  return reasons;
}

}  // namespace yuyue::queue
