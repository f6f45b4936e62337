#pragma once
#include <vector>

#include "yuyue/planner/planner.hpp"

namespace yuyue::planner {

/// The plan that moves the fewest examinations of a plan that stands, and the best of those;
/// proven. `current` has some of the problem's items: those that may be kept. An item that is not
/// in it, or whose start is no longer offered, is placed anew and is no move. Kept is whatever
/// stays at its site and start: another device beside it is nothing to the patient. The limits
/// hold for the whole search; cut short, the answer is the best plan that was found until then.
Answer replan(const Problem& problem, const std::vector<Assignment>& current,
              const Limits& limits = {});

/// Places in `current` of what is elsewhere or at another time in `plan`.
std::vector<int> moved(const Problem& problem, const std::vector<Assignment>& current,
                       const Plan& plan);

}  // namespace yuyue::planner
