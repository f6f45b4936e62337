#pragma once
#include "planner/effort.hpp"
#include "yuyue/planner/model.hpp"

namespace yuyue::planner {

/// Of a problem without a plan: fills the answer's conflict by leaving out one item after another,
/// then one rule after another, for as long as there is still no plan.
void find_conflict(const Problem& problem, Effort& effort, std::size_t memory, Answer& answer);

}  // namespace yuyue::planner
