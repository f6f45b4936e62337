#include "yuyue/queue/taking_back.hpp"

namespace yuyue::queue {
namespace {

/// Where the last step begins: whoever is parked is also assigned to whoever has their papers.
std::size_t begin_of_last(const std::vector<KeptEvent>& history) {
  const auto last = history.size() - 1;
  if (last == 0 || history[last].event.what != What::assigned) return last;
  const auto& before = history[last - 1];
  const bool parked = before.event.what == What::sent_away &&
                      before.event.at == history[last].event.at && before.by == history[last].by;
  return parked ? last - 1 : last;
}

}  // namespace

std::optional<LastStep> last_step(const std::vector<KeptEvent>& history) {
  if (history.size() < 2) return std::nullopt;
  const auto begin = begin_of_last(history);
  Line line;
  for (std::size_t i = 0; i < begin; ++i) line.apply(history[i].event);
  return LastStep{history[begin], line.tickets().front()};
}

Result<Event> take_back(const Line& line, const Ticket& before, Instant now) {
  auto event = line.undo(before.id, before.station.value_or(Station{}), now);
  if (event) event->whole = before;
  return event;
}

}  // namespace yuyue::queue
