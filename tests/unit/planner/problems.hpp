#pragma once
// Problems for tests: an empty hospital to put things into, and small random ones.
#include <random>

#include "yuyue/planner/model.hpp"

namespace yuyue::planner::test {

inline Item item(std::string code, int minutes, int recovery = 0) {
  Item item;
  item.code = item.name = std::move(code);
  item.minutes = item.device_minutes = minutes;
  item.recovery = recovery;
  return item;
}

/// One site, one device that is always free; offers are added by the test.
inline Problem hospital(int days, std::vector<Item> items) {
  Problem problem;
  problem.days = days;
  problem.walk = {{0}};
  problem.meal = 120;
  problem.bladder_fill = 60;
  problem.devices = {{"US", 0}};
  problem.items = std::move(items);
  problem.capacity.resize(1);
  problem.capacity[0].resize(days);
  for (auto& day : problem.capacity[0]) day.fill(9);
  return problem;
}

/// Offers an item in these slots of a day.
inline void offer(Problem& problem, int item, int day, int from_slot, int to_slot, int device = 0) {
  for (int slot = from_slot; slot <= to_slot; ++slot)
    problem.offers.push_back({item, day, slot, device});
}

class Chance {
 public:
  explicit Chance(unsigned seed) : source_(seed) {}
  int below(int n) { return static_cast<int>(source_() % static_cast<unsigned>(n)); }
  bool one_in(int n) { return below(n) == 0; }
  int one_of(std::initializer_list<int> values) {
    return values.begin()[below(static_cast<int>(values.size()))];
  }

 private:
  std::mt19937 source_;
};

inline Item random_item(Chance& chance, int number) {
  auto one = item("I" + std::to_string(number), chance.one_of({5, 15, 30, 45, 90}),
                  chance.one_of({0, 0, 0, 20, 60}));
  one.device_minutes = chance.one_of({0, 5, one.minutes, one.minutes});
  if (one.device_minutes > one.minutes) one.device_minutes = one.minutes;
  one.fasting = chance.one_of({0, 0, 120, 480});
  one.water_stop = chance.one_of({0, 0, 0, 60, 120});
  one.breaks_fast = chance.one_in(4);
  one.needs_meal = chance.one_in(4);
  one.bladder = static_cast<Bladder>(chance.one_of({0, 0, 1, 2}));
  return one;
}

inline Rule random_rule(Chance& chance, int number, int items) {
  Rule rule;
  rule.id = "R" + std::to_string(number);
  rule.kind = static_cast<RuleKind>(chance.below(5));
  rule.a = chance.below(items);
  rule.b = (rule.a + 1 + chance.below(items - 1)) % items;
  rule.min_minutes = chance.one_of({0, 30, 45, 180, 1440});
  if (chance.one_in(3)) rule.max_minutes = rule.min_minutes + chance.one_of({30, 120, 1500});
  if (!chance.one_in(4)) rule.a_first = chance.one_of({0, 60, 240, 1440});
  if (!chance.one_in(4)) rule.b_first = chance.one_of({0, 60, 240, 1440});
  return rule;
}

/// Few offers, so that all combinations can be looked at; days that touch at midnight.
inline Problem random_problem(unsigned seed) {
  Chance chance(seed);
  const int items = 2 + chance.below(3), days = 1 + chance.below(3), sites = 1 + chance.below(3);
  auto problem = hospital(days, {});
  for (int i = 0; i < items; ++i) problem.items.push_back(random_item(chance, i));
  problem.walk.assign(sites, std::vector<int>(sites, 0));
  for (auto& row : problem.walk)
    for (auto& minutes : row) minutes = chance.one_of({0, 5, 10, 40});
  problem.devices.clear();
  problem.capacity.clear();
  for (int device = 0; device < 3; ++device) {
    problem.devices.push_back({"US", chance.below(sites)});
    auto& capacity = problem.capacity.emplace_back(days);
    for (auto& day : capacity)
      for (auto& places : day) places = chance.one_of({0, 1, 1, 2});
  }
  const int first = chance.one_of({0, 14, 16, 38});
  for (int i = 0; i < items; ++i)
    for (int offers = 2 + chance.below(11); offers > 0; --offers)
      problem.offers.push_back({i, chance.below(days), first + chance.below(10), chance.below(3)});
  for (int fixed = chance.one_of({0, 0, 1, 2}); fixed > 0; --fixed)
    problem.fixed.push_back({random_item(chance, 90 + fixed), chance.below(days + 1) - 1,
                             chance.below(kDayMinutes), chance.below(sites)});
  const int all = items + static_cast<int>(problem.fixed.size());
  for (int rules = chance.below(4); rules > 0; --rules)
    problem.rules.push_back(random_rule(chance, rules, all));
  return problem;
}

/// The problem with only these items and, of their rules, these.
inline Problem reduced(const Problem& problem, const std::vector<int>& items,
                       const std::vector<int>& rules) {
  auto small = problem;
  std::vector<int> place(problem.items.size() + problem.fixed.size(), -1);
  small.items.clear();
  for (const int item : items) {
    place[item] = static_cast<int>(small.items.size());
    small.items.push_back(problem.items[item]);
  }
  for (std::size_t f = 0; f < problem.fixed.size(); ++f)
    place[problem.items.size() + f] = static_cast<int>(small.items.size() + f);
  std::erase_if(small.offers, [&](const Offer& offer) { return place[offer.item] < 0; });
  for (auto& offer : small.offers) offer.item = place[offer.item];
  small.rules.clear();
  for (const int rule : rules) {
    auto kept = problem.rules[rule];
    kept.a = place[kept.a];
    kept.b = place[kept.b];
    if (kept.a >= 0 && kept.b >= 0) small.rules.push_back(kept);
  }
  return small;
}

}  // namespace yuyue::planner::test
