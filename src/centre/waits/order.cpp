#include "yuyue/centre/waits/order.hpp"

#include <algorithm>
#include <numeric>

namespace yuyue::centre::waits {
namespace {

using namespace std::chrono_literals;

// Less is not worth another order than the one that was said.
constexpr auto kGain = 1min;

struct Course {
  std::vector<Planned> legs;
  int closed = 0;  ///< so many begin after the windows have closed
  Instant over{};
  Instant::duration calls{0};  ///< until each is called, together
};

/// When a window takes somebody who stands there from then on.
Instant opens(const Leg& leg, Instant at) {
  for (const auto& open : leg.open)
    if (at < open.to) return std::max(at, open.from);
  return at;
}

Course play(const std::vector<Leg>& legs, const std::vector<std::size_t>& order, Instant now) {
  Course course;
  course.over = now;
  for (const auto i : order) {
    const auto& leg = legs[i];
    const auto at = opens(leg, std::max(course.over, leg.called.value_or(now)));
    course.closed += leg.open.empty() || at >= leg.open.back().to;
    // What cannot be said of one cannot be said of those after it.
    const bool known = leg.called && (course.legs.empty() || course.legs.back().called);
    course.legs.push_back({leg.service, known ? std::optional(at) : std::nullopt});
    course.calls += at - now;
    course.over = at + leg.takes;
  }
  return course;
}

bool is_better(const Course& one, const Course& other) {
  if (one.closed != other.closed) return one.closed < other.closed;
  if (one.over + kGain <= other.over) return true;
  return one.over < other.over + kGain && one.calls + kGain <= other.calls;
}

}  // namespace

std::vector<Planned> best_order(const std::vector<Leg>& legs, Instant now, bool keep) {
  std::vector<std::size_t> order(legs.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  auto best = play(legs, order, now);
  while (!keep && std::ranges::next_permutation(order).found)
    if (auto other = play(legs, order, now); is_better(other, best)) best = std::move(other);
  return std::move(best.legs);
}

}  // namespace yuyue::centre::waits
