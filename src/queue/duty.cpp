#include "yuyue/queue/forecast.hpp"

namespace yuyue::queue {
namespace {

struct Candidate {
  std::size_t line = 0;
  Instant due{};
  TicketId ticket;
  auto operator<=>(const Candidate&) const = default;
};

// Those before the room have been called by this station already.
const Ticket* head_of(const Line& line, Station station) {
  const auto near = line.near(station);
  return near.empty() ? line.next(station) : near.front();
}

void better(std::optional<Candidate>& best, const Candidate& other) {
  if (!best || std::tie(other.due, other.ticket) < std::tie(best->due, best->ticket)) best = other;
}

}  // namespace

std::optional<std::size_t> choose(std::span<const Line> lines, Station station,
                                  std::span<const Duty> duties, Instant now) {
  std::optional<Candidate> own, idle;
  for (const auto& duty : duties) {
    const auto* head = head_of(lines[duty.line], station);
    if (!head) continue;
    const Candidate candidate{duty.line, head->rank.due + duty.bias, head->id};
    if (!duty.help_after || now - head->entered_at >= *duty.help_after)
      better(own, candidate);
    else if (duty.help_when_idle)
      better(idle, candidate);
  }
  if (own) return own->line;
  if (idle) return idle->line;
  return std::nullopt;
}

}  // namespace yuyue::queue
