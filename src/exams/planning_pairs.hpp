#pragma once
#include "yuyue/exams/planning.hpp"

namespace yuyue::exams::planning {

/// An examination at its time: absolute minutes from midnight of day 0.
struct Spot {
  const planner::Item* item = nullptr;
  std::string_view exam;
  int start = 0;
  int site = 0;
  bool past = false;  ///< it has been: what would have had to come before it cannot any more
  int end() const { return start + item->minutes; }
  int release() const { return start + item->stay(); }
  int day() const;
};

Spot spot_of(const Planning& planning, const planner::Assignment& at);
Spot spot_of(const Standing& standing);

/// Whether a rule holds between two, whichever is its first.
bool holds(const Pair& rule, const Spot& one, const Spot& other);
/// What the two break of each other: the rules' ids, "place", "stomach", "bladder". Empty: nothing.
std::vector<std::string> broken_by(const Planning& planning, const Spot& one, const Spot& other);

}  // namespace yuyue::exams::planning
