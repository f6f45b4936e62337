#include "planner/visits.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <numeric>
#include <tuple>

#include "planner/support.hpp"

namespace yuyue::planner {

Visits::Visits(const Space& space, const DayMap& days, Effort& effort, std::size_t memory)
    : space_(space),
      effort_(effort),
      memory_(memory * 2 / 3),
      outdone_(memory / 3),
      costs_(space),
      partition_(space, days, costs_) {
  const auto count = static_cast<int>(space.nodes.size());
  for (int item = 0; item < space.items; ++item) {
    int least = kSlotsPerDay;
    for (int u = space.first_node[item]; u < space.first_node[item + 1]; ++u) {
      for (int v = 0; v < count; ++v)
        if (space.nodes[v].item != item) least = std::min(least, space.gap(space.same_day, u, v));
      least = std::max(least, space.nodes[u].stay_slots);
    }
    occupies_.push_back(least * kSlotMinutes);
    spared_.push_back(least * kSlotMinutes - space.stay[item]);
  }
  by_spared_.resize(space.items);
  std::iota(by_spared_.begin(), by_spared_.end(), 0);
  std::ranges::stable_sort(by_spared_, std::greater{}, [&](int i) { return spared_[i]; });
  has_bounded_ = std::ranges::count(space.is_bounded, 1) > 0;
  steps_.resize(space.items + 1);
  placed_.resize(space.items);
}

void Visits::prepare(const std::vector<Visit>& visits) {
  visits_ = visits;
  if (costs_.has_tables()) partition_.prepare(visits);
  ++run_;
  outdone_.clear();
  const auto count = visits_.size();
  must_come_from_.assign(count + 1, 0);
  for (std::size_t v = count; v-- > 0;)
    must_come_from_[v] = must_come_from_[v + 1] + (visits_[v].must_come ? 1 : 0);
  width_ = space_.nodes.size() * count;
  words_.resize(width_ * (space_.items + 1));
  open_.assign(static_cast<std::size_t>(space_.items) * (space_.items + 1), 0);
  for (std::size_t n = 0; n < space_.nodes.size(); ++n)
    for (std::size_t v = 0; v < count; ++v)
      words_[n * count + v] = space_.at(static_cast<int>(n), visits_[v].day);
}

/// Leaves out what has no chance on these days, and notes what is left. False: nothing.
bool Visits::narrow() {
  std::vector<int> days;
  for (const auto& visit : visits_) days.push_back(visit.day);
  if (!keep_supported(space_, days, words_.data())) return false;
  const auto count = visits_.size();
  std::vector<int> ends(space_.items, std::numeric_limits<int>::max());
  for (std::size_t n = 0; n < space_.nodes.size(); ++n)
    for (std::size_t v = 0; v < count; ++v) {
      const int item = space_.nodes[n].item;
      const auto slots = words_[n * count + v];
      if (slots == 0) continue;
      open_[item] |= std::uint64_t{1} << v;
      if (v + 1 == count)
        ends[item] =
            std::min(ends[item], std::countr_zero(slots) * kSlotMinutes + space_.stay[item]);
    }
  earliest_end_ = *std::ranges::min_element(ends);
  if (space_.has_fixed[visits_.back().day])
    earliest_end_ = std::max(
        earliest_end_, space_.fixed_to[visits_.back().day] - visits_.back().day * kDayMinutes);
  if (costs_.has_tables()) partition_.end_not_before(ends);
  return true;
}

Cost Visits::search(const std::vector<Visit>& visits, Cost below) {
  best_ = below;
  prepare(visits);
  Front front;
  front.rest = (Items{1} << space_.items) - 1;
  if (costs_.has_tables() && partition_.later(0, front.rest) >= best_) return best_;
  if (!narrow()) return best_;
  if (days_hold(0, front)) go(0, front);
  return best_;
}

void Visits::go(int depth, const Front& front) {
  if (front.rest == 0) return finish(front);
  if (!effort_.step()) return;
  const bool goes_on = see(depth, front);
  const auto known = key(front, goes_on);
  const Cost spent = cost_of(front.on_site, 0);
  if (spent + memory_.at_least(known) >= best_) return;
  if (shared_out(depth, front) >= best_) return;
  const Outdone::Place place_now{front.rest, front.visit};
  if (spent + outdone_.at_least(place_now, left_, front.end, goes_on) >= best_) return;
  const auto left = left_;

  auto& steps = steps_[depth];
  steps.clear();
  if (front.visit >= 0) continue_visit(depth, front, steps);
  for (std::size_t v = front.visit + 1; v < visits_.size(); ++v) {
    begin_visit(depth, front, static_cast<int>(v), steps);
    if (visits_[v].must_come) break;
  }
  std::ranges::sort(steps, [](const Step& a, const Step& b) {
    return std::tie(a.bound, a.front.visit, a.slot, a.node) <
           std::tie(b.bound, b.front.visit, b.slot, b.node);
  });
  for (const auto& step : steps) {
    if (step.bound >= best_) break;
    if (place(depth, step)) go(depth + 1, step.front);
    if (effort_.over()) return;
  }
  const auto from_here = best_ == kNoCost ? kNoCost : best_ - spent;
  memory_.remember(known, from_here);
  outdone_.remember(place_now, left, front.end, from_here);
}

void Visits::finish(const Front& front) {
  if (front.visit + 1 != static_cast<int>(visits_.size())) return;
  const Cost cost = cost_of(front.on_site, front.end - visits_.back().day * kDayMinutes);
  if (cost >= best_) return;
  best_ = cost;
  best_plan_ = placed_;
}

void Visits::continue_visit(int depth, const Front& front, std::vector<Step>& steps) {
  for (auto rest = front.rest; rest != 0; rest &= rest - 1) {
    const int item = std::countr_zero(rest);
    const auto least = shared_out(depth, front, item);
    if (least >= best_) continue;
    for (int node = space_.first_node[item]; node < space_.first_node[item + 1]; ++node) {
      auto slots = word(depth, node, front.visit);
      for (; slots != 0; slots &= slots - 1) {
        offer(front, steps, node, std::countr_zero(slots), least);
        if (!space_.is_bounded[item]) break;
      }
    }
  }
}

void Visits::begin_visit(int depth, const Front& front, int visit, std::vector<Step>& steps) {
  // Nothing may be left behind on the days before.
  for (auto rest = front.rest; rest != 0; rest &= rest - 1)
    if (open_[depth * space_.items + std::countr_zero(rest)] >> visit == 0) return;
  auto begun = front;
  begun.visit = visit;
  begun.node = -1;
  begun.left_today = front.rest;
  begun.on_site_before = front.on_site;
  for (auto rest = front.rest; rest != 0; rest &= rest - 1) {
    const int item = std::countr_zero(rest);
    const auto least = shared_out(depth, begun, item);
    if (least >= best_) continue;
    for (int node = space_.first_node[item]; node < space_.first_node[item + 1]; ++node)
      for (auto slots = word(depth, node, visit); slots != 0; slots &= slots - 1)
        offer(begun, steps, node, std::countr_zero(slots), least);
  }
}

/// As a next step; `least` is what it costs at least by its item alone.
void Visits::offer(const Front& front, std::vector<Step>& steps, int node, int slot,
                   Cost least) const {
  Step step{0, node, slot, front};
  auto& next = step.front;
  const int item = space_.nodes[node].item, day = visits_[front.visit].day;
  const int start = (day * kSlotsPerDay + slot) * kSlotMinutes;
  next.rest &= ~(std::uint64_t{1} << item);
  next.node = node;
  next.release = start + space_.stay[item];
  if (front.node >= 0) {
    next.end = std::max(front.end, next.release);
    next.on_site += next.end - front.end;
  } else {
    const bool fixed = space_.has_fixed[day];
    next.end = fixed ? std::max(next.release, space_.fixed_to[day]) : next.release;
    next.on_site += next.end - (fixed ? std::min(start, space_.fixed_from[day]) : start);
  }
  const int visits_left = must_come_from_[next.visit + 1];
  if (std::popcount(next.rest) < visits_left) return;
  step.bound = std::max(bound(next), least);
  if (step.bound < best_) steps.push_back(step);
}

bool Visits::place(int depth, const Step& step) {
  const auto* from = words(depth);
  auto* to = words(depth + 1);
  auto* open_to = open_.data() + (depth + 1) * space_.items;
  const auto count = static_cast<int>(visits_.size());
  const int today = step.front.visit, day = visits_[today].day;
  placed_[space_.nodes[step.node].item] = {step.node, day, step.slot};
  for (auto rest = step.front.rest; rest != 0; rest &= rest - 1) {
    const int item = std::countr_zero(rest);
    std::uint64_t open = 0;
    for (int v = space_.first_node[item]; v < space_.first_node[item + 1]; ++v)
      for (int i = today; i < count; ++i) {
        const int at = v * count + i;
        auto slots = from[at];
        if (slots != 0) {
          const int x = step.slot - (visits_[i].day - day) * kSlotsPerDay;
          slots &= space_.after(step.node, x, v, i == today ? space_.same_day : space_.other_day);
          if (slots != 0) open |= std::uint64_t{1} << i;
        }
        to[at] = slots;
      }
    if (open == 0) return false;
    open_to[item] = open;
  }
  return days_hold(depth + 1, step.front);
}

/// Notes what is left of the items' starts. True: today may go on.
bool Visits::see(int depth, const Front& front) {
  const auto count = static_cast<int>(visits_.size());
  const auto bounded = width_ * (has_bounded_ ? 1 : 0);
  left_.assign(width_ + bounded, 0);
  bool goes_on = false;
  for (auto rest = front.rest; rest != 0; rest &= rest - 1) {
    const int item = std::countr_zero(rest);
    for (int v = space_.first_node[item]; v < space_.first_node[item + 1]; ++v)
      for (int i = std::max(front.visit, 0); i < count; ++i) {
        const auto slots = word(depth, v, i);
        const auto at = static_cast<std::size_t>(v) * visits_.size() + i;
        left_[at] = static_cast<std::uint8_t>(std::countr_zero(slots));
        if (has_bounded_) left_[width_ + at] = static_cast<std::uint8_t>(std::countl_zero(slots));
        goes_on = goes_on || (i == front.visit && slots != 0);
      }
  }
  return goes_on;
}

Memory::Key Visits::key(const Front& front, bool goes_on) const {
  Mixer mixer(run_);
  mixer.add(front.rest);
  mixer.add(static_cast<std::uint64_t>(front.visit));
  // When nothing more can be done today it no longer matters when today ends.
  if (goes_on) mixer.add(static_cast<std::uint64_t>(front.end));
  for (std::size_t i = 0; i < left_.size(); i += sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::memcpy(&word, &left_[i], std::min(sizeof word, left_.size() - i));
    mixer.add(word);
  }
  return mixer.key();
}

}  // namespace yuyue::planner
