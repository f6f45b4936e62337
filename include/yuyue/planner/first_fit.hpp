#pragma once
#include <optional>

#include "yuyue/planner/model.hpp"

namespace yuyue::planner {

/// What a desk does without a planner, to compare with: the examinations in the order of
/// Problem::items, each at its first place that goes with what is fixed and with those before it.
/// None: one of them found no place
/// any more, or what is fixed contradicts itself.
std::optional<Plan> first_fit(const Problem& problem);

}  // namespace yuyue::planner
