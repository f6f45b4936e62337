#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>

#include "yuyue/planner/model.hpp"

namespace yuyue::planner {

/// When to stop proving. The answer then says so, with the best plan so far and its bound.
struct Limits {
  std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
  /// For what the search remembers; when it is full it forgets, which costs time, not exactness.
  std::size_t memory = std::size_t{24} << 20;
  std::uint64_t steps = UINT64_MAX;  ///< partial plans looked at: a limit that repeats exactly
};

/// What comes first when plans are compared.
enum class Preference {
  fewest_days,      ///< Objective's own order
  earliest_finish,  ///< the last day first, then Objective's order
};

/// The best plan, proven; or why there is none. The same problem always gets the same answer,
/// unless a deadline ends the search. Pure: no clock but the deadline's, no input or output. Any
/// thread. At most 64 items.
Answer plan(const Problem& problem, const Limits& limits = {},
            Preference preference = Preference::fewest_days);

}  // namespace yuyue::planner
