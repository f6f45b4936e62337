#pragma once
// What must hold and what is best, straight from the page: slow, plain, and nothing of the
// planner's.
#include <algorithm>
#include <optional>
#include <set>
#include <vector>

#include "yuyue/planner/model.hpp"

namespace yuyue::planner::page {

/// An item or what is fixed, at its time.
struct Standing {
  const Item* item;
  int day, start, site;
  bool planned;
  int end() const { return start + item->minutes; }
  int release() const { return end() + item->recovery; }
};

/// Items in their order, then what is fixed.
inline std::vector<Standing> standing(const Problem& problem, const std::vector<Assignment>& plan) {
  std::vector<Standing> all(problem.items.size());
  for (const auto& one : plan)
    all[one.item] = {&problem.items[one.item], one.day, one.start(),
                     problem.devices[one.device].site, true};
  for (const auto& fixed : problem.fixed)
    all.push_back({&fixed.item, fixed.day, fixed.start(), fixed.site, false});
  return all;
}

inline bool one_place_at_a_time(const Problem& problem, const Standing& i, const Standing& j) {
  const auto& first = i.start <= j.start ? i : j;
  const auto& later = i.start <= j.start ? j : i;
  return later.start >= first.release() + problem.walk[first.site][later.site];
}

inline bool stomach(const Problem& problem, const Standing& i, const Standing& j) {
  if (i.item->fasting == 0) return true;
  if (j.item->breaks_fast && j.start < i.release() && i.start < j.release() + i.item->fasting)
    return false;
  return !j.item->needs_meal || i.day != j.day || j.start >= i.release() + problem.meal ||
         i.start >= j.start + i.item->fasting;
}

inline bool bladder_and_water(const Problem& problem, const Standing& i, const Standing& j) {
  if (j.item->bladder != Bladder::full || i.day != j.day) return true;
  const bool filled_again = j.start >= i.release() + problem.bladder_fill;
  if (i.item->water_stop > 0 && !filled_again && i.start < j.start + i.item->water_stop)
    return false;
  return i.item->bladder != Bladder::empty || i.start >= j.release() || filled_again;
}

inline bool keeps(const Rule& rule, const Standing& a, const Standing& b) {
  switch (rule.kind) {
    case RuleKind::before:
      return b.start >= a.release() + rule.min_minutes &&
             (!rule.max_minutes || b.start <= a.release() + *rule.max_minutes);
    case RuleKind::separate:
      return (rule.a_first && b.start >= a.end() + *rule.a_first) ||
             (rule.b_first && a.start >= b.end() + *rule.b_first);
    case RuleKind::same_day:
      return a.day == b.day;
    case RuleKind::not_same_day:
      return a.day != b.day;
    case RuleKind::same_day_order:
      return a.day != b.day || b.start >= a.release() + rule.min_minutes;
  }
  return false;
}

inline bool within_capacity(const Problem& problem, const std::vector<Assignment>& plan) {
  auto left = problem.capacity;
  for (const auto& one : plan) {
    const int end = one.start() + problem.items[one.item].device_minutes;
    for (int minute = one.start(); minute < end; minute += kSlotMinutes) {
      const int day = minute / kDayMinutes;
      if (day >= problem.days) return false;
      if (--left[one.device][day][minute % kDayMinutes / kSlotMinutes] < 0) return false;
    }
  }
  return true;
}

/// Every clause, for these of the rules.
inline bool holds(const Problem& problem, const std::vector<Assignment>& plan) {
  const auto all = standing(problem, plan);
  for (const auto& i : all)
    for (const auto& j : all) {
      if (&i == &j) continue;
      if (!one_place_at_a_time(problem, i, j) || !stomach(problem, i, j) ||
          !bladder_and_water(problem, i, j))
        return false;
    }
  for (const auto& rule : problem.rules)
    if (!keeps(rule, all[rule.a], all[rule.b])) return false;
  return within_capacity(problem, plan);
}

inline Objective cost(const Problem& problem, const std::vector<Assignment>& plan) {
  const auto all = standing(problem, plan);
  std::set<int> days;
  for (const auto& one : plan) days.insert(one.day);
  Objective objective{0, days.empty() ? 0 : *days.rbegin(), 0, 0};
  for (const int day : days) {
    int from = INT32_MAX, to = 0;
    bool fixed = false;
    for (const auto& one : all) {
      if (one.day != day) continue;
      from = std::min(from, one.start);
      to = std::max(to, one.release());
      fixed = fixed || !one.planned;
    }
    objective.days += fixed ? 0 : 1;
    objective.on_site += to - from;
    if (day == objective.last_day) objective.end = to - day * kDayMinutes;
  }
  return objective;
}

/// Every combination of offers that holds.
template <typename See>
void each_plan(const Problem& problem, See see) {
  std::vector<std::vector<Assignment>> offered(problem.items.size());
  for (const auto& offer : problem.offers)
    offered[offer.item].push_back({offer.item, offer.day, offer.slot, offer.device});
  std::vector<std::size_t> at(problem.items.size(), 0);
  for (const auto& offers : offered)
    if (offers.empty()) return;
  for (;;) {
    std::vector<Assignment> plan;
    for (std::size_t i = 0; i < at.size(); ++i) plan.push_back(offered[i][at[i]]);
    if (holds(problem, plan)) see(plan);
    std::size_t i = 0;
    while (i < at.size() && ++at[i] == offered[i].size()) at[i++] = 0;
    if (i == at.size()) return;
  }
}

/// The best by looking at every combination of offers; nothing: there is no plan.
inline std::optional<Objective> best(const Problem& problem) {
  std::optional<Objective> best;
  each_plan(problem, [&](const std::vector<Assignment>& plan) {
    const auto found = cost(problem, plan);
    if (!best || found < *best) best = found;
  });
  return best;
}

}  // namespace yuyue::planner::page
