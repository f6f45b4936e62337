#include "planner/outdone.hpp"

#include <algorithm>

namespace yuyue::planner {
namespace {

constexpr std::size_t kMostOfOneKind = 32;

/// Whether `more` leaves all that `less` leaves.
bool leaves_all(const std::uint8_t* more, const Leftover& less) {
  std::uint8_t missing = 0;
  for (std::size_t i = 0; i < less.size(); ++i)
    missing |= static_cast<std::uint8_t>(more[i] > less[i]);
  return missing == 0;
}

}  // namespace

std::size_t Outdone::Hash::operator()(const Place& place) const {
  const auto mixed = (place.items * 64 + static_cast<unsigned>(place.visit)) * 0x9e3779b97f4a7c15U;
  return mixed ^ mixed >> 31;
}

void Outdone::clear() {
  shelves_.clear();
  used_ = 0;
}

Cost Outdone::at_least(const Place& place, const Leftover& left, int end, bool goes_on) const {
  const auto found = shelves_.find(place);
  if (found == shelves_.end()) return 0;
  Cost most = 0;
  const auto& shelf = found->second;
  for (std::size_t i = 0; i < shelf.entries.size(); ++i) {
    const auto& entry = shelf.entries[i];
    // What has been spent today already need not be spent again.
    const auto spent = goes_on && end > entry.end ? cost_of(end - entry.end, 0) : 0;
    const auto cost = entry.at_least == kNoCost ? kNoCost : entry.at_least - spent;
    if (cost > most && leaves_all(&shelf.left[i * left.size()], left)) most = cost;
  }
  return most;
}

void Outdone::remember(const Place& place, const Leftover& left, int end, Cost at_least) {
  if (used_ > most_) return;
  auto& shelf = shelves_[place];
  std::size_t at = shelf.entries.size();
  if (at == kMostOfOneKind) {
    at = shelf.oldest++ % kMostOfOneKind;
  } else {
    shelf.entries.push_back({});
    shelf.left.resize(shelf.left.size() + left.size());
    used_ += left.size() * 2 + sizeof(Entry) * 2 + (at == 0 ? 128 : 0);
  }
  shelf.entries[at] = {at_least, end};
  std::ranges::copy(left, shelf.left.begin() + static_cast<std::ptrdiff_t>(at * left.size()));
}

}  // namespace yuyue::planner
