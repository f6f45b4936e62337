#include "yuyue/queue/forecast.hpp"

#include <algorithm>
#include <cmath>

#include "queue/course.hpp"

namespace yuyue::queue {
namespace {

using std::chrono::milliseconds;

/// The value that a share of all cases, of which these are a few, do not exceed. `times` sorted,
/// not empty.
Instant quantile(const std::vector<Instant>& times, double share) {
  const auto last = static_cast<double>(times.size() - 1);
  const double at = std::clamp(share * (last + 2) - 1, 0.0, last);
  const auto low = static_cast<std::size_t>(at);
  const auto high = std::min(low + 1, times.size() - 1);
  const auto between = static_cast<double>((times[high] - times[low]).count());
  return times[low] +
         milliseconds{static_cast<std::int64_t>(between * (at - static_cast<double>(low)))};
}

Forecast summary(std::vector<Instant> times, int runs) {
  std::ranges::sort(times);
  Forecast forecast;
  forecast.called = static_cast<double>(times.size()) / runs;
  if (times.empty()) return forecast;
  forecast.middle = quantile(times, 0.5);
  forecast.half = {quantile(times, 0.25), quantile(times, 0.75)};
  forecast.most = {quantile(times, 0.05), quantile(times, 0.95)};
  return forecast;
}

}  // namespace

std::map<TicketId, Forecast> forecast(std::span<const Line> lines, std::span<const Server> servers,
                                      std::span<const Expected> expected, Instant now,
                                      const ForecastOptions& options) {
  SeveralLines day{.lines = {lines.begin(), lines.end()},
                   .expected = {expected.begin(), expected.end()}};
  for (const auto& server : servers) day.posts.push_back({.server = server});
  return forecast(day, now, options);
}

std::map<TicketId, Forecast> forecast(const SeveralLines& day, Instant now,
                                      const ForecastOptions& options) {
  struct Seen {
    int there = 0;  // in so many runs
    std::vector<Instant> times;
  };
  std::map<TicketId, Seen> seen;
  for (const auto& line : day.lines)
    for (const auto& ticket : line.tickets())
      if (ticket.state == State::waiting || ticket.state == State::near)
        seen[ticket.id].there = options.runs;
  for (const auto& who : day.newcomers) seen[who.ticket].there = options.runs;
  const auto always = seen.size();
  for (const auto& who : day.expected)
    if (who.ticket.value != 0) seen[who.ticket];
  std::mt19937 dice(options.seed);
  for (int i = 0; i < options.runs; ++i) {
    Course course(day, now, dice);
    auto asked = always;
    for (const auto id : course.coming())
      if (const auto found = seen.find(id); found != seen.end()) {
        ++found->second.there;
        ++asked;
      }
    if (asked > 0)
      course.play([&](TicketId ticket, Instant when) {
        if (const auto found = seen.find(ticket); found != seen.end()) {
          found->second.times.push_back(when);
          --asked;
        }
        return asked > 0;
      });
  }
  std::map<TicketId, Forecast> forecasts;
  for (auto& [ticket, one] : seen)
    forecasts[ticket] = summary(std::move(one.times), std::max(one.there, 1));
  return forecasts;
}

void Score::add(const Forecast& forecast, Instant called) {
  const auto within = [&](const Forecast::Between& range) {
    return range.from <= called && called <= range.to;
  };
  ++count;
  within_half += within(forecast.half);
  within_most += within(forecast.most);
  minutes_off += std::abs(static_cast<double>((forecast.middle - called).count())) / 60'000;
}

}  // namespace yuyue::queue
