// From a basis to plans that may be chosen: no database, any thread.
#include <algorithm>
#include <set>

#include "yuyue/exams/plans.hpp"
#include "yuyue/planner/first_fit.hpp"
#include "yuyue/planner/planner.hpp"
#include "yuyue/planner/replan.hpp"
#include "yuyue/planner/wishes.hpp"

namespace yuyue::exams {
namespace {

using planner::Answer;
using planner::Outcome;
using planner::Problem;
using Deadline = std::chrono::steady_clock::time_point;

bool is_plan(const Answer& answer) {
  return answer.outcome == Outcome::optimal || answer.outcome == Outcome::feasible;
}

NoPlan none_of(const PlanBasis& basis, const Answer& answer, bool without_wishes_there_is) {
  NoPlan out{.because_of_wishes = without_wishes_there_is,
             .known = answer.outcome == Outcome::infeasible};
  if (!out.because_of_wishes && !out.known) out.bound = answer.bound;
  if (out.because_of_wishes || !out.known) return out;
  const auto why = planning::contradiction_of(basis.planning, answer.conflict);
  for (const int i : why.wanted) out.orders.push_back(ExamOrderId{basis.planning.wanted[i].order});
  for (const int s : why.standing) out.standing.push_back(basis.planning.standing[s]);
  out.rules = why.rules;
  return out;
}

Rearranged rearranged(const PlanBasis& basis, const std::vector<Arranged>& now_is,
                      const Answer& answer) {
  const auto& plan = answer.plan;
  const bool proven = answer.outcome == Outcome::optimal;
  Rearranged out{.arranged = basis.arranged(plan.assignments),
                 .moved = {},
                 .objective = plan.objective,
                 .proven = proven,
                 .bound = proven ? plan.objective : answer.bound};
  for (const auto& one : out.arranged)
    if (std::ranges::find(now_is, one) == now_is.end()) out.moved.push_back(one.order);
  return out;
}

}  // namespace

std::vector<Arranged> PlanBasis::arranged(const std::vector<planner::Assignment>& plan) const {
  std::vector<Arranged> out;
  for (const auto& at : plan)
    out.push_back({ExamOrderId{planning.wanted[at.item].order},
                   ExamDeviceId{planning.places[at.device].device},
                   planning.today + date::days{at.day},
                   MinuteOfDay{at.slot * planner::kSlotMinutes}});
  return out;
}

std::optional<std::vector<planner::Assignment>> PlanBasis::assignments(
    const std::vector<Arranged>& arranged) const {
  std::vector<planner::Assignment> out;
  for (const auto& one : arranged) {
    const auto wanted =
        std::ranges::find(planning.wanted, one.order.value, &planning::Wanted::order);
    const auto place =
        std::ranges::find(planning.places, one.device.value, &planning::Place::device);
    if (wanted == planning.wanted.end() || place == planning.places.end()) return std::nullopt;
    const auto minute = static_cast<int>(one.start.count());
    if (minute % planner::kSlotMinutes != 0) return std::nullopt;
    out.push_back({static_cast<int>(wanted - planning.wanted.begin()),
                   static_cast<int>((one.day - planning.today).count()),
                   minute / planner::kSlotMinutes,
                   static_cast<int>(place - planning.places.begin())});
  }
  return out;
}

int visits_of(const planner::Plan& plan) {
  std::set<int> days;
  for (const auto& at : plan.assignments) days.insert(at.day);
  return static_cast<int>(days.size());
}

PlanPreview preview_of(const PlanBasis& basis, Deadline deadline) {
  PlanPreview out;
  if (basis.planning.wanted.empty()) return out;
  const auto problem = planning::problem_of(basis.planning);
  const auto wished = basis.wished ? planner::with_wishes(problem, basis.wishes) : problem;
  const planner::Limits limits{.deadline = deadline};
  planner::Answer best;
  for (const auto& choice : planner::choices(wished, limits, &best))
    out.choices.push_back({.kind = choice.kind,
                           .proven = choice.proven,
                           .objective = choice.plan.objective,
                           .difference = choice.difference,
                           .bound = choice.bound,
                           .arranged = basis.arranged(choice.plan.assignments)});
  if (out.choices.empty()) {
    // Only if it is proven that the wishes have no plan, they may be what is in the way.
    const bool time_ran_out = best.outcome == Outcome::unknown;
    const auto answer = basis.wished && !time_ran_out ? planner::plan(problem, limits) : best;
    out.none = none_of(basis, answer, basis.wished && is_plan(answer));
    return out;
  }
  if (const auto by_hand = planner::first_fit(problem)) out.first_fit_days = visits_of(*by_hand);
  return out;
}

ChangePreview changed(const PlanBasis& basis, const std::vector<Arranged>& now_is,
                      const PlanChange& change, Deadline deadline) {
  auto problem = planning::problem_of(basis.planning);
  std::vector<planner::Assignment> stay;
  for (const auto& one : now_is)
    if (const auto at = basis.assignments({one}); at && one.order != change.order)
      stay.push_back(at->front());
  // Wishes are about the one that moves, and it does not stay where it is.
  const auto& wanted = basis.planning.wanted;
  const auto target = std::ranges::find(wanted, change.order.value, &planning::Wanted::order);
  if (target != wanted.end()) {
    const auto item = static_cast<int>(target - wanted.begin());
    const auto is = std::ranges::find(now_is, change.order, &Arranged::order);
    const auto narrowed = planner::with_wishes(problem, basis.wishes);
    std::erase_if(problem.offers, [&](const auto& offer) { return offer.item == item; });
    for (const auto& offer : narrowed.offers) {
      const auto at = basis.arranged({{offer.item, offer.day, offer.slot, offer.device}}).front();
      const bool same = is != now_is.end() && at.day == is->day && at.start == is->start;
      if (offer.item == item && !same) problem.offers.push_back(offer);
    }
  }
  const planner::Limits limits{.deadline = deadline};
  ChangePreview out;
  const auto again = planner::replan(problem, stay, limits);
  if (!is_plan(again)) {
    out.none = none_of(basis, again, false);
    return out;
  }
  out.fewest_moves = rearranged(basis, now_is, again);
  if (change.what != PlanChange::What::cancel) return out;
  const auto best = planner::plan(problem, limits);
  if (is_plan(best) && best.plan.objective < again.plan.objective)
    out.tighter = rearranged(basis, now_is, best);
  return out;
}

}  // namespace yuyue::exams
