#include "planner/partition.hpp"

#include <algorithm>
#include <bit>

namespace yuyue::planner {
namespace {

/// Answers kept for one set of days.
constexpr std::size_t kMostAsked = 50'000;

}  // namespace

Partition::Partition(const Space& space, const DayMap& days, DayCosts& costs)
    : space_(space), map_(days), costs_(costs) {}

std::size_t Partition::Hash::operator()(const Question& q) const {
  auto mixed = q.rest * 0x9e3779b97f4a7c15U ^ q.at_least * 0xe7037ed1a0b428dbU;
  mixed ^= (q.at_most + static_cast<unsigned>(q.visit)) * 0xa0761d6478bd642fU;
  return mixed ^ mixed >> 29;
}

void Partition::prepare(const std::vector<Visit>& visits) {
  visits_ = visits;
  const auto count = visits.size();
  asked_.clear();
  ends_.assign(space_.items, 0);
  day_.clear();
  on_.assign(count, 0);
  later_.assign(count, 0);
  barred_.assign(count, std::vector<Items>(space_.items, 0));
  Days after = 0;
  for (std::size_t v = count; v-- > 0;) {
    on_[v] = map_.items_on(visits[v].day);
    if (v + 1 < count) later_[v] = later_[v + 1] | on_[v + 1];
    for (int i = 0; i < space_.items; ++i)
      for (int j = 0; j < space_.items; ++j)
        if (i != j && (map_.common(i, visits[v].day, j) & after) == 0)
          barred_[v][i] |= Items{1} << j;
    after |= day_bit(visits[v].day);
  }
  for (const auto& visit : visits) day_.push_back(&costs_.of(visit.day));
  known_.resize(std::max(known_.size(), count));
  for (std::size_t v = 0; v + 1 < count; ++v) known_[v].assign(std::size_t{1} << space_.items, -1);
}

void Partition::end_not_before(const std::vector<int>& ends) {
  ends_ = ends;
  asked_.clear();
  for (auto& known : known_) std::ranges::fill(known, -1);
}

Cost Partition::on(int visit, Items items) const {
  const auto cost = (*day_[visit])[items];
  if (cost == kNoCost) return cost;
  // When a day ends matters of the last one only.
  if (visit + 1 < static_cast<int>(visits_.size())) return cost_of(on_site_of(cost), 0);
  int end = end_of(cost);
  for (auto rest = items; rest != 0; rest &= rest - 1)
    end = std::max(end, ends_[std::countr_zero(rest)]);
  return cost_of(on_site_of(cost), end);
}

Cost Partition::later(int from, Items rest) {
  if (rest == 0) return 0;
  if (from >= static_cast<int>(visits_.size())) return kNoCost;
  if (from + 1 == static_cast<int>(visits_.size())) return on(from, rest);
  const auto known = known_[from][rest];
  if (known < 0) {
    const auto cost = least(from, rest, 0, rest);
    known_[from][rest] = cost;
    return cost;
  }
  return known;
}

Cost Partition::least(int visit, Items rest, Items at_least, Items at_most) {
  const auto now = rest & at_most & on_[visit];
  const auto must = at_least | (rest & ~later_[visit]);
  if ((must & ~now) != 0) return kNoCost;
  const auto open = now & ~must;
  Cost best = kNoCost;
  for (Items chosen = open;; chosen = (chosen - 1) & open) {
    const auto items = must | chosen;
    const auto others = rest & ~items;
    const auto cost = items == 0 ? (visits_[visit].must_come ? kNoCost : 0) : on(visit, items);
    if (cost < best) {
      Items barred = 0;
      for (auto each = items; each != 0; each &= each - 1)
        barred |= barred_[visit][std::countr_zero(each)];
      if ((barred & others) == 0) best = std::min(best, cost + later(visit + 1, others));
    }
    if (chosen == 0) break;
  }
  return best;
}

Cost Partition::now_and_later(int visit, Items rest, Items at_least, Items at_most) {
  if (visit + 1 == static_cast<int>(visits_.size())) return on(visit, rest);
  const Question question{visit, rest, at_least, at_most & rest};
  const auto found = asked_.find(question);
  if (found != asked_.end()) return found->second;
  const auto cost = least(visit, rest, at_least, at_most);
  if (asked_.size() < kMostAsked) asked_.emplace(question, cost);
  return cost;
}

}  // namespace yuyue::planner
