#include "yuyue/planner/planner.hpp"

#include <algorithm>
#include <numeric>

#include "planner/conflict.hpp"
#include "planner/proof.hpp"

namespace yuyue::planner {
namespace {

std::vector<int> numbers(std::size_t count) {
  std::vector<int> all(count);
  std::iota(all.begin(), all.end(), 0);
  return all;
}

Plan plan_of(const Problem& problem, const Space& space, const Proof& proof) {
  Plan plan{proof.objective(), {}};
  for (const auto& placed : proof.plan()) {
    const auto& node = space.nodes[placed.node];
    const int device = device_for(problem, node.item, node.site, placed.day, placed.slot);
    plan.assignments.push_back({node.item, placed.day, placed.slot, device});
  }
  std::ranges::sort(plan.assignments, {}, &Assignment::start);
  return plan;
}

}  // namespace

Answer plan(const Problem& problem, const Limits& limits, Preference preference) {
  Answer answer;
  Effort effort(limits);
  const auto space =
      make_space(problem, numbers(problem.items.size()), numbers(problem.rules.size()));
  if (space.items == 0 && space.fixed_agree) {
    answer.outcome = Outcome::optimal;
    return answer;
  }
  Proof proof(space, effort, limits.memory, preference);
  const auto verdict = proof.search(false);
  answer.bound = proof.bound();
  if (verdict == Verdict::none) {
    answer.outcome = Outcome::infeasible;
    find_conflict(problem, effort, limits.memory, answer);
  } else if (verdict == Verdict::found) {
    answer.outcome = effort.over() ? Outcome::feasible : Outcome::optimal;
    answer.plan = plan_of(problem, space, proof);
  }
  return answer;
}

}  // namespace yuyue::planner
