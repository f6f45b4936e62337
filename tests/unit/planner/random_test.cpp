#include <doctest/doctest.h>

#include <algorithm>

#include "unit/planner/page.hpp"
#include "unit/planner/problems.hpp"
#include "yuyue/planner/choices.hpp"
#include "yuyue/planner/planner.hpp"

using namespace yuyue::planner;

namespace {

bool has_plan(const Problem& problem, const std::vector<int>& items,
              const std::vector<int>& rules) {
  const auto small = test::reduced(problem, items, rules);
  if (small.items.empty()) return page::holds(small, {});
  return page::best(small).has_value();
}

std::vector<int> without(std::vector<int> all, std::size_t index) {
  all.erase(all.begin() + static_cast<std::ptrdiff_t>(index));
  return all;
}

void check_conflict(const Problem& problem, const Conflict& conflict) {
  const auto& [items, rules] = conflict;
  CHECK_FALSE(has_plan(problem, items, rules));
  for (std::size_t i = 0; i < items.size(); ++i) CHECK(has_plan(problem, without(items, i), rules));
  for (std::size_t i = 0; i < rules.size(); ++i) CHECK(has_plan(problem, items, without(rules, i)));
}

void check_answer(const Problem& problem, const Answer& answer,
                  const std::optional<Objective>& best) {
  if (!best) {
    REQUIRE(answer.outcome == Outcome::infeasible);
    return check_conflict(problem, answer.conflict);
  }
  REQUIRE(answer.outcome == Outcome::optimal);
  const auto& [objective, assignments] = answer.plan;
  CHECK(page::holds(problem, assignments));
  CHECK(page::cost(problem, assignments) == objective);
  CHECK(objective == *best);
  CHECK(std::ranges::is_sorted(assignments, {}, &Assignment::start));
}

}  // namespace

TEST_CASE("the planner finds what looking at every combination finds") {
  const int count = std::getenv("YUYUE_LONG") ? 20000 : 1500;
  int planned = 0;
  for (int seed = 1; seed <= count; ++seed) {
    CAPTURE(seed);
    const auto problem = test::random_problem(static_cast<unsigned>(seed));
    const auto best = page::best(problem);
    check_answer(problem, plan(problem), best);
    planned += best ? 1 : 0;
  }
  CHECK(planned > count / 6);      // the problems are worth something:
  CHECK(planned < count * 5 / 6);  // many of either kind
}

TEST_CASE("a search that is cut short says what no plan can beat") {
  for (unsigned seed = 1; seed <= 400; ++seed) {
    const auto problem = test::random_problem(seed);
    const auto best = page::best(problem);
    for (const std::uint64_t steps : {0, 1, 3, 10}) {
      CAPTURE(seed);
      CAPTURE(steps);
      Limits limits;
      limits.steps = steps;
      const auto answer = plan(problem, limits);
      if (answer.outcome == Outcome::optimal) CHECK(answer.plan.objective == *best);
      if (answer.outcome == Outcome::infeasible) CHECK_FALSE(best);
      if (answer.outcome == Outcome::unknown && best) CHECK(answer.bound <= *best);
      if (answer.outcome != Outcome::feasible) continue;
      CHECK(page::holds(problem, answer.plan.assignments));
      CHECK(page::cost(problem, answer.plan.assignments) == answer.plan.objective);
      CHECK(answer.bound <= *best);
    }
  }
}

TEST_CASE("little memory costs time, not exactness") {
  Limits limits;
  limits.memory = 1;
  for (unsigned seed = 1; seed <= 200; ++seed) {
    CAPTURE(seed);
    const auto problem = test::random_problem(seed);
    check_answer(problem, plan(problem, limits), page::best(problem));
  }
}

TEST_CASE("choices are plans that differ, the best first, each with what it costs") {
  for (unsigned seed = 1; seed <= 300; ++seed) {
    CAPTURE(seed);
    const auto problem = test::random_problem(seed);
    const auto best = page::best(problem);
    const auto offered = choices(problem);
    REQUIRE(offered.empty() == !best);
    for (std::size_t i = 0; i < offered.size(); ++i) {
      const auto& [kind, plan, proven, bound, difference] = offered[i];
      CHECK(page::holds(problem, plan.assignments));
      CHECK(proven);
      CHECK(bound == plan.objective);
      CHECK((kind == ChoiceKind::best) == (i == 0));
      CHECK(plan.objective.on_site - best->on_site == difference.on_site);
      if (kind == ChoiceKind::earliest_finish) CHECK(difference.last_day < 0);
      for (std::size_t j = 0; j < i; ++j) CHECK(differ_in_substance(plan, offered[j].plan));
    }
  }
}

TEST_CASE("choices that are cut short say what none of their kind can beat") {
  int unproven = 0;
  for (unsigned seed = 1; seed <= 300; ++seed) {
    CAPTURE(seed);
    const auto problem = test::random_problem(seed);
    const auto best = page::best(problem);
    for (const std::uint64_t steps : {1, 5, 20}) {
      Limits limits;
      limits.steps = steps;
      Answer first;
      const auto offered = choices(problem, limits, &first);
      CHECK(offered.empty() ==
            (first.outcome == Outcome::infeasible || first.outcome == Outcome::unknown));
      if (first.outcome == Outcome::infeasible) CHECK_FALSE(best);
      for (const auto& choice : offered) {
        CHECK(page::holds(problem, choice.plan.assignments));
        if (choice.kind == ChoiceKind::best) CHECK(choice.bound <= *best);
        if (choice.kind == ChoiceKind::best && choice.proven) CHECK(choice.plan.objective == *best);
        if (choice.kind != ChoiceKind::earliest_finish)
          CHECK(choice.bound <= choice.plan.objective);
        unproven += choice.proven ? 0 : 1;
      }
    }
  }
  CHECK(unproven > 10);
}
