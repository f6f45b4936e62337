#pragma once
#include "bench/day_orders.hpp"

namespace yuyue::bench::day {

/// One wait: from joining the line, or coming back to it, to the call.
struct Wait {
  enum class After { arriving, examination, missed };
  std::size_t visit = 0, room = 0;
  After after = After::arriving;
  Moment from{}, called{};
  bool decision = false;  ///< called by a nurse's decision
  bool operator==(const Wait&) const = default;
};

/// What became of a day.
struct Played {
  std::vector<Wait> waits;                      ///< in the order of the calls
  std::vector<Moment> ended;                    ///< by session: the last one left
  std::vector<std::vector<std::size_t>> looks;  ///< the lines as they were each half-hour
  bool operator==(const Played&) const = default;
};

/// Plays the day under the order, to the end: doctors stay until the last one is seen.
/// `calls`: so many, a minute apart, before somebody is missed.
Played play(const Day& day, Order& order, int calls);

}  // namespace yuyue::bench::day
