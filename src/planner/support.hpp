#pragma once
#include <vector>

#include "planner/space.hpp"

namespace yuyue::planner {

/// Leaves out of `starts` ([node × days + day], these days of the space) those that no start at all
/// of some other item goes with, until nothing changes. False: an item has none left.
bool keep_supported(const Space& space, const std::vector<int>& days, Slots* starts);

}  // namespace yuyue::planner
