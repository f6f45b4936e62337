#pragma once
#include <vector>

#include "planner/effort.hpp"
#include "planner/space.hpp"

namespace yuyue::planner {

struct Placed {
  int node = 0;
  int day = 0;
  int slot = 0;
};

enum class Verdict { found, none, unknown };

/// Looks for any plan at all, hardest item first: good at proving that few items are in each
/// other's way, bad at proving that many do not fit into one day (see Visits for that).
class Feasibility {
 public:
  Feasibility(const Space& space, Effort& effort);

  /// Starts on these days only. Gives up ("unknown") after so many steps, or when the effort is
  /// over.
  Verdict search(const std::vector<int>& days, std::uint64_t most_steps);
  const std::vector<Placed>& plan() const { return plan_; }  ///< by item, once found

 private:
  bool go(int depth);
  int hardest(int depth) const;
  bool place(int depth, int node, int day, int slot);
  Slots* words(int depth) { return words_.data() + depth * width_; }
  const Slots* words(int depth) const { return words_.data() + depth * width_; }

  const Space& space_;
  Effort& effort_;
  std::vector<int> days_;
  std::size_t width_ = 0;
  std::vector<Slots> words_;     // of each depth: [node × days + day]
  std::vector<char> is_placed_;  // by item
  std::vector<double> weights_;  // by item: how often it was left without a start
  std::vector<Placed> plan_;
  std::uint64_t steps_left_ = 0;
  bool gave_up_ = false;
};

}  // namespace yuyue::planner
