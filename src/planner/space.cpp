#include "planner/space.hpp"

#include <algorithm>
#include <numeric>

#include "planner/gap.hpp"

namespace yuyue::planner {
namespace {

int rounded_up(int minutes) {
  return minutes >= kNever ? kNever : (minutes + kSlotMinutes - 1) / kSlotMinutes;
}
int rounded_down(int minutes) {
  return minutes >= kNever ? kNever : minutes / kSlotMinutes;
}

/// One item's nodes with the starts that fit by themselves.
void add_nodes(const Problem& problem, int item, Space& space) {
  const auto sites = problem.walk.size();
  std::vector<std::vector<Slots>> starts(sites);
  for (const auto& offer : problem.offers) {
    if (offer.item != item || !fits_capacity(problem, offer)) continue;
    auto& of_site = starts[problem.devices[offer.device].site];
    of_site.resize(problem.days);
    of_site[offer.day] |= Slots{1} << offer.slot;
  }
  for (std::size_t site = 0; site < sites; ++site) {
    if (starts[site].empty()) continue;
    space.nodes.push_back(
        {space.items, static_cast<int>(site), rounded_up(problem.items[item].stay())});
    space.starts.insert(space.starts.end(), starts[site].begin(), starts[site].end());
  }
}

void leave_out(Space& space, int node, int day, auto&& holds) {
  auto& slots = space.starts[node * space.days + day];
  for (auto rest = slots; rest != 0; rest &= rest - 1) {
    const int slot = __builtin_ctzll(rest);
    if (!holds((day * kSlotsPerDay + slot) * kSlotMinutes)) slots &= ~(Slots{1} << slot);
  }
}

void apply_fixed(const Problem& problem, const std::vector<Rule>& rules,
                 const std::vector<int>& items, Space& space) {
  const auto count = static_cast<int>(problem.items.size());
  const auto fixed = static_cast<int>(problem.fixed.size());
  for (int f = 0; f < fixed; ++f) {
    const auto& one = problem.fixed[f];
    for (int n = 0; n < static_cast<int>(space.nodes.size()); ++n) {
      for (int day = 0; day < space.days; ++day)
        leave_out(space, n, day, [&](int start) {
          return compatible(problem, rules, items[space.nodes[n].item], space.nodes[n].site, start,
                            count + f, one.site, one.start());
        });
    }
    for (int g = 0; g < f; ++g)
      space.fixed_agree = space.fixed_agree &&
                          compatible(problem, rules, count + f, one.site, one.start(), count + g,
                                     problem.fixed[g].site, problem.fixed[g].start());
    if (one.day < 0 || one.day >= space.days) continue;
    auto& from = space.fixed_from[one.day];
    auto& to = space.fixed_to[one.day];
    const bool first = !space.has_fixed[one.day];
    from = first ? one.start() : std::min(from, one.start());
    to = first ? one.start() + one.item.stay() : std::max(to, one.start() + one.item.stay());
    space.has_fixed[one.day] = 1;
  }
}

void fill_gaps(const Problem& problem, const std::vector<Rule>& rules,
               const std::vector<int>& items, Space& space) {
  const auto count = space.nodes.size();
  for (auto* table : {&space.same_day, &space.other_day, &space.most})
    table->assign(count * count, kNever);
  for (std::size_t u = 0; u < count; ++u)
    for (std::size_t v = 0; v < count; ++v) {
      const auto &first = space.nodes[u], second = space.nodes[v];
      if (first.item == second.item) continue;
      const auto gap = gap_between(problem, rules, items[first.item], first.site,
                                   items[second.item], second.site);
      space.same_day[u * count + v] = rounded_up(gap.same_day);
      space.other_day[u * count + v] = rounded_up(gap.other_day);
      space.most[u * count + v] = rounded_down(gap.most);
      if (gap.most < kNever) space.is_bounded[first.item] = 1;
    }
}

}  // namespace

Space make_space(const Problem& problem, const std::vector<int>& items,
                 const std::vector<int>& rules) {
  Space space;
  space.days = problem.days;
  space.walk = problem.walk;
  for (const int item : items) {
    space.first_node.push_back(static_cast<int>(space.nodes.size()));
    add_nodes(problem, item, space);
    space.stay.push_back(problem.items[item].stay());
    ++space.items;
  }
  space.first_node.push_back(static_cast<int>(space.nodes.size()));
  space.is_bounded.assign(items.size(), 0);
  space.fixed_from.assign(problem.days, 0);
  space.fixed_to.assign(problem.days, 0);
  space.has_fixed.assign(problem.days, 0);

  std::vector<Rule> chosen;
  for (const int rule : rules) chosen.push_back(problem.rules[rule]);
  apply_fixed(problem, chosen, items, space);
  fill_gaps(problem, chosen, items, space);
  return space;
}

Space whole_space(const Problem& problem) {
  std::vector<int> items(problem.items.size()), rules(problem.rules.size());
  std::iota(items.begin(), items.end(), 0);
  std::iota(rules.begin(), rules.end(), 0);
  return make_space(problem, items, rules);
}

bool fits_capacity(const Problem& problem, const Offer& offer) {
  const int taken = (problem.items[offer.item].device_minutes + kSlotMinutes - 1) / kSlotMinutes;
  for (int i = 0; i < taken; ++i) {
    const int day = offer.day + (offer.slot + i) / kSlotsPerDay;
    if (day >= problem.days) return false;
    if (problem.capacity[offer.device][day][(offer.slot + i) % kSlotsPerDay] <= 0) return false;
  }
  return true;
}

int device_for(const Problem& problem, int item, int site, int day, int slot) {
  int best = -1;
  for (const auto& offer : problem.offers) {
    if (offer.item == item && offer.day == day && offer.slot == slot &&
        problem.devices[offer.device].site == site && fits_capacity(problem, offer) &&
        (best < 0 || offer.device < best))
      best = offer.device;
  }
  return best;
}

}  // namespace yuyue::planner
