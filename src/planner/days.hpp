#pragma once
#include <array>
#include <bit>
#include <cstdint>
#include <functional>
#include <vector>

#include "planner/space.hpp"

namespace yuyue::planner {

/// A day on which the patient comes.
struct Visit {
  int day = 0;
  bool must_come = true;  ///< false: something fixed is on it, an item may be
};

/// A set of days.
__extension__ using Days = unsigned __int128;
inline constexpr int kMostDays = 128;

inline Days day_bit(int day) {
  return Days{1} << day;
}
inline int first_day(Days days) {
  const auto low = static_cast<std::uint64_t>(days);
  return low != 0 ? std::countr_zero(low)
                  : 64 + std::countr_zero(static_cast<std::uint64_t>(days >> 64));
}

/// What can be said about days before looking at their slots: which item has starts on which day,
/// and which two days can two items have.
class DayMap {
 public:
  explicit DayMap(const Space& space);

  /// Calls `look` for every set of `count` days without anything fixed, with the last day `last`
  /// (which may be one with something fixed), together with all days up to it that have something
  /// fixed, unless it is plain from the days alone that the items do not go into it. `look` returns
  /// false to stop.
  using Look = std::function<bool(const std::vector<Visit>&)>;
  void each_set(int count, int last, const Look& look);

  std::uint64_t items_on(int day) const { return items_on_[day]; }
  /// The days of `other` that go with `item` on `day`.
  Days common(int item, int day, int other) const {
    return pairs_[(item * space_.days + day) * space_.items + other];
  }
  /// False: it is plain from pairs of items that there is no plan at all.
  bool may_have_plan() const;
  int most_count() const { return most_count_; }  ///< no plan needs more days than this

 private:
  bool choose(Days chosen, int below, int left, const Look& look);
  bool may_hold(Days chosen) const;

  const Space& space_;
  std::vector<Days> days_of_;                // by item
  std::vector<std::uint64_t> items_on_;      // by day
  std::vector<std::uint64_t> items_before_;  // by day: with a start on an earlier day
  std::vector<Days> pairs_;                  // [(item × days + day) × items + other]
  std::vector<std::uint64_t> linked_;        // by item: others that do not go with all its days
  std::uint64_t all_items_ = 0;
  Days fixed_ = 0;
  int most_count_ = 0;
  int last_ = 0;
};

}  // namespace yuyue::planner
