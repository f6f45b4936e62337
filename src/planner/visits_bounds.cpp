// What a partial plan costs at least, and whether it has a chance at all.
#include <algorithm>
#include <array>
#include <bit>

#include "planner/visits.hpp"

namespace yuyue::planner {

/// At least what a plan that goes on from here costs in all.
Cost Visits::bound(const Front& front) const {
  const int to_come = on_site_to_come(front);
  const int last_day = visits_.back().day * kDayMinutes;
  int end = earliest_end_;
  if (front.visit + 1 == static_cast<int>(visits_.size())) end = front.end + to_come - last_day;
  return cost_of(front.on_site + to_come, end);
}

/// At least what it costs in all by the days' own costs; with this item on the visit under way,
/// where one is given.
Cost Visits::shared_out(int depth, const Front& front, int on_this_visit) {
  if (!costs_.has_tables()) return 0;
  if (front.visit < 0) return partition_.later(0, front.rest);
  const auto* open = open_.data() + depth * space_.items;
  const auto last_only = std::uint64_t{1} << (visits_.size() - 1);
  Items at_least = front.left_today & ~front.rest, at_most = at_least;
  int end = 0;
  for (auto rest = front.rest; rest != 0; rest &= rest - 1) {
    const int item = std::countr_zero(rest);
    if (open[item] == last_only) end = std::max(end, earliest_end_of(depth, item));
    if ((open[item] >> front.visit & 1) == 0) continue;
    at_most |= Items{1} << item;
    if (item == on_this_visit || open[item] >> front.visit == 1) at_least |= Items{1} << item;
  }
  const auto cost = partition_.now_and_later(front.visit, front.left_today, at_least, at_most);
  if (cost == kNoCost) return kNoCost;
  return cost_of(on_site_of(cost) + front.on_site_before, std::max(end, end_of(cost)));
}

/// Of an item that is left for the last visit.
int Visits::earliest_end_of(int depth, int item) const {
  int slot = kSlotsPerDay;
  for (int v = space_.first_node[item]; v < space_.first_node[item + 1]; ++v)
    slot = std::min(slot, std::countr_zero(word(depth, v, static_cast<int>(visits_.size()) - 1)));
  return slot * kSlotMinutes + space_.stay[item];
}

/// Every item keeps the patient until another can start; only the last of a day spares what lies
/// between its release and that moment.
int Visits::on_site_to_come(const Front& front) const {
  if (front.rest == 0) return 0;
  const auto later = static_cast<int>(visits_.size()) - front.visit - 1;
  const int last = space_.nodes[front.node].item;
  int total = 0, taken = 0, spared = 0, next_spared = 0;
  for (const int item : by_spared_) {
    if ((front.rest >> item & 1) == 0) continue;
    total += occupies_[item];
    if (taken < later)
      spared += spared_[item];
    else if (taken == later)
      next_spared = spared_[item];
    ++taken;
  }
  // Either something more is done today, or all of it later.
  const int slack = front.end - front.release;
  const int with_today = total - spared - next_spared + spared_[last] - slack;
  if (later == 0) return std::max(0, with_today);
  return std::max(0, std::min(with_today, total - spared));
}

int Visits::least_on_site(int days) const {
  int total = 0;
  for (const int item : by_spared_) total += occupies_[item] - (days-- > 0 ? spared_[item] : 0);
  return total;
}

/// The items that only one day is left for have to fit into it one after another.
bool Visits::days_hold(int depth, const Front& front) {
  struct Window {
    int first, due, slots;
  };
  std::array<Window, 64> windows;
  const auto* open = open_.data() + depth * space_.items;
  std::uint64_t seen = 0, crowded = 0;
  for (auto rest = front.rest; rest != 0; rest &= rest - 1) {
    const auto visits = open[std::countr_zero(rest)];
    if (!std::has_single_bit(visits)) continue;
    crowded |= seen & visits;
    seen |= visits;
  }
  for (; crowded != 0; crowded &= crowded - 1) {
    const int visit = std::countr_zero(crowded);
    int count = 0, now = kSlotsPerDay;
    for (auto rest = front.rest; rest != 0; rest &= rest - 1) {
      const int item = std::countr_zero(rest);
      if (open[item] != std::uint64_t{1} << visit) continue;
      Slots all = 0;
      for (int v = space_.first_node[item]; v < space_.first_node[item + 1]; ++v)
        all |= word(depth, v, visit);
      const int slots = occupies_[item] / kSlotMinutes;
      windows[count++] = {std::countr_zero(all), 63 - std::countl_zero(all) + slots, slots};
      now = std::min(now, windows[count - 1].first);
    }
    std::sort(windows.begin(), windows.begin() + count,
              [](const Window& a, const Window& b) { return a.due < b.due; });
    for (int i = 0; i < count; ++i) {
      now += windows[i].slots;
      if (now > windows[i].due) return false;
    }
  }
  return true;
}

}  // namespace yuyue::planner
