#pragma once
#include "yuyue/core/time.hpp"
#include "yuyue/store/transaction.hpp"

namespace yuyue::exams {

/// What the plans taken in some days cost their patients, and what a desk without a planner would
/// have given them at that moment (planner::first_fit): the planner's reason to exist.
struct PlanStatistics {
  std::int64_t plans = 0;
  std::int64_t in_one_visit = 0;  ///< all examinations on one day
  std::int64_t visits = 0;        ///< days, of all plans together
  struct {
    std::int64_t dead_ends = 0;  ///< no plan, where there was one
    std::int64_t in_one_visit = 0;
    std::int64_t visits = 0;
    std::int64_t visits_planned = 0;  ///< of the same plans, as they were taken
  } first_fit;
};

/// Of plans taken on `from` … `to`, both included.
PlanStatistics plan_statistics(store::Snapshot& snapshot, const HospitalTime& time, Day from,
                               Day to);

}  // namespace yuyue::exams
