#pragma once
#include <cstdint>

namespace yuyue::planner {

/// Minutes on site and then the end of the last day, as one number that compares as they do.
using Cost = std::int64_t;
inline constexpr int kEndBits = 24;
inline constexpr Cost kNoCost = INT64_MAX / 4;
inline constexpr Cost cost_of(int on_site, int end) {
  return (Cost{on_site} << kEndBits) | end;
}
inline constexpr int on_site_of(Cost cost) {
  return static_cast<int>(cost >> kEndBits);
}
inline constexpr int end_of(Cost cost) {
  return static_cast<int>(cost & ((Cost{1} << kEndBits) - 1));
}

}  // namespace yuyue::planner
