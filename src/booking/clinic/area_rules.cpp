#include <algorithm>

#include "yuyue/booking/clinic/area_day.hpp"
#include "yuyue/core/words.hpp"

namespace yuyue::booking::clinic {
namespace {

constexpr Words<3> kWarnings{"over-promise", "behind", "past-end"};

const queue::Ticket* longest_waiting(const std::vector<const queue::Ticket*>& waiting) {
  const auto first = std::ranges::min_element(
      waiting, [](const auto* a, const auto* b) { return a->arrived_at < b->arrived_at; });
  return first == waiting.end() ? nullptr : *first;
}

}  // namespace

std::string_view name_of(Warning::What what) {
  return word_of(kWarnings, what);
}

std::vector<Warning> warnings_of(const queue::Line& line, Instant session_ends,
                                 std::span<const Expectation> expected, Instant now) {
  std::vector<Warning> found;
  const auto waiting = line.order();
  const auto* longest = longest_waiting(waiting);
  if (longest && now - longest->arrived_at > queue::promise(line.rules()))
    found.push_back({Warning::What::over_promise, longest->id, longest->arrived_at});
  if (!waiting.empty()) {
    // Whoever comes back, from examinations or after a missed call, waits from then on.
    const auto& next = *waiting.front();
    const auto since = std::max(next.rank.due, next.entered_at);
    if (now - since > kBehind) found.push_back({Warning::What::behind, next.id, since});
  }
  const auto last = std::ranges::max_element(expected, {}, &Expectation::at);
  if (last != expected.end() && last->at > session_ends)
    found.push_back({Warning::What::past_end, last->ticket, last->at});
  return found;
}

}  // namespace yuyue::booking::clinic
