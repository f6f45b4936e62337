#include "yuyue/planner/choices.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "yuyue/planner/wishes.hpp"

namespace yuyue::planner {
namespace {

constexpr int kNoon = 12 * 60;

std::set<int> days_of(const Plan& plan) {
  std::set<int> days;
  for (const auto& one : plan.assignments) days.insert(one.day);
  return days;
}

Objective difference(const Objective& one, const Objective& best) {
  return {one.days - best.days, one.last_day - best.last_day, one.on_site - best.on_site,
          one.end - best.end};
}

class Offered {
 public:
  /// Takes the answer among the choices if it is a plan that differs from all of them.
  void add(ChoiceKind kind, const Answer& answer) {
    if (answer.outcome != Outcome::optimal && answer.outcome != Outcome::feasible) return;
    for (const auto& choice : choices_)
      if (!differ_in_substance(choice.plan, answer.plan)) return;
    const auto& best = choices_.empty() ? answer.plan : choices_.front().plan;
    const bool proven = answer.outcome == Outcome::optimal;
    choices_.push_back({kind, answer.plan, proven, proven ? answer.plan.objective : answer.bound,
                        difference(answer.plan.objective, best.objective)});
  }
  const std::vector<Choice>& all() const { return choices_; }

 private:
  std::vector<Choice> choices_;
};

/// The best plan that does without one of these days; proven if it is for each of them.
Answer without_one_of(const std::set<int>& days, const Problem& problem, const Limits& limits) {
  Answer best;
  bool proven = true;
  std::optional<Objective> bound;
  for (const int day : days) {
    auto other = problem;
    std::erase_if(other.offers, [day](const Offer& offer) { return offer.day == day; });
    auto answer = plan(other, limits);
    if (answer.outcome == Outcome::infeasible) continue;
    const bool optimal = answer.outcome == Outcome::optimal;
    const auto least = optimal ? answer.plan.objective : answer.bound;
    bound = std::min(bound.value_or(least), least);
    proven = proven && optimal;
    if (answer.outcome == Outcome::unknown) continue;
    const bool first = best.plan.assignments.empty();
    if (first || answer.plan.objective < best.plan.objective) best = std::move(answer);
  }
  if (!proven && best.outcome == Outcome::optimal) best.outcome = Outcome::feasible;
  best.bound = bound.value_or(best.bound);
  return best;
}

}  // namespace

bool differ_in_substance(const Plan& one, const Plan& other) {
  if (days_of(one) != days_of(other)) return true;
  std::map<int, std::pair<int, bool>> half_day;
  const auto half_of = [](const Assignment& a) {
    return std::pair(a.day, a.slot * kSlotMinutes >= kNoon);
  };
  for (const auto& assignment : one.assignments) half_day[assignment.item] = half_of(assignment);
  const auto moved = std::ranges::count_if(other.assignments, [&](const Assignment& assignment) {
    return half_day[assignment.item] != half_of(assignment);
  });
  return moved > 0 && moved * 2 >= static_cast<std::ptrdiff_t>(other.assignments.size());
}

std::vector<Choice> choices(const Problem& problem, const Limits& limits, Answer* best) {
  Offered offered;
  const auto answer = plan(problem, limits);
  if (best) *best = answer;
  offered.add(ChoiceKind::best, answer);
  if (offered.all().empty()) return {};
  const auto days = days_of(offered.all().front().plan);
  offered.add(ChoiceKind::earliest_finish, plan(problem, limits, Preference::earliest_finish));
  offered.add(ChoiceKind::other_days, without_one_of(days, problem, limits));
  Wishes mornings, afternoons;
  mornings.not_after = kNoon;
  afternoons.not_before = kNoon;
  for (const auto& wishes : {mornings, afternoons})
    offered.add(ChoiceKind::other_half_days, plan(with_wishes(problem, wishes), limits));
  return offered.all();
}

}  // namespace yuyue::planner
