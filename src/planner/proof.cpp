#include "planner/proof.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

namespace yuyue::planner {
namespace {

/// Enough for most problems that have a plan, or obviously none.
constexpr std::uint64_t kFirstLook = 20000;
constexpr std::uint64_t kLookAtDays = 4000;

Objective objective_of(const Space& space, const std::vector<Placed>& plan) {
  struct Day {
    int from, to;
  };
  std::map<int, Day> days;
  for (const auto& placed : plan) {
    const int start = (placed.day * kSlotsPerDay + placed.slot) * kSlotMinutes;
    const int release = start + space.stay[space.nodes[placed.node].item];
    auto& day = days.try_emplace(placed.day, Day{start, release}).first->second;
    day = {std::min(day.from, start), std::max(day.to, release)};
  }
  Objective objective;
  for (auto& [number, day] : days) {
    if (space.has_fixed[number])
      day = {std::min(day.from, space.fixed_from[number]),
             std::max(day.to, space.fixed_to[number])};
    else
      ++objective.days;
    objective.last_day = number;
    objective.on_site += day.to - day.from;
    objective.end = day.to - number * kDayMinutes;
  }
  return objective;
}

}  // namespace

Proof::Proof(const Space& space, Effort& effort, std::size_t memory, Preference preference)
    : space_(space),
      effort_(effort),
      preference_(preference),
      feasibility_(space, effort),
      days_(space),
      visits_(space, days_, effort, memory) {}

Verdict Proof::search(bool any) {
  if (!space_.fixed_agree || !days_.may_have_plan()) return Verdict::none;
  std::vector<int> all(space_.days);
  std::iota(all.begin(), all.end(), 0);
  const auto first = feasibility_.search(all, kFirstLook);
  if (first == Verdict::none) return Verdict::none;
  if (first == Verdict::found) take(feasibility_.plan());
  if (any && found_) return Verdict::found;

  const int most = days_.most_count();
  for (int i = 0; i <= (preference_ == Preference::fewest_days ? most : space_.days - 1); ++i) {
    // Still no plan: ever longer looks for a reason, beside the sets of days.
    if (!found_ && feasibility_.search(all, kFirstLook << std::min(i, 20)) == Verdict::none)
      return Verdict::none;
    for (int j = 0; j <= (preference_ == Preference::fewest_days ? space_.days - 1 : most); ++j) {
      const bool proven = preference_ == Preference::fewest_days ? settle(i, j) : settle(j, i);
      if (effort_.over()) return found_ ? Verdict::found : Verdict::unknown;
      if (proven) return Verdict::found;
      if (any && found_) return Verdict::found;
    }
  }
  return found_ ? Verdict::found : Verdict::none;
}

/// Whether the best plan has so many days and this last one. Nothing better is left to look at.
bool Proof::settle(int count, int last) {
  const auto with_fixed =
      static_cast<int>(std::count(space_.has_fixed.begin(), space_.has_fixed.end(), 1));
  bound_ = {count, last, visits_.least_on_site(count + with_fixed), 0};
  best_ = kNoCost;
  const bool known = found_ && objective_.days == count && objective_.last_day == last;
  if (known) best_ = cost_of(objective_.on_site, objective_.end);
  days_.each_set(count, last, [this](const std::vector<Visit>& visits) { return look(visits); });
  return best_ != kNoCost;
}

bool Proof::look(const std::vector<Visit>& visits) {
  std::vector<int> days;
  for (const auto& visit : visits) days.push_back(visit.day);
  if (feasibility_.search(days, kLookAtDays) != Verdict::none) {
    const auto before = best_;
    best_ = visits_.search(visits, before);
    if (best_ != before) take(visits_.plan());
  }
  return !effort_.over();
}

void Proof::take(const std::vector<Placed>& plan) {
  const auto objective = objective_of(space_, plan);
  if (found_ && !is_better(objective)) return;
  found_ = true;
  plan_ = plan;
  objective_ = objective;
}

bool Proof::is_better(const Objective& one) const {
  const auto in_order = [this](const Objective& o) {
    return preference_ == Preference::fewest_days
               ? std::tuple(o.days, o.last_day, o.on_site, o.end)
               : std::tuple(o.last_day, o.days, o.on_site, o.end);
  };
  return in_order(one) < in_order(objective_);
}

}  // namespace yuyue::planner
