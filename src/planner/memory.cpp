#include "planner/memory.hpp"

#include <algorithm>
#include <bit>

namespace yuyue::planner {
namespace {

constexpr std::size_t kSmallest = 1024;
constexpr std::size_t kNeighbours = 4;  // looked at before an older entry is overwritten

}  // namespace

Memory::Memory(std::size_t bytes) {
  // Growing holds the old table beside the new one for a moment: half as large at most.
  most_ = std::max(kSmallest, std::bit_floor(bytes / sizeof(Entry) * 2 / 3));
  entries_.resize(kSmallest);
}

Memory::Entry& Memory::place_for(const Key& key) {
  const auto mask = entries_.size() - 1;
  for (std::size_t i = 0; i < kNeighbours; ++i) {
    auto& entry = entries_[(key.high + i) & mask];
    if (entry.low == 0 || (entry.high == key.high && entry.low == key.low)) return entry;
  }
  return entries_[(key.high + (key.low & (kNeighbours - 1))) & mask];
}

std::int64_t Memory::at_least(const Key& key) const {
  const auto mask = entries_.size() - 1;
  for (std::size_t i = 0; i < kNeighbours; ++i) {
    const auto& entry = entries_[(key.high + i) & mask];
    if (entry.high == key.high && entry.low == key.low) return entry.at_least;
  }
  return 0;
}

void Memory::remember(const Key& key, std::int64_t at_least) {
  if (used_ * 2 > entries_.size() && entries_.size() < most_) grow();
  auto& entry = place_for(key);
  if (entry.low == 0) ++used_;
  const bool known = entry.high == key.high && entry.low == key.low;
  entry = {key.high, key.low, known ? std::max(entry.at_least, at_least) : at_least};
}

void Memory::grow() {
  std::vector<Entry> old(entries_.size() * 2);
  old.swap(entries_);
  used_ = 0;
  for (const auto& entry : old) {
    if (entry.low == 0) continue;
    auto& to = place_for({entry.high, entry.low});
    if (to.low == 0) ++used_;
    to = entry;
  }
}

}  // namespace yuyue::planner
