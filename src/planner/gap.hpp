#pragma once
#include "yuyue/planner/model.hpp"

namespace yuyue::planner {

/// More minutes than any horizon has: never.
inline constexpr int kNever = 1 << 28;

/// What lies between the starts of two examinations of which the one is first, in minutes.
struct Gap {
  int same_day = 0;   ///< at least, when both start on one day; kNever: not in this order
  int other_day = 0;  ///< at least, when they do not
  int most = kNever;  ///< at most, on whatever days
};

/// Everything the clauses "one place at a time", "rules", "stomach" and "bladder and water" ask of
/// `second` when `first` has started before it. Both number items as rules do.
Gap gap_between(const Problem& problem, const std::vector<Rule>& rules, int first, int first_site,
                int second, int second_site);

/// Whether two starts (absolute minutes) hold together, whichever is first.
bool compatible(const Problem& problem, const std::vector<Rule>& rules, int a, int a_site,
                int a_start, int b, int b_site, int b_start);

/// The calendar day of a start, also before day 0.
int day_of(int start);

}  // namespace yuyue::planner
