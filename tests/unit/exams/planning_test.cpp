// The planner's problem made from orders and devices: whatever is drawn, what the planner answers
// holds by an independent look at every clause.
#include "yuyue/exams/planning.hpp"

#include <doctest/doctest.h>

#include <random>

#include "yuyue/exams/plans.hpp"
#include "yuyue/planner/planner.hpp"

using namespace yuyue;
using namespace yuyue::exams;
using namespace yuyue::exams::planning;

namespace {

const Day kToday = *parse_day("2026-11-23");

/// A hospital of two sites with scarce places, some examinations and some rules between.
class Draw {
 public:
  explicit Draw(unsigned seed) : random_(seed) {}

  Planning planning() {
    Planning p{.today = kToday, .now = 60 * upto(16), .days = 2 + upto(4)};
    p.walk = {{0, 10, 15}, {10, 0, 15}, {15, 15, 0}};
    for (int n = 0; n < 3; ++n) p.places.push_back({n + 1, "M", n % 2});
    for (int n = 0; n < 3; ++n) {
      p.free.emplace_back(static_cast<std::size_t>(p.days));
      for (auto& day : p.free.back())
        for (int slot = 16; slot < 34; ++slot) day[static_cast<std::size_t>(slot)] = upto(3);
    }
    const int count = 1 + upto(4);
    for (int n = 0; n <= count; ++n) p.wanted.push_back(wanted(n, p.days));
    for (int n = 0; n < upto(3); ++n) p.standing.push_back(standing(n, p.days));
    for (int n = 0; n < upto(4); ++n) p.rules.push_back(rule(n, count));
    return p;
  }

 private:
  int upto(int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(random_); }
  planner::Item item(const std::string& code) {
    planner::Item item{.code = code, .name = code};
    item.minutes = 10 + 10 * upto(5);
    item.device_minutes = item.minutes;
    item.recovery = 30 * upto(2);
    item.fasting = 240 * upto(3);
    item.water_stop = 120 * upto(2);
    item.breaks_fast = upto(4) == 0;
    item.needs_meal = item.fasting == 0 && upto(4) == 0;
    item.bladder = static_cast<planner::Bladder>(upto(3));
    return item;
  }
  static std::string exam(int n) { return std::string(1, static_cast<char>('A' + n)); }
  Wanted wanted(int n, int days) {
    Wanted out{.order = n + 1, .exam = exam(n), .item = item("order" + std::to_string(n))};
    out.first_day = upto(2);
    out.last_day = days - 1 - upto(2);
    for (int place = 0; place < 3; ++place)
      if (upto(3) != 0) out.places.push_back(place);
    return out;
  }
  Standing standing(int n, int days) {
    Standing out{.what = static_cast<Standing::What>(upto(3)), .id = n, .item = item("stands")};
    if (out.what != Standing::What::appointment) out.exam = exam(upto(5));
    out.day = out.what == Standing::What::past ? -1 - upto(3) : upto(days);
    out.minute = 480 + 60 * upto(8);
    out.site = upto(3);
    return out;
  }
  Pair rule(int n, int count) {
    Pair out{.id = "R" + std::to_string(n), .kind = static_cast<planner::RuleKind>(upto(5))};
    const int a = upto(count + 1);
    out.a = exam(a);
    out.b = exam((a + 1 + upto(count)) % (count + 1));
    out.min_minutes = 30 * upto(4);
    if (upto(4) == 0) out.max_minutes = out.min_minutes + 300;
    if (upto(3) != 0) out.a_first = 120 * upto(4);
    if (upto(3) != 0 || !out.a_first) out.b_first = 240 * upto(8);
    return out;
  }
  std::mt19937 random_;
};

}  // namespace

TEST_CASE("whatever is drawn, the planner's answer holds by an independent look") {
  int plans = 0, none = 0;
  for (unsigned seed = 1; seed <= 300; ++seed) {
    CAPTURE(seed);
    const auto planning = Draw(seed).planning();
    const auto answer = planner::plan(problem_of(planning), {.steps = 200'000});
    if (answer.outcome == planner::Outcome::optimal) {
      ++plans;
      CHECK(answer.plan.assignments.size() == planning.wanted.size());
      const auto found = broken(planning, answer.plan.assignments);
      CHECK_MESSAGE(found.empty(), (found.empty() ? "" : found.front()));
    } else if (answer.outcome == planner::Outcome::infeasible) {
      ++none;
    }
  }
  CHECK(plans > 50);
  CHECK(none > 20);
}

TEST_CASE("without any one part of a contradiction there is a plan") {
  int looked_at = 0;
  for (unsigned seed = 1; seed <= 150 && looked_at < 15; ++seed) {
    CAPTURE(seed);
    const auto planning = Draw(seed).planning();
    const auto answer = planner::plan(problem_of(planning));
    if (answer.outcome != planner::Outcome::infeasible) continue;
    ++looked_at;
    const auto why = contradiction_of(planning, answer.conflict);
    auto left = planning;
    left.wanted.clear();
    left.standing.clear();
    for (const int i : why.wanted) left.wanted.push_back(planning.wanted[i]);
    for (const int s : why.standing) left.standing.push_back(planning.standing[s]);
    std::erase_if(left.rules, [&](const Pair& rule) {
      return std::ranges::find(why.rules, rule.id) == why.rules.end();
    });
    const auto is_none = [](const Planning& one) {
      return planner::plan(problem_of(one)).outcome == planner::Outcome::infeasible;
    };
    CHECK(is_none(left));
    for (std::size_t s = 0; s < left.standing.size(); ++s) {
      auto less = left;
      less.standing.erase(less.standing.begin() + static_cast<std::ptrdiff_t>(s));
      CHECK_FALSE(is_none(less));
    }
    for (std::size_t i = 0; i < left.wanted.size() && left.wanted.size() > 1; ++i) {
      auto less = left;
      less.wanted.erase(less.wanted.begin() + static_cast<std::ptrdiff_t>(i));
      CHECK_FALSE(is_none(less));
    }
  }
  CHECK(looked_at > 5);
}

TEST_CASE("barium last week keeps the CT away; two that are past and contradict do not bar all") {
  Planning p{.today = kToday, .now = 0, .days = 14};
  p.walk = {{0}};
  p.places = {{1, "CT", 0}};
  DayPlaces open{};
  for (std::size_t slot = 16; slot < 34; ++slot) open[slot] = 1;
  p.free = {std::vector<DayPlaces>(14, open)};
  planner::Item ct{.code = "o", .name = "CT", .minutes = 30, .device_minutes = 30};
  p.wanted.push_back({.order = 1, .exam = "CT-ENH", .item = ct, .last_day = 13, .places = {0}});
  planner::Item barium{.code = "b", .name = "barium", .minutes = 45, .device_minutes = 45};
  for (const int day : {-5, -5})
    p.standing.push_back({.what = Standing::What::past,
                          .id = day,
                          .exam = "XR-GIB",
                          .item = barium,
                          .day = day,
                          .minute = 600});
  p.rules.push_back({.id = "R15",
                     .kind = planner::RuleKind::separate,
                     .a = "CT-ENH",
                     .b = "XR-GIB",
                     .a_first = 0,
                     .b_first = 10080});
  const auto answer = planner::plan(problem_of(p));
  REQUIRE(answer.outcome == planner::Outcome::optimal);
  CHECK(answer.plan.assignments.front().start() >= -5 * 1440 + 645 + 10080);
  p.wanted.front().last_day = 1;
  const auto none = planner::plan(problem_of(p));
  REQUIRE(none.outcome == planner::Outcome::infeasible);
  p.standing.pop_back();
  const auto why = contradiction_of(p, none.conflict);
  CHECK(why.rules == std::vector<std::string>{"R15"});
  CHECK(why.standing == std::vector<int>{0});
}
