#include "yuyue/planner/planner.hpp"

#include <algorithm>

#include "planner/conflict.hpp"
#include "planner/proof.hpp"
#include "planner/search.hpp"

namespace yuyue::planner {
namespace {

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

Answer search(const Problem& problem, const Space& space, Effort& effort, std::size_t memory,
              Preference preference) {
  Answer answer;
  if (space.items == 0 && space.fixed_agree) {
    answer.outcome = Outcome::optimal;
    return answer;
  }
  Proof proof(space, effort, memory, preference);
  const auto verdict = proof.search(false);
  answer.bound = proof.bound();
  if (verdict == Verdict::none) {
    answer.outcome = Outcome::infeasible;
  } else if (verdict == Verdict::found) {
    answer.outcome = effort.over() ? Outcome::feasible : Outcome::optimal;
    answer.plan = plan_of(problem, space, proof);
  }
  return answer;
}

Answer plan(const Problem& problem, const Limits& limits, Preference preference) {
  Effort effort(limits);
  const auto space = whole_space(problem);
  auto answer = search(problem, space, effort, limits.memory, preference);
  if (answer.outcome == Outcome::infeasible) find_conflict(problem, effort, limits.memory, answer);
  return answer;
}

}  // namespace yuyue::planner
