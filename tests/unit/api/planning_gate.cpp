#include "yuyue/api/planning_gate.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <memory>

using namespace yuyue;
using api::PlanningGate;
using namespace std::chrono_literals;

namespace {

const Instant kNow{1'800'000'000'000ms};

}  // namespace

TEST_CASE("so many previews a minute, by who asks; staff more, and nobody on another's account") {
  PlanningGate gate({.of_a_patient = 3, .of_anybody_else = 5});
  for (int n = 0; n < 3; ++n) CHECK(gate.ask("patient 1", true, kNow).has_value());
  const auto refused = gate.ask("patient 1", true, kNow);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code == "too-many-plans");
  REQUIRE(refused.error().possible_at);
  CHECK(*refused.error().possible_at > kNow);
  CHECK(*refused.error().possible_at <= kNow + 60s);
  CHECK_FALSE(
      gate.ask("patient 1", true, kNow).has_value());  // asking on does not help, nor does it harm:
  CHECK(*gate.ask("patient 1", true, kNow).error().possible_at <= kNow + 60s);
  CHECK(gate.ask("patient 2", true, kNow).has_value());
  for (int n = 0; n < 5; ++n) CHECK(gate.ask("desk", false, kNow).has_value());
  CHECK_FALSE(gate.ask("desk", false, kNow).has_value());
}

TEST_CASE("many who ask once are forgotten again, and no limit is lost by it") {
  PlanningGate gate({.of_a_patient = 1});
  CHECK(gate.ask("first", true, kNow).has_value());
  for (int n = 0; n < 12'000; ++n) REQUIRE(gate.ask(std::to_string(n), true, kNow).has_value());
  CHECK_FALSE(gate.ask("first", true, kNow).has_value());
}

TEST_CASE(
    "so many wait for a planner; whoever is one too many is told at once, until one is done") {
  PlanningGate gate({.waiting = 2});
  auto first = std::make_unique<PlanningGate::Turn>(gate);
  const PlanningGate::Turn second(gate);
  CHECK(first->possible());
  CHECK(second.possible());
  {
    const PlanningGate::Turn third(gate);
    CHECK_FALSE(third.possible());
  }
  first.reset();
  const PlanningGate::Turn fourth(gate);
  CHECK(fourth.possible());
  CHECK_FALSE(PlanningGate::Turn(gate).possible());
}

TEST_CASE("what waits is planned in the order in which it came") {
  PlanningGate gate({.at_once = 1});
  std::vector<int> order;
  for (int n = 0; n < 20; ++n) boost::asio::post(gate.threads, [&order, n] { order.push_back(n); });
  gate.threads.join();
  REQUIRE(order.size() == 20);
  CHECK(std::ranges::is_sorted(order));
}
