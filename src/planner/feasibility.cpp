#include "planner/feasibility.hpp"

#include <algorithm>
#include <bit>

namespace yuyue::planner {

Feasibility::Feasibility(const Space& space, Effort& effort)
    : space_(space), effort_(effort), weights_(space.items, 1.0) {}

Verdict Feasibility::search(const std::vector<int>& days, std::uint64_t most_steps) {
  days_ = days;
  width_ = space_.nodes.size() * days_.size();
  words_.resize(width_ * (space_.items + 1));
  auto* root = words(0);
  for (std::size_t n = 0; n < space_.nodes.size(); ++n)
    for (const int day : days_) *root++ = space_.at(static_cast<int>(n), day);
  is_placed_.assign(space_.items, 0);
  plan_.assign(space_.items, {});
  steps_left_ = most_steps;
  gave_up_ = false;
  if (!space_.fixed_agree) return Verdict::none;
  if (go(0)) return Verdict::found;
  return gave_up_ ? Verdict::unknown : Verdict::none;
}

/// The item with the fewest starts, those that ran out before counting more.
int Feasibility::hardest(int depth) const {
  const auto* all = words(depth);
  int best = -1;
  double least = 0;
  for (int i = 0; i < space_.items; ++i) {
    if (is_placed_[i]) continue;
    int count = 0;
    const auto* end = all + space_.first_node[i + 1] * days_.size();
    for (const auto* word = all + space_.first_node[i] * days_.size(); word != end; ++word)
      count += std::popcount(*word);
    const double score = count / weights_[i];
    if (best < 0 || score < least) best = i, least = score;
  }
  return best;
}

bool Feasibility::go(int depth) {
  if (depth == space_.items) return true;
  const int item = hardest(depth);
  is_placed_[item] = 1;
  for (std::size_t d = 0; d < days_.size(); ++d)
    for (int node = space_.first_node[item]; node < space_.first_node[item + 1]; ++node) {
      for (auto rest = words(depth)[node * days_.size() + d]; rest != 0; rest &= rest - 1) {
        if (steps_left_ == 0 || !effort_.step()) {
          gave_up_ = true;
          return false;
        }
        --steps_left_;
        if (!place(depth, node, static_cast<int>(d), std::countr_zero(rest))) continue;
        if (go(depth + 1)) return true;
        if (gave_up_) return false;
      }
    }
  is_placed_[item] = 0;
  return false;
}

/// Leaves the others what goes with it. False: one of them is left without a start.
bool Feasibility::place(int depth, int node, int day, int slot) {
  const auto* from = words(depth);
  auto* to = words(depth + 1);
  const int item = space_.nodes[node].item;
  for (int other = 0; other < space_.items; ++other) {
    if (is_placed_[other]) continue;
    Slots any = 0;
    for (int v = space_.first_node[other]; v < space_.first_node[other + 1]; ++v)
      for (std::size_t d = 0; d < days_.size(); ++d) {
        const auto at = v * days_.size() + d;
        to[at] = from[at] == 0 ? 0 : from[at] & space_.allowed(node, days_[day], slot, v, days_[d]);
        any |= to[at];
      }
    if (any == 0) {
      weights_[other] += 1;
      return false;
    }
  }
  plan_[item] = {node, days_[day], slot};
  return true;
}

}  // namespace yuyue::planner
