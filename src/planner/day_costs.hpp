#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "planner/cost.hpp"
#include "planner/space.hpp"

namespace yuyue::planner {

/// Items as bits.
using Items = std::uint64_t;
/// Tables over all sets of items are kept as long as those of all days are within these bytes.
inline constexpr std::size_t kMostForTables = std::size_t{16} << 20;

/// For every day and set of items, at least how long the patient is on site when exactly these are
/// done on that day, and when that ends: a table worked out once a day, for all sets of days that
/// the day is part of.
///
/// Exact but for two things left out: other days, and that two items with another between them may
/// have to keep more than the way from the one to the next (this is kept only as far as the first
/// can start at the earliest).
class DayCosts {
 public:
  explicit DayCosts(const Space& space);

  bool has_tables() const {
    return space_.items <= 16 &&
           (sizeof(Cost) << space_.items) * static_cast<std::size_t>(space_.days) <= kMostForTables;
  }
  /// By set of items; kNoCost where they do not go together into the day.
  const std::vector<Cost>& of(int day);

 private:
  static constexpr int kNotToday = kSlotsPerDay;
  struct Link {
    int before = 0;  ///< an item that keeps more than the way to the other
    int minutes = 0;
  };

  void fill(int day, std::vector<Cost>& costs);
  void begin_at(int day, int slot, std::vector<Cost>& costs);
  void extend(Items done, int slot);
  int earliest(Items done, int item, int slot) const;
  std::size_t at(Items done, int site) const { return done * sites_ + site; }

  const Space& space_;
  std::size_t sites_ = 0;
  std::vector<std::vector<int>> walk_;        // minutes from site to site, at least
  std::vector<std::vector<Link>> links_;      // by item
  std::vector<Items> linked_, never_before_;  // by item: what may hold it up, what bars it
  std::vector<Items> with_;                   // by item: others that must be on its day
  std::vector<std::vector<Cost>> tables_;     // by day
  std::vector<std::uint8_t> next_;            // [node × 49 + slot]: the next start of that day
  std::vector<std::uint8_t> first_;           // [item × 49 + slot]: … at any site
  std::vector<int> release_;                  // [items × sites + site]: the earliest, minutes
};

}  // namespace yuyue::planner
