#pragma once
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "yuyue/queue/line.hpp"
#include "yuyue/queue/pace.hpp"

namespace yuyue::queue {

/// How a station serves one of its lines.
struct Duty {
  std::size_t line = 0;  ///< which of the lines at hand
  minutes bias{0};       ///< added to this line's due times when lines are compared
  /// Set: the station only helps here, once the head of the line has waited this long …
  std::optional<minutes> help_after{};
  bool help_when_idle = true;  ///< … or as soon as nobody else waits for the station
};

/// Which of the lines the station takes the next one from: the earliest due, biases added. Empty:
/// nobody it may take waits.
std::optional<std::size_t> choose(std::span<const Line> lines, Station station,
                                  std::span<const Duty> duties, Instant now);

/// A room or window at work, as the forecast sees it.
struct Server {
  Station station;
  std::vector<Duty> duties;
  Pace pace;
  Instant opens{}, closes{};
  std::optional<Instant> serving_since;  ///< somebody is with them
  struct Break {
    Instant from{}, to{};
  };
  std::vector<Break> breaks;  ///< by time
};

/// Somebody who is booked and has not arrived yet.
struct Expected {
  std::size_t line = 0;
  Instant slot_start{};
  int sequence = 1;
  double shows = 0.9;         ///< probability of coming at all
  double minutes_early = 15;  ///< usually
  double minutes_early_spread = 12;
  /// Given (none of those in line): when they will be called, of the cases in which they come.
  TicketId ticket{};
};

/// When a ticket will be called. Half of the cases lie within `half`, nine in ten within `most`.
struct Forecast {
  struct Between {
    Instant from{}, to{};
  };
  Instant middle{};
  Between half, most;
  double called = 1;  ///< share of the cases in which they are called at all before closing
};

struct ForecastOptions {
  int runs = 100;
  unsigned seed = 1;  ///< the same seed and question give the same answer
};

/// Replays the real rule forward over who waits, who is expected, and how far those being served
/// have got, with paces drawn anew in each run. For every ticket that waits in one of the lines,
/// and for those expected that have one.
std::map<TicketId, Forecast> forecast(std::span<const Line> lines, std::span<const Server> servers,
                                      std::span<const Expected> expected, Instant now,
                                      const ForecastOptions& options = {});

/// How well forecasts held: kept by whoever makes them.
struct Score {
  std::int64_t count = 0;
  std::int64_t within_half = 0, within_most = 0;
  double minutes_off = 0;  ///< sum of |middle − truth|

  void add(const Forecast& forecast, Instant called);
  double share_within_half() const { return count ? double(within_half) / double(count) : 0; }
  double share_within_most() const { return count ? double(within_most) / double(count) : 0; }
  double mean_minutes_off() const { return count ? minutes_off / double(count) : 0; }
};

}  // namespace yuyue::queue
