#pragma once
#include <array>
#include <map>

#include "bench/day_play.hpp"

namespace yuyue::bench::day {

/// Whose waits are told of together: as they came, and two that come from what happened.
enum class Group { on_time, early, late, walk_in, priority, returner, urgent };
constexpr std::array kGroups{Group::on_time,  Group::early,    Group::late,  Group::walk_in,
                             Group::priority, Group::returner, Group::urgent};
std::string_view name_of(Group group);

/// What days under one order came to.
class Score {
 public:
  struct Waits {
    int count = 0, soon = 0;  ///< soon: within half an hour
    double minutes = 0, longest = 0;
    void add(Moment wait);
    double mean() const { return count ? minutes / count : 0; }
    double share_soon() const { return count ? double(soon) / count : 0; }
  };
  /// `promises`: by session, what its line promises.
  void add(const Day& day, const Played& played, const std::vector<std::chrono::minutes>& promises);

  const Waits& waits(Group group) const { return by_group_.at(group); }
  const Waits& all() const { return all_; }
  /// Of those who are booked and not late: from their slot on.
  const Waits& after_slot() const { return after_slot_; }
  /// From when a session should have ended until the last one left.
  const Waits& overtime() const { return overtime_; }
  int broken() const { return broken_; }  ///< promises

 private:
  std::map<Group, Waits> by_group_ = [] {
    std::map<Group, Waits> map;
    for (const auto group : kGroups) map[group];
    return map;
  }();
  Waits all_, after_slot_, overtime_;
  int broken_ = 0;
};

/// What a line promises, seen from outside: nobody who arrived more than so long after somebody was
/// called before them, but by a decision. Returns how many waited although that was broken.
int broken_promises(const Day& day, const Played& played,
                    const std::vector<std::chrono::minutes>& promises);

}  // namespace yuyue::bench::day
