#include "planner/days.hpp"

#include <algorithm>

namespace yuyue::planner {
namespace {

/// Whether some start of item i on day d goes with some start of item j on day e.
bool go_together(const Space& space, int i, int d, int j, int e) {
  for (int u = space.first_node[i]; u < space.first_node[i + 1]; ++u)
    for (int v = space.first_node[j]; v < space.first_node[j + 1]; ++v) {
      const auto others = space.at(v, e);
      if (others == 0) continue;
      for (auto slots = space.at(u, d); slots != 0; slots &= slots - 1)
        if ((space.allowed(u, d, std::countr_zero(slots), v, e) & others) != 0) return true;
    }
  return false;
}

}  // namespace

DayMap::DayMap(const Space& space) : space_(space) {
  const int items = space.items, days = space.days;
  days_of_.assign(items, 0);
  items_on_.assign(days, 0);
  items_before_.assign(days + 1, 0);
  linked_.assign(items, 0);
  all_items_ = items == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << items) - 1;
  for (int n = 0; n < static_cast<int>(space.nodes.size()); ++n)
    for (int d = 0; d < days; ++d) {
      if (space.at(n, d) == 0) continue;
      days_of_[space.nodes[n].item] |= day_bit(d);
      items_on_[d] |= std::uint64_t{1} << space.nodes[n].item;
    }
  for (int d = 0; d < days; ++d) {
    items_before_[d + 1] = items_before_[d] | items_on_[d];
    if (space.has_fixed[d]) fixed_ |= day_bit(d);
  }
  most_count_ = std::min(items, days);

  pairs_.assign(static_cast<std::size_t>(items) * days * items, 0);
  for (int i = 0; i < items; ++i)
    for (auto own = days_of_[i]; own != 0; own &= own - 1)
      for (int j = 0; j < items; ++j) {
        if (i == j) continue;
        const int d = first_day(own);
        auto& common = pairs_[(i * days + d) * items + j];
        for (auto rest = days_of_[j]; rest != 0; rest &= rest - 1)
          if (go_together(space, i, d, j, first_day(rest))) common |= day_bit(first_day(rest));
        if (common != days_of_[j]) linked_[i] |= std::uint64_t{1} << j;
      }
}

void DayMap::each_set(int count, int last, const Look& look) {
  const bool last_is_fixed = (fixed_ >> last & 1) != 0;
  if (!last_is_fixed && count == 0) return;
  last_ = last;
  const Days free_of_charge = fixed_ & (day_bit(last) - 1);
  choose(free_of_charge | day_bit(last), last, last_is_fixed ? count : count - 1, look);
}

bool DayMap::choose(Days chosen, int below, int left, const Look& look) {
  if (left == 0) {
    if (!may_hold(chosen)) return true;
    std::vector<Visit> visits;
    for (auto rest = chosen; rest != 0; rest &= rest - 1) {
      const int day = first_day(rest);
      visits.push_back({day, day == last_ || (fixed_ >> day & 1) == 0});
    }
    return look(visits);
  }
  std::uint64_t without = all_items_;
  for (auto rest = chosen; rest != 0; rest &= rest - 1) without &= ~items_on_[first_day(rest)];
  for (int day = below - 1; day >= left - 1; --day) {
    if ((without & ~items_before_[day + 1]) != 0) return true;  // nothing earlier has them either
    if (items_on_[day] == 0 || (fixed_ >> day & 1) != 0) continue;
    if (left == 1 && (without & ~items_on_[day]) != 0) continue;
    if (!choose(chosen | day_bit(day), day, left - 1, look)) return false;
  }
  return true;
}

bool DayMap::may_have_plan() const {
  return may_hold(space_.days == kMostDays ? ~Days{0} : day_bit(space_.days) - 1);
}

/// Leaves out days that some other item does not go with, until nothing changes.
bool DayMap::may_hold(Days chosen) const {
  std::array<Days, 64> left;
  for (int i = 0; i < space_.items; ++i) {
    left[i] = days_of_[i] & chosen;
    if (left[i] == 0) return false;
  }
  for (bool changed = true; changed;) {
    changed = false;
    for (int i = 0; i < space_.items; ++i)
      for (auto rest = left[i]; rest != 0; rest &= rest - 1) {
        const int day = first_day(rest);
        for (auto others = linked_[i]; others != 0; others &= others - 1) {
          const int j = std::countr_zero(others);
          if ((common(i, day, j) & left[j]) != 0) continue;
          left[i] &= ~day_bit(day);
          if (left[i] == 0) return false;
          changed = true;
          break;
        }
      }
  }
  return true;
}

}  // namespace yuyue::planner
