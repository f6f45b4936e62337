#pragma once
#include <optional>

#include "planner/days.hpp"
#include "planner/feasibility.hpp"
#include "planner/visits.hpp"

namespace yuyue::planner {

/// Looks for the best plan of a space, in the order of preference.
class Proof {
 public:
  Proof(const Space& space, Effort& effort, std::size_t memory, Preference preference);

  /// With `any`, the first plan found will do.
  Verdict search(bool any);
  /// By item; the objective is that of the space.
  const std::vector<Placed>& plan() const { return plan_; }
  const Objective& objective() const { return objective_; }
  /// What no plan can beat, when the effort was over before the proof was.
  const Objective& bound() const { return bound_; }

 private:
  bool settle(int count, int last);
  bool look(const std::vector<Visit>& visits);
  void take(const std::vector<Placed>& plan);
  bool is_better(const Objective& one) const;

  const Space& space_;
  Effort& effort_;
  Preference preference_;
  Feasibility feasibility_;
  DayMap days_;
  Visits visits_;
  bool found_ = false;
  Cost best_ = kNoCost;  // at the days looked at
  std::vector<Placed> plan_;
  Objective objective_, bound_;
};

}  // namespace yuyue::planner
