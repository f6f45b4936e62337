#include "planner/day_costs.hpp"

#include <algorithm>
#include <bit>

#include "planner/gap.hpp"

namespace yuyue::planner {
namespace {

constexpr int kLater = 1 << 24;  // minutes: not today

}  // namespace

DayCosts::DayCosts(const Space& space) : space_(space), tables_(space.days) {
  const int items = space.items;
  sites_ = space.walk.size();
  walk_ = space.walk;
  links_.resize(items);
  linked_.assign(items, 0);
  never_before_.assign(items, 0);
  with_.assign(items, 0);
  for (int i = 0; i < items; ++i)
    for (int j = 0; j < items; ++j) {
      if (i == j) continue;
      int least = kNever, other_days = kNever;
      bool more = false;
      for (int u = space.first_node[i]; u < space.first_node[i + 1]; ++u)
        for (int v = space.first_node[j]; v < space.first_node[j + 1]; ++v) {
          const int gap = space.gap(space.same_day, u, v);
          const int way = space.stay[i] + walk_[space.nodes[u].site][space.nodes[v].site];
          more = more || (gap < kNever && gap * kSlotMinutes >= way + kSlotMinutes);
          least = std::min(least, gap);
          other_days = std::min(
              {other_days, space.gap(space.other_day, u, v), space.gap(space.other_day, v, u)});
        }
      if (least >= kNever)
        never_before_[j] |= Items{1} << i;
      else if (more)
        links_[j].push_back({i, least * kSlotMinutes}), linked_[j] |= Items{1} << i;
      if (other_days >= kNever) with_[i] |= Items{1} << j;
    }
}

const std::vector<Cost>& DayCosts::of(int day) {
  auto& costs = tables_[day];
  if (costs.empty()) fill(day, costs);
  return costs;
}

void DayCosts::fill(int day, std::vector<Cost>& costs) {
  const auto count = static_cast<int>(space_.nodes.size());
  costs.assign(std::size_t{1} << space_.items, kNoCost);
  next_.assign(static_cast<std::size_t>(count) * (kSlotsPerDay + 1), kNotToday);
  first_.assign(static_cast<std::size_t>(space_.items) * (kSlotsPerDay + 1), kNotToday);
  Slots begins = 0;
  for (int n = 0; n < count; ++n) {
    const auto slots = space_.at(n, day);
    begins |= slots;
    for (int slot = kSlotsPerDay; slot-- > 0;) {
      auto* next = &next_[n * (kSlotsPerDay + 1) + slot];
      *next = (slots >> slot & 1) != 0 ? static_cast<std::uint8_t>(slot) : next[1];
      auto& first = first_[space_.nodes[n].item * (kSlotsPerDay + 1) + slot];
      first = std::min(first, *next);
    }
  }
  release_.resize(costs.size() * sites_);
  for (; begins != 0; begins &= begins - 1) begin_at(day, std::countr_zero(begins), costs);
  for (Items set = 1; set < costs.size(); ++set)
    for (auto rest = set; rest != 0; rest &= rest - 1)
      if ((with_[std::countr_zero(rest)] & ~set) != 0) costs[set] = kNoCost;
}

/// All sets whose first item starts in this slot.
void DayCosts::begin_at(int day, int slot, std::vector<Cost>& costs) {
  std::ranges::fill(release_, kLater);
  for (int n = 0; n < static_cast<int>(space_.nodes.size()); ++n) {
    const auto& node = space_.nodes[n];
    if ((space_.at(n, day) >> slot & 1) != 0)
      release_[at(Items{1} << node.item, node.site)] = slot * kSlotMinutes + space_.stay[node.item];
  }
  int from = slot * kSlotMinutes, fixed_to = 0;
  if (space_.has_fixed[day]) {
    from = std::min(from, space_.fixed_from[day] - day * kDayMinutes);
    fixed_to = space_.fixed_to[day] - day * kDayMinutes;
  }
  for (Items done = 1; done < costs.size(); ++done) {
    const auto* released = &release_[at(done, 0)];
    const int release = *std::min_element(released, released + sites_);
    if (release >= kLater) continue;
    const int end = std::max(release, fixed_to);
    costs[done] = std::min(costs[done], cost_of(end - from, end));
    extend(done, slot);
  }
}

void DayCosts::extend(Items done, int slot) {
  const auto* released = &release_[at(done, 0)];
  for (std::size_t site = 0; site < sites_; ++site) {
    int arrives = kLater;
    for (std::size_t from = 0; from < sites_; ++from)
      arrives = std::min(arrives, released[from] + walk_[from][site]);
    if (arrives > kDayMinutes - kSlotMinutes) continue;
    const int arrives_slot = (arrives + kSlotMinutes - 1) / kSlotMinutes;
    for (int n = 0; n < static_cast<int>(space_.nodes.size()); ++n) {
      const auto& node = space_.nodes[n];
      if (node.site != static_cast<int>(site) || (done >> node.item & 1) != 0 ||
          (done & never_before_[node.item]) != 0)
        continue;
      int start = arrives_slot;
      if ((done & linked_[node.item]) != 0)
        start = std::max(start, earliest(done, node.item, slot));
      if (start >= kSlotsPerDay) continue;
      start = next_[n * (kSlotsPerDay + 1) + start];
      if (start == kNotToday) continue;
      auto& release = release_[at(done | Items{1} << node.item, node.site)];
      release = std::min(release, start * kSlotMinutes + space_.stay[node.item]);
    }
  }
}

/// The slot before which none of those done lets the item start.
int DayCosts::earliest(Items done, int item, int slot) const {
  int earliest = 0;
  for (const auto& link : links_[item]) {
    if ((done >> link.before & 1) == 0) continue;
    const int began = first_[link.before * (kSlotsPerDay + 1) + slot];
    earliest = std::max(earliest, began + link.minutes / kSlotMinutes);
  }
  return earliest;
}

}  // namespace yuyue::planner
