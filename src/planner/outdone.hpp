#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "planner/cost.hpp"

namespace yuyue::planner {

/// What is left of every start that the items to come had: its first slot and how far its last is
/// from midnight, one byte each. What has been placed only ever cuts off what is too early or too
/// late, so of two situations with the same items left, the one whose bytes are all as small or
/// smaller leaves everything that the other leaves.
using Leftover = std::vector<std::uint8_t>;

/// Situations gone through, and what they cost at least from there on. One that leaves less than
/// another of them cannot cost less.
class Outdone {
 public:
  explicit Outdone(std::size_t bytes) : most_(bytes) {}
  void clear();

  struct Place {
    std::uint64_t items = 0;  ///< left
    int visit = 0;
    bool operator==(const Place&) const = default;
  };
  /// At least what it costs from here on, by those situations that leave more. `end`: when the day
  /// under way ends; it matters only where the day may go on.
  Cost at_least(const Place& place, const Leftover& left, int end, bool goes_on) const;
  void remember(const Place& place, const Leftover& left, int end, Cost at_least);

 private:
  struct Entry {
    Cost at_least;
    int end;
  };
  struct Shelf {
    std::vector<Entry> entries;
    std::vector<std::uint8_t> left;  // one after another
    std::size_t oldest = 0;
  };
  struct Hash {
    std::size_t operator()(const Place& place) const;
  };

  std::unordered_map<Place, Shelf, Hash> shelves_;
  std::size_t most_, used_ = 0;
};

}  // namespace yuyue::planner
