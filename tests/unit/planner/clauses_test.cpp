// Each clause on its own: two or three items, and when the second may start.
#include <doctest/doctest.h>

#include "unit/planner/page.hpp"
#include "unit/planner/problems.hpp"
#include "yuyue/planner/planner.hpp"
#include "yuyue/planner/wishes.hpp"

using namespace yuyue::planner;
using test::hospital;
using test::item;
using test::offer;

namespace {

constexpr int kEight = 16;  // slots: 08:00

/// Minutes from the start of item 0 (08:00 of day 0) to that of item 1, which is offered in every
/// slot of so many days; -1: no plan.
int second_starts_after(Problem problem) {
  problem.offers.clear();
  offer(problem, 0, 0, kEight, kEight);
  for (int day = 0; day < problem.days; ++day) offer(problem, 1, day, 0, 47);
  const auto answer = plan(problem);
  if (answer.outcome == Outcome::infeasible) return -1;
  REQUIRE(answer.outcome == Outcome::optimal);
  CHECK(page::holds(problem, answer.plan.assignments));
  int starts[2] = {};
  for (const auto& one : answer.plan.assignments) starts[one.item] = one.start();
  return starts[1] - starts[0];
}

Problem pair(int days = 1) {
  return hospital(days, {item("A", 30), item("B", 10)});
}

Problem with_rule(Rule rule, int days = 1) {
  auto problem = pair(days);
  rule.id = "R";
  rule.a = 0;
  rule.b = 1;
  problem.rules.push_back(rule);
  return problem;
}

Rule rule(RuleKind kind, int min_minutes = 0) {
  Rule rule;
  rule.kind = kind;
  rule.min_minutes = min_minutes;
  return rule;
}

}  // namespace

TEST_CASE("one place at a time: until released, and the way there") {
  CHECK(second_starts_after(pair()) == 30);
  auto recovering = pair();
  recovering.items[0].recovery = 40;  // 07:30 to 09:10, or 08:00 to 09:40: as long, but later
  CHECK(second_starts_after(recovering) == -30);
  auto far = hospital(1, {item("A", 30), item("B", 25)});
  far.walk = {{0, 10}, {40, 0}};
  far.devices = {{"US", 0}, {"US", 1}};
  far.capacity.push_back(far.capacity[0]);
  offer(far, 0, 0, kEight, kEight, 0);
  offer(far, 1, 0, kEight - 2, kEight + 3, 1);
  // After A: 08:30 is too early by the ten minutes, 09:00 leaves at 09:25; before A it would have
  // to be at 06:55 or earlier.
  CHECK(plan(far).plan.objective == Objective{1, 0, 85, 9 * 60 + 25});
}

TEST_CASE("a stay past midnight holds up the next day") {
  auto problem = hospital(2, {item("A", 30, 120), item("B", 10)});
  offer(problem, 0, 0, 46, 46);  // 23:00, released at 01:30
  offer(problem, 1, 1, 0, 4);
  const auto answer = plan(problem);
  CHECK(answer.plan.assignments[1].slot == 3);
  CHECK(answer.plan.objective == Objective{2, 1, 160, 100});
}

TEST_CASE("capacity: every slot that the device is taken in, into the next day too") {
  auto problem = hospital(2, {item("A", 90)});
  problem.items[0].device_minutes = 61;
  offer(problem, 0, 0, 16, 20);
  problem.capacity[0][0][18] = 0;
  CHECK(plan(problem).plan.assignments[0].slot == 19);
  problem.offers.clear();
  offer(problem, 0, 0, 47, 47);
  CHECK(plan(problem).outcome == Outcome::optimal);
  problem.capacity[0][1][1] = 0;
  CHECK(plan(problem).outcome == Outcome::infeasible);
}

TEST_CASE("before: from the release, and not too late") {
  CHECK(second_starts_after(with_rule(rule(RuleKind::before))) == 30);
  CHECK(second_starts_after(with_rule(rule(RuleKind::before, 31))) == 90);
  auto recovering = with_rule(rule(RuleKind::before, 30));
  recovering.items[0].recovery = 30;
  CHECK(second_starts_after(recovering) == 90);
  auto next_day = rule(RuleKind::before, 1380);
  next_day.max_minutes = 1400;  // 23 hours after 08:30: 07:30, at most 07:50
  CHECK(second_starts_after(with_rule(next_day, 2)) == 1410);
  next_day.max_minutes = 1379;
  CHECK(second_starts_after(with_rule(next_day, 2)) == -1);
}

TEST_CASE("separate: from the end, in either order that is allowed") {
  auto apart = rule(RuleKind::separate);
  apart.a_first = 60;
  apart.b_first = 300;
  auto problem = with_rule(apart);
  CHECK(second_starts_after(problem) == 90);
  problem.items[0].recovery = 90;  // washing out begins with the examination
  CHECK(second_starts_after(problem) == 120);
  problem.rules[0].a_first.reset();
  CHECK(second_starts_after(problem) == -330);  // B ends at 02:40
  problem.rules[0].b_first.reset();
  CHECK(second_starts_after(problem) == -1);
}

TEST_CASE("same day, not the same day, an order only if on one day") {
  CHECK(second_starts_after(with_rule(rule(RuleKind::not_same_day))) == -1);
  CHECK(second_starts_after(with_rule(rule(RuleKind::not_same_day), 2)) >= 16 * 60);
  CHECK(second_starts_after(with_rule(rule(RuleKind::same_day_order, 45), 2)) == 90);
  auto apart = with_rule(rule(RuleKind::same_day), 2);
  offer(apart, 0, 0, 16, 16);
  offer(apart, 1, 1, 16, 16);
  const auto answer = plan(apart);
  CHECK(answer.outcome == Outcome::infeasible);
  CHECK(answer.conflict.items == std::vector<int>{0, 1});
  CHECK(answer.conflict.rules == std::vector<int>{0});
}

TEST_CASE("stomach: breaking the fast, on whatever days; a meal, on one day") {
  auto problem = pair();
  problem.items[1].fasting = 120;
  problem.items[0].breaks_fast = true;
  CHECK(second_starts_after(problem) == -30);
  problem.offers.clear();
  problem = hospital(2, {item("A", 30), item("B", 10)});
  problem.items[0].breaks_fast = true;
  problem.items[1].fasting = 480;
  offer(problem, 0, 0, 46, 46);  // until 23:30
  offer(problem, 1, 1, 12, 18);
  CHECK(plan(problem).plan.assignments[1].slot == 15);  // 07:30

  auto fed = pair();
  fed.items[0].fasting = 480;
  fed.items[1].needs_meal = true;
  CHECK(second_starts_after(fed) == 150);  // 30 minutes and a meal's 120
  auto before = pair();
  before.items[0].needs_meal = true;  // it was eaten before 08:00
  before.items[1].fasting = 60;
  before.meal = 480;
  CHECK(second_starts_after(before) == 60);
}

TEST_CASE("bladder and water, on one day") {
  auto water = pair();
  water.items[0].water_stop = 240;
  water.items[1].bladder = Bladder::full;
  CHECK(second_starts_after(water) == 90);  // drinks for an hour
  auto stop = pair();
  stop.items[0].bladder = Bladder::full;  // drunk before 08:00
  stop.items[1].water_stop = 100;
  stop.bladder_fill = 600;
  CHECK(second_starts_after(stop) == 120);
  auto empty = pair();
  empty.items[0].bladder = Bladder::empty;
  empty.items[1].bladder = Bladder::full;
  CHECK(second_starts_after(empty) == -30);
  empty.rules.push_back(with_rule(rule(RuleKind::before)).rules[0]);
  CHECK(second_starts_after(empty) == 90);
}

TEST_CASE("what is fixed is planned around, and its day is not a further one") {
  auto problem = hospital(3, {item("A", 30)});
  for (int day = 0; day < 3; ++day) offer(problem, 0, day, 16, 20);
  auto barium = item("B", 45);
  problem.fixed.push_back({barium, 2, 8 * 60 + 10, 0});
  const auto answer = plan(problem);
  CHECK(answer.plan.objective == Objective{0, 2, 80, 9 * 60 + 30});  // 08:10 to 09:30
  CHECK(answer.plan.assignments[0].slot == 18);

  Rule wash_out = rule(RuleKind::separate);
  wash_out.id = "R";
  wash_out.a = 1;  // the fixed one
  wash_out.a_first = 1440;
  problem.rules.push_back(wash_out);
  problem.fixed[0].day = -1;
  CHECK(plan(problem).plan.assignments[0].slot == 18);  // 08:55 and a day
  problem.rules[0].a_first = 4 * 1440;
  const auto none = plan(problem);
  CHECK(none.conflict.items == std::vector<int>{0});
  CHECK(none.conflict.rules == std::vector<int>{0});
}

TEST_CASE("wishes leave offers out") {
  auto problem = hospital(3, {item("A", 30, 15)});
  for (int day = 0; day < 3; ++day) offer(problem, 0, day, 16, 40);
  const auto slot_and_day = [&](const Wishes& wishes) {
    const auto answer = plan(with_wishes(problem, wishes));
    if (answer.outcome != Outcome::optimal) return std::pair(-1, -1);
    return std::pair(answer.plan.assignments[0].slot, answer.plan.assignments[0].day);
  };
  CHECK(slot_and_day({}) == std::pair(16, 0));
  CHECK(slot_and_day({.not_before = 9 * 60 + 1}) == std::pair(19, 0));
  CHECK(slot_and_day({.not_after = 8 * 60 + 45}) == std::pair(16, 0));
  CHECK(slot_and_day({.not_after = 8 * 60 + 44}) == std::pair(-1, -1));
  CHECK(slot_and_day({.days = {2}}) == std::pair(16, 2));
  CHECK(slot_and_day({.sites = {1}}) == std::pair(-1, -1));
  problem.fixed.push_back({item("B", 60), 1, 10 * 60, 0});
  CHECK(slot_and_day({.after_fixed = 0}) == std::pair(22, 1));
}

TEST_CASE("nothing to plan is planned") {
  CHECK(plan(hospital(1, {})).outcome == Outcome::optimal);
}
