// Who goes before others, and how people with needs are called: pure rules.
#include <doctest/doctest.h>

#include "yuyue/booking/clinic/calling.hpp"
#include "yuyue/booking/clinic/clinic_day.hpp"
#include "yuyue/booking/clinic/priority.hpp"

using namespace yuyue;
using namespace yuyue::booking;
using namespace yuyue::booking::clinic;
using namespace std::chrono_literals;

namespace {

const Day kToday = *parse_day("2026-11-24");

std::string usual(const policy::People::Facts& person) {
  return class_of(policy::usual_classes(), person, kToday);
}

}  // namespace

TEST_CASE("age decides on the very day") {
  CHECK(usual({}).empty());
  CHECK(usual({.birth_date = *parse_day("1946-11-24")}) == "elderly");
  CHECK(usual({.birth_date = *parse_day("1946-11-25")}).empty());
  CHECK(usual({.birth_date = *parse_day("2023-11-25")}) == "small-child");
  CHECK(usual({.birth_date = *parse_day("2023-11-24")}).empty());
}

TEST_CASE("a need or a document makes a class; of several the one that waits least") {
  CHECK(usual({.needs = {"pregnancy"}}) == "pregnancy");
  CHECK(usual({.needs = {"language", "companion"}}).empty());
  CHECK(usual({.documents = {IdentifierType::military}}) == "service-member");
  CHECK(usual({.birth_date = *parse_day("1940-01-01"),
               .documents = {IdentifierType::military},
               .needs = {"wheelchair"}}) == "service-member");
  CHECK(usual({.birth_date = *parse_day("1940-01-01"), .needs = {"wheelchair"}}) == "elderly");
}

TEST_CASE("a class is named as some place of the policy names it") {
  policy::Policy policy;
  auto& special = policy.overrides.emplace_back();
  special.line.emplace();
  special.line->classes = {{.code = "donor", .name = "献血者"}};
  CHECK(class_named(policy, "donor")->name == "献血者");
  CHECK(class_named(policy, "elderly")->name_en == "Old age");
  CHECK(class_named(policy, "unknown") == nullptr);
}

TEST_CASE("a line orders by the hospital's rules; what they leave open follows the slots") {
  policy::Rules rules;
  rules.line.walk_in_allowance = 45min;
  rules.line.near_room = 2;
  const auto line = line_rules(rules, 10min);
  CHECK(line.walk_in_allowance == 45min);
  CHECK(line.class_allowances.at("elderly") == 10min);
  CHECK(line.planned == 10min);
  CHECK(line.near_room == 2);
  CHECK(queue::check(line).has_value());
  rules.line.planned = 6min;
  CHECK(line_rules(rules, 10min).planned == 6min);
  CHECK(line_rules(policy::Rules{}, 0min).planned == 1min);
}

TEST_CASE("needs change how one is called") {
  CHECK(calling_for({}) == Calling{});
  CHECK(calling_for({"companion"}) == Calling{});
  const auto blind = calling_for({"sight"});
  CHECK(blind.times == 3);
  CHECK(blind.slowly);
  CHECK(blind.fetch);
  const auto deaf = calling_for({"hearing"}, 1);
  CHECK(deaf.times == 1);
  CHECK(deaf.fetch);
  CHECK(deaf.patience > Calling{}.patience);
  CHECK(deaf.extra_calls == 1);
  CHECK(calling_for({"language"}).english);
  const auto wheels = calling_for({"wheelchair"});
  CHECK(!wheels.fetch);
  CHECK(wheels.extra_calls == 1);
}
