#include "yuyue/planner/replan.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>

#include "unit/planner/page.hpp"
#include "unit/planner/problems.hpp"
#include "yuyue/planner/first_fit.hpp"

using namespace yuyue::planner;

namespace {

/// Another day at the hospital: some offers of a problem are gone, one item may be new.
struct Changed {
  Problem problem;
  std::vector<Assignment> current;
};
std::optional<Changed> changed_problem(unsigned seed) {
  auto problem = test::random_problem(seed);
  const auto before = plan(problem);
  if (before.outcome != Outcome::optimal) return std::nullopt;
  test::Chance chance(seed + 7);
  auto current = before.plan.assignments;
  if (chance.one_in(3)) current.erase(current.begin());
  std::erase_if(problem.offers, [&](const Offer& offer) {
    const auto is_it = [&](const Assignment& one) {
      return one.item == offer.item && one.day == offer.day && one.slot == offer.slot;
    };
    return std::ranges::any_of(current, is_it) ? chance.one_in(3) : chance.one_in(8);
  });
  return Changed{problem, current};
}

/// How many of those that can be kept are not; another device of the same site is nothing.
int moves(const Problem& problem, const std::vector<Assignment>& current,
          const std::vector<Assignment>& plan) {
  int count = 0;
  for (const auto& one : current) {
    const auto site = problem.devices[one.device].site;
    const auto same = [&](const auto& other) {
      return other.item == one.item && other.day == one.day && other.slot == one.slot &&
             problem.devices[other.device].site == site;
    };
    const auto alone = [&](const Offer& offer) {
      return same(offer) &&
             page::within_capacity(problem, {{offer.item, offer.day, offer.slot, offer.device}});
    };
    if (std::ranges::any_of(problem.offers, alone) && std::ranges::none_of(plan, same)) ++count;
  }
  return count;
}

/// None has an earlier place that goes with those before it in the order of the problem.
void check_each_is_first(const Problem& problem, const std::vector<Assignment>& plan) {
  std::vector<int> items, rules(problem.rules.size());
  std::iota(rules.begin(), rules.end(), 0);
  std::vector<Assignment> before;
  for (int item = 0; item < static_cast<int>(problem.items.size()); ++item) {
    items.push_back(item);
    const auto small = test::reduced(problem, items, rules);
    const auto it = *std::ranges::find(plan, item, &Assignment::item);
    for (const auto& offer : small.offers) {
      if (offer.item != item || std::pair(offer.day, offer.slot) >= std::pair(it.day, it.slot))
        continue;
      auto earlier = before;
      earlier.push_back({item, offer.day, offer.slot, offer.device});
      CHECK_FALSE(page::holds(small, earlier));
    }
    before.push_back(it);
  }
}

}  // namespace

TEST_CASE("planned again, as few examinations as possible move, and then as well as possible") {
  int planned = 0, moved_some = 0;
  for (unsigned seed = 1; seed <= 800; ++seed) {
    CAPTURE(seed);
    const auto changed = changed_problem(seed);
    if (!changed) continue;
    const auto& [problem, current] = *changed;
    std::optional<std::pair<int, Objective>> best;
    page::each_plan(problem, [&](const std::vector<Assignment>& plan) {
      const std::pair found(moves(problem, current, plan), page::cost(problem, plan));
      if (!best || found < *best) best = found;
    });
    const auto answer = replan(problem, current);
    if (!best) {
      CHECK(answer.outcome == Outcome::infeasible);
      continue;
    }
    REQUIRE(answer.outcome == Outcome::optimal);
    CHECK(page::holds(problem, answer.plan.assignments));
    CHECK(page::cost(problem, answer.plan.assignments) == answer.plan.objective);
    CHECK(std::pair(moves(problem, current, answer.plan.assignments), answer.plan.objective) ==
          *best);
    ++planned;
    moved_some += best->first > 0 ? 1 : 0;
  }
  CHECK(planned > 100);
  CHECK(moved_some > 10);
}

TEST_CASE("cut short, planning again gives what it has or says that it does not know") {
  for (unsigned seed = 1; seed <= 200; ++seed) {
    CAPTURE(seed);
    const auto changed = changed_problem(seed);
    if (!changed) continue;
    Limits limits;
    limits.steps = 2;
    const auto answer = replan(changed->problem, changed->current, limits);
    if (answer.outcome == Outcome::optimal || answer.outcome == Outcome::feasible)
      CHECK(page::holds(changed->problem, answer.plan.assignments));
    if (answer.outcome == Outcome::infeasible) CHECK_FALSE(page::best(changed->problem));
    if (answer.outcome == Outcome::feasible)
      CHECK(answer.bound <= replan(changed->problem, changed->current).plan.objective);
  }
}

TEST_CASE("what has moved is told by place and time, not by device") {
  auto problem = test::hospital(1, {test::item("A", 30), test::item("B", 30)});
  problem.devices = {{"US", 0}, {"US", 0}};
  problem.capacity.push_back(problem.capacity.front());
  test::offer(problem, 0, 0, 16, 17);
  test::offer(problem, 1, 0, 18, 18, 1);
  const std::vector<Assignment> current{{0, 0, 16, 0}, {1, 0, 18, 0}};
  const auto answer = replan(problem, current);
  CHECK(moved(problem, current, answer.plan).empty());
  std::erase_if(problem.offers, [](const Offer& offer) { return offer.slot == 16; });
  CHECK(moved(problem, current, replan(problem, current).plan) == std::vector{0});
}

TEST_CASE("first fit: each at its first place that goes with those before it, or a dead end") {
  int ended = 0, worse = 0;
  for (unsigned seed = 1; seed <= 600; ++seed) {
    CAPTURE(seed);
    const auto problem = test::random_problem(seed);
    const auto best = plan(problem);
    const auto plain = first_fit(problem);
    if (!plain) {
      ended += best.outcome == Outcome::optimal ? 1 : 0;
      continue;
    }
    CHECK(page::holds(problem, plain->assignments));
    CHECK(page::cost(problem, plain->assignments) == plain->objective);
    CHECK(plain->objective >= best.plan.objective);
    worse += plain->objective > best.plan.objective ? 1 : 0;
    check_each_is_first(problem, plain->assignments);
  }
  CHECK(ended > 10);
  CHECK(worse > 10);
}
