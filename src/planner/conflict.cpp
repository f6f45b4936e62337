#include "planner/conflict.hpp"

#include <algorithm>
#include <numeric>

#include "planner/proof.hpp"

namespace yuyue::planner {
namespace {

std::vector<int> rules_among(const Problem& problem, const std::vector<int>& rules,
                             const std::vector<int>& items) {
  const auto stands = [&](int item) {
    return item >= static_cast<int>(problem.items.size()) || std::ranges::count(items, item) > 0;
  };
  std::vector<int> among;
  for (const int rule : rules)
    if (stands(problem.rules[rule].a) && stands(problem.rules[rule].b)) among.push_back(rule);
  return among;
}

}  // namespace

void find_conflict(const Problem& problem, Effort& effort, std::size_t memory, Answer& answer) {
  auto& [items, rules] = answer.conflict;
  items.resize(problem.items.size());
  std::iota(items.begin(), items.end(), 0);
  rules.resize(problem.rules.size());
  std::iota(rules.begin(), rules.end(), 0);
  const auto has_none = [&](const std::vector<int>& some, const std::vector<int>& with) {
    const auto space = make_space(problem, some, with);
    const auto verdict = Proof(space, effort, memory, Preference::fewest_days).search(true);
    if (verdict == Verdict::unknown) answer.conflict_may_be_smaller = true;
    return verdict == Verdict::none;
  };
  for (std::size_t i = items.size(); i-- > 0;) {
    auto some = items;
    some.erase(some.begin() + i);
    const auto with = rules_among(problem, rules, some);
    if (!has_none(some, with)) continue;
    items = some;
    rules = with;
  }
  for (std::size_t i = rules.size(); i-- > 0;) {
    auto with = rules;
    with.erase(with.begin() + i);
    if (has_none(items, with)) rules = with;
  }
}

}  // namespace yuyue::planner
