// What two examinations of one patient ask of each other, by the letter of the clauses.
#include "exams/planning_pairs.hpp"

namespace yuyue::exams::planning {

using planner::Bladder;
using planner::RuleKind;

int Spot::day() const {
  const int length = planner::kDayMinutes;
  return start >= 0 ? start / length : -((-start + length - 1) / length);
}

Spot spot_of(const Planning& planning, const planner::Assignment& at) {
  const auto& wanted = planning.wanted[at.item];
  return {&wanted.item, wanted.exam, at.start(), planning.places[at.device].site};
}

Spot spot_of(const Standing& standing) {
  return {&standing.item, standing.exam, standing.day * planner::kDayMinutes + standing.minute,
          standing.site, standing.what == Standing::What::past};
}

namespace {

/// The first of a rule is `a`, the second `b`.
bool holds_in_order(const Pair& rule, const Spot& a, const Spot& b) {
  switch (rule.kind) {
    case RuleKind::before:
      if (b.past) return true;
      // What has been long ago is another time's; a new one, if it is wanted, has its own pair.
      if (a.past && rule.max_minutes && a.day() < -1) return true;
      return b.start >= a.release() + rule.min_minutes &&
             (!rule.max_minutes || b.start <= a.release() + *rule.max_minutes);
    case RuleKind::separate: {
      const bool a_first = rule.a_first && b.start >= a.end() + *rule.a_first;
      const bool b_first = rule.b_first && a.start >= b.end() + *rule.b_first;
      // An order that is forbidden cannot bar for ever what comes after.
      const bool too_late = (a.past && !rule.a_first) || (b.past && !rule.b_first);
      return a_first || b_first || too_late;
    }
    case RuleKind::same_day:
      return a.past || b.past || a.day() == b.day();
    case RuleKind::not_same_day:
      return a.day() != b.day();
    case RuleKind::same_day_order:
      return a.day() != b.day() || b.start >= a.release() + rule.min_minutes;
  }
  return true;
}

bool one_place(const Planning& planning, const Spot& one, const Spot& other) {
  const auto& first = one.start <= other.start ? one : other;
  const auto& later = one.start <= other.start ? other : one;
  return later.start >= first.release() + planning.walk[first.site][later.site];
}

bool stomach(const Planning& planning, const Spot& i, const Spot& j) {
  if (i.item->fasting == 0) return true;
  if (j.item->breaks_fast && j.start < i.release() && i.start < j.release() + i.item->fasting)
    return false;
  return !j.item->needs_meal || i.day() != j.day() || j.start >= i.release() + planning.meal ||
         i.start >= j.start + i.item->fasting;
}

bool bladder(const Planning& planning, const Spot& i, const Spot& j) {
  if (j.item->bladder != Bladder::full || i.day() != j.day()) return true;
  const bool filled_after = j.start >= i.release() + planning.bladder_fill;
  if (i.item->water_stop > 0 && !filled_after && i.start < j.start + i.item->water_stop)
    return false;
  return i.item->bladder != Bladder::empty || i.start >= j.release() || filled_after;
}

}  // namespace

bool holds(const Pair& rule, const Spot& one, const Spot& other) {
  if (rule.a == one.exam && rule.b == other.exam && !holds_in_order(rule, one, other)) return false;
  return rule.a != other.exam || rule.b != one.exam || holds_in_order(rule, other, one);
}

std::vector<std::string> broken_by(const Planning& planning, const Spot& one, const Spot& other) {
  std::vector<std::string> out;
  if (!one_place(planning, one, other)) out.emplace_back("place");
  if (!stomach(planning, one, other) || !stomach(planning, other, one)) out.emplace_back("stomach");
  if (!bladder(planning, one, other) || !bladder(planning, other, one)) out.emplace_back("bladder");
  for (const auto& rule : planning.rules)
    if (!holds(rule, one, other)) out.push_back(rule.id);
  return out;
}

}  // namespace yuyue::exams::planning
