#pragma once
#include <cstdint>
#include <vector>

#include "planner/days.hpp"
#include "planner/effort.hpp"
#include "planner/feasibility.hpp"
#include "planner/memory.hpp"
#include "planner/outdone.hpp"
#include "planner/partition.hpp"
#include "planner/space.hpp"

namespace yuyue::planner {

/// The best plan on given days. Builds plans in the order of time, item after item, and remembers
/// of each situation (which items are left, what starts they have left) what it costs at least
/// from there: plans that begin in a different order and leave the same are followed once.
///
/// Of one item after another on a day only the earliest start is tried: whatever comes later has
/// to keep a least distance to it, never a greatest (items that have something to follow within a
/// limit are the exception and get all their starts).
class Visits {
 public:
  Visits(const Space& space, const DayMap& days, Effort& effort, std::size_t memory);

  /// Plans of these days (ascending; the last must be used) that cost less than `below`.
  /// Returns the cost of the best, which plan() then holds, or `below`.
  Cost search(const std::vector<Visit>& visits, Cost below);
  /// Minutes that no plan of all items on so many days goes below.
  int least_on_site(int days) const;
  const std::vector<Placed>& plan() const { return best_plan_; }  ///< by item

 private:
  /// What is settled up to now.
  struct Front {
    Items left_today = 0;  ///< when the visit under way began
    Items rest = 0;        ///< items left
    int visit = -1;        ///< the one under way
    int node = -1;         ///< the last item placed
    int release = 0;       ///< absolute minutes: when it ends
    int end = 0;           ///< … and when the day does: what is fixed may end later
    int on_site = 0;
    int on_site_before = 0;  ///< of it, on the days before
  };
  struct Step {
    Cost bound = 0;
    int node = 0, slot = 0;
    Front front;
  };

  void prepare(const std::vector<Visit>& visits);
  bool narrow();
  void go(int depth, const Front& front);
  void finish(const Front& front);
  void continue_visit(int depth, const Front& front, std::vector<Step>& steps);
  void begin_visit(int depth, const Front& front, int visit, std::vector<Step>& steps);
  void offer(const Front& front, std::vector<Step>& steps, int node, int slot, Cost least) const;
  bool place(int depth, const Step& step);
  bool days_hold(int depth, const Front& front);
  Cost bound(const Front& front) const;
  Cost shared_out(int depth, const Front& front, int on_this_visit = -1);
  int earliest_end_of(int depth, int item) const;
  int on_site_to_come(const Front& front) const;
  bool see(int depth, const Front& front);
  Memory::Key key(const Front& front, bool goes_on) const;
  Slots* words(int depth) { return words_.data() + depth * width_; }
  const Slots* words(int depth) const { return words_.data() + depth * width_; }
  Slots word(int depth, int node, int visit) const {
    return words(depth)[node * visits_.size() + visit];
  }

  const Space& space_;
  Effort& effort_;
  Memory memory_;
  Outdone outdone_;
  DayCosts costs_;
  Partition partition_;
  std::vector<int> occupies_;   // by item: minutes until something else can start that day
  std::vector<int> spared_;     // by item: of these, when nothing follows
  std::vector<int> by_spared_;  // items, the largest first
  std::vector<Visit> visits_;
  std::vector<int> must_come_from_;  // visits that must be used, from this one on
  std::size_t width_ = 0;
  std::vector<Slots> words_;              // of each depth: [node × visits + visit]
  std::vector<std::uint64_t> open_;       // of each depth: [item]: visits it can be on
  std::vector<std::vector<Step>> steps_;  // of each depth
  Leftover left_;                         // of the situation looked at
  bool has_bounded_ = false;
  std::vector<Placed> placed_, best_plan_;
  Cost best_ = kNoCost;
  int earliest_end_ = 0;  // of the last day
  std::uint64_t run_ = 0;
};

}  // namespace yuyue::planner
