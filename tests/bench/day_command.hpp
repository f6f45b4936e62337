#pragma once
#include "bench/workshop.hpp"

namespace yuyue::bench::day {

struct Options {
  unsigned seed = 1;   ///< of the first day; the others follow
  int days = 20;       ///< replayed under three orders
  int served = 2;      ///< of them played through the API before, at least one
  bool small = false;  ///< three sessions instead of seven
};

/// Plays days through the API of a server, and days under other orders without one; prints what
/// each order came to. False: the server called in another order than its rule does without it,
/// broke its promise, or kept lines that are not what their events say.
bool simulate(Workshop& workshop, const Options& options, bool as_json);

}  // namespace yuyue::bench::day
