#pragma once
#include <vector>

#include "yuyue/planner/planner.hpp"

namespace yuyue::planner {

enum class ChoiceKind { best, earliest_finish, other_days, other_half_days };

/// A plan among those that a patient may choose from.
struct Choice {
  ChoiceKind kind{};
  Plan plan;
  bool proven = true;  ///< false: a limit ended the search for a better one of its kind
  Objective bound;     ///< no plan of its kind is better; if proven, the plan's own
  /// Against the best plan, member by member: more is what it costs, less (negative) what it gains.
  Objective difference;
};

/// Whether two plans of a problem are different to the patient: another set of days, or at least
/// half of the items in another half-day.
bool differ_in_substance(const Plan& one, const Plan& other);

/// The best plan first; then, where they differ in substance from all before them: the one that is
/// finished on the earliest day, the best without one of the best plan's days, the best with
/// everything in mornings or in afternoons. Empty: there is no plan (see plan() for why). The
/// limits hold for each search. `best`: gets what became of the search for the best plan.
std::vector<Choice> choices(const Problem& problem, const Limits& limits = {},
                            Answer* best = nullptr);

}  // namespace yuyue::planner
