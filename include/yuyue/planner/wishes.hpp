#pragma once
#include <optional>
#include <vector>

#include "yuyue/planner/model.hpp"

namespace yuyue::planner {

/// What the patient would like. Nothing set: nothing wished. Minutes are of the day.
struct Wishes {
  std::optional<int> not_before;  ///< no examination starts earlier
  std::optional<int> not_after;   ///< the patient may leave each day by then (mornings: 12 × 60)
  std::vector<int> days;          ///< only these
  std::vector<int> sites;         ///< only these (a campus is its sites)
  /// Only on the day of this one of Problem::fixed, and after it.
  std::optional<int> after_fixed;
};

/// The problem with those offers only that go with the wishes: planned as any other. When it has no
/// plan its conflict does not say which wish is in the way; plan it without each in turn for that.
Problem with_wishes(Problem problem, const Wishes& wishes);

}  // namespace yuyue::planner
