#pragma once
#include "planner/effort.hpp"
#include "planner/space.hpp"

namespace yuyue::planner {

/// The best plan of a problem, or that there is none, without saying why.
Answer search(const Problem& problem, const Space& space, Effort& effort, std::size_t memory,
              Preference preference);

}  // namespace yuyue::planner
