#include "planner/gap.hpp"

#include <algorithm>

namespace yuyue::planner {
namespace {

struct Order {
  const Item& first;
  const Item& second;
  Gap gap;

  void always(int minutes) {
    on_one_day(minutes);
    on_other_days(minutes);
  }
  void on_one_day(int minutes) { gap.same_day = std::max(gap.same_day, minutes); }
  void on_other_days(int minutes) { gap.other_day = std::max(gap.other_day, minutes); }
};

void apply(const Rule& rule, bool a_is_first, Order& order) {
  const int release = order.first.stay();
  switch (rule.kind) {
    case RuleKind::before:
      if (!a_is_first) return order.always(kNever);
      order.always(release + rule.min_minutes);
      if (rule.max_minutes) order.gap.most = std::min(order.gap.most, release + *rule.max_minutes);
      return;
    case RuleKind::separate: {
      // From the end, not the release: washing out begins with the examination.
      const auto wash_out = a_is_first ? rule.a_first : rule.b_first;
      return order.always(wash_out ? order.first.minutes + *wash_out : kNever);
    }
    case RuleKind::same_day:
      return order.on_other_days(kNever);
    case RuleKind::not_same_day:
      return order.on_one_day(kNever);
    case RuleKind::same_day_order:
      return order.on_one_day(a_is_first ? release + rule.min_minutes : kNever);
  }
}

void stomach(const Problem& problem, Order& order) {
  const auto& [first, second, gap] = order;
  if (second.fasting > 0 && first.breaks_fast) order.always(first.stay() + second.fasting);
  if (first.fasting > 0 && second.needs_meal) order.on_one_day(first.stay() + problem.meal);
  // The meal came before the first one's start.
  if (second.fasting > 0 && first.needs_meal) order.on_one_day(second.fasting);
}

void bladder_and_water(const Problem& problem, Order& order) {
  const auto& [first, second, gap] = order;
  const int refilled = first.stay() + problem.bladder_fill;
  if (second.bladder == Bladder::full && (first.water_stop > 0 || first.bladder == Bladder::empty))
    order.on_one_day(refilled);
  // The drinking came before the first one's start.
  if (first.bladder == Bladder::full) order.on_one_day(second.water_stop);
}

}  // namespace

Gap gap_between(const Problem& problem, const std::vector<Rule>& rules, int first, int first_site,
                int second, int second_site) {
  Order order{problem.item(first), problem.item(second), {}};
  order.always(order.first.stay() + problem.walk[first_site][second_site]);
  for (const auto& rule : rules) {
    if (rule.a == first && rule.b == second)
      apply(rule, true, order);
    else if (rule.a == second && rule.b == first)
      apply(rule, false, order);
  }
  stomach(problem, order);
  bladder_and_water(problem, order);
  return order.gap;
}

int day_of(int start) {
  return start >= 0 ? start / kDayMinutes : -((-start + kDayMinutes - 1) / kDayMinutes);
}

bool compatible(const Problem& problem, const std::vector<Rule>& rules, int a, int a_site,
                int a_start, int b, int b_site, int b_start) {
  if (b_start < a_start) return compatible(problem, rules, b, b_site, b_start, a, a_site, a_start);
  const auto gap = gap_between(problem, rules, a, a_site, b, b_site);
  const int between = b_start - a_start;
  return between >= (day_of(a_start) == day_of(b_start) ? gap.same_day : gap.other_day) &&
         between <= gap.most;
}

}  // namespace yuyue::planner
