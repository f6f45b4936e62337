#include "yuyue/planner/replan.hpp"

#include <algorithm>

#include "planner/search.hpp"

namespace yuyue::planner {
namespace {

bool same_to_the_patient(const Problem& problem, const Assignment& one, int day, int slot,
                         int device) {
  return one.day == day && one.slot == slot &&
         problem.devices[one.device].site == problem.devices[device].site;
}

std::vector<Assignment> still_offered(const Problem& problem,
                                      const std::vector<Assignment>& current) {
  std::vector<Assignment> kept;
  for (const auto& one : current) {
    const auto is_it = [&](const Offer& offer) {
      return offer.item == one.item &&
             same_to_the_patient(problem, one, offer.day, offer.slot, offer.device) &&
             fits_capacity(problem, offer);
    };
    if (std::ranges::any_of(problem.offers, is_it)) kept.push_back(one);
  }
  return kept;
}

/// The problem in which these have no other start than theirs.
Problem pinned(Problem problem, const std::vector<const Assignment*>& kept) {
  std::erase_if(problem.offers, [&](const Offer& offer) {
    return std::ranges::any_of(kept, [&](const Assignment* one) {
      return one->item == offer.item &&
             !same_to_the_patient(problem, *one, offer.day, offer.slot, offer.device);
    });
  });
  return problem;
}

bool has_plan(const Answer& answer) {
  return answer.outcome == Outcome::optimal || answer.outcome == Outcome::feasible;
}

/// The best plan that moves so many of what could be kept.
Answer best_with(const Problem& problem, const std::vector<Assignment>& kept, std::size_t moves,
                 const Limits& limits, Effort& effort) {
  Answer best;
  best.outcome = Outcome::infeasible;
  std::optional<Objective> bound;
  const auto no_better_than = [&bound](const Objective& one) {
    bound = std::min(bound.value_or(one), one);
  };
  std::vector<char> moves_it(kept.size(), 0);
  std::fill_n(moves_it.begin(), moves, 1);
  do {
    std::vector<const Assignment*> staying;
    for (std::size_t i = 0; i < kept.size(); ++i)
      if (!moves_it[i]) staying.push_back(&kept[i]);
    const auto small = pinned(problem, staying);
    auto answer = search(small, whole_space(small), effort, limits.memory, Preference::fewest_days);
    if (answer.outcome != Outcome::infeasible)
      no_better_than(answer.outcome == Outcome::optimal ? answer.plan.objective : answer.bound);
    if (has_plan(answer) && (!has_plan(best) || answer.plan.objective < best.plan.objective))
      best = std::move(answer);
    if (effort.over()) {
      best.outcome = has_plan(best) ? Outcome::feasible : Outcome::unknown;
      // What has not been looked at is part of the whole.
      if (std::ranges::prev_permutation(moves_it).found) {
        const auto whole = whole_space(problem);
        no_better_than(
            search(problem, whole, effort, limits.memory, Preference::fewest_days).bound);
      }
      best.bound = bound.value_or(Objective{});
      return best;
    }
  } while (std::ranges::prev_permutation(moves_it).found);
  return best;
}

}  // namespace

Answer replan(const Problem& problem, const std::vector<Assignment>& current,
              const Limits& limits) {
  Effort effort(limits);
  const auto kept = still_offered(problem, current);
  for (std::size_t moves = 0; moves <= kept.size(); ++moves) {
    auto answer = best_with(problem, kept, moves, limits, effort);
    if (answer.outcome != Outcome::infeasible) return answer;
  }
  return plan(problem, limits);  // there is none: it says why
}

std::vector<int> moved(const Problem& problem, const std::vector<Assignment>& current,
                       const Plan& plan) {
  std::vector<int> found;
  for (std::size_t i = 0; i < current.size(); ++i) {
    const auto& one = current[i];
    const auto it = std::ranges::find(plan.assignments, one.item, &Assignment::item);
    if (it == plan.assignments.end() ||
        !same_to_the_patient(problem, one, it->day, it->slot, it->device))
      found.push_back(static_cast<int>(i));
  }
  return found;
}

}  // namespace yuyue::planner
