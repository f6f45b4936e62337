// What is not right with plans that stand.
#include "exams/planning_pairs.hpp"

namespace yuyue::exams::planning {
namespace {

using planner::RuleKind;

/// Whether `exam` cannot stay where it is for good while `missing` has no place: that one would
/// have to come before it, on its day, or not too long after it.
bool ties(const Pair& rule, std::string_view missing, std::string_view exam) {
  const bool missing_is_a = rule.a == missing && rule.b == exam;
  const bool missing_is_b = rule.b == missing && rule.a == exam;
  switch (rule.kind) {
    case RuleKind::before:
      return missing_is_a || (missing_is_b && rule.max_minutes);
    case RuleKind::separate:
      return (missing_is_a && !rule.b_first) || (missing_is_b && !rule.a_first);
    case RuleKind::same_day:
      return missing_is_a || missing_is_b;
    case RuleKind::not_same_day:
    case RuleKind::same_day_order:
      return false;
  }
  return false;
}

}  // namespace

std::vector<LooseEnd> loose_ends(const Planning& planning,
                                 const std::vector<planner::Assignment>& arrangement,
                                 const std::vector<Waiting>& waiting) {
  std::vector<LooseEnd> out;
  for (std::size_t i = 0; i < arrangement.size(); ++i) {
    const auto here = spot_of(planning, arrangement[i]);
    const auto order = planning.wanted[arrangement[i].item].order;
    for (std::size_t j = 0; j < i; ++j)
      for (auto& rule : broken_by(planning, here, spot_of(planning, arrangement[j])))
        out.push_back({.order = order,
                       .rule = std::move(rule),
                       .other = planning.wanted[arrangement[j].item].order});
    for (const auto& standing : planning.standing)
      for (auto& rule : broken_by(planning, here, spot_of(standing)))
        out.push_back({.order = order, .rule = std::move(rule), .standing = standing});
    for (const auto& one : waiting) {
      if (one.needed_for == order)
        out.push_back({.order = order, .rule = "need", .missing = one.order});
      for (const auto& rule : planning.rules)
        if (ties(rule, one.exam, here.exam))
          out.push_back({.order = order, .rule = rule.id, .missing = one.order});
    }
  }
  return out;
}

}  // namespace yuyue::exams::planning
