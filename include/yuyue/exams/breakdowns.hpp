#pragma once
#include "yuyue/exams/plans.hpp"

// A device that is closed: whoever has a place on it is planned anew, the most urgent first.
namespace yuyue::exams {

/// A plan with examinations on devices that are closed then.
struct HitPlan {
  Plan plan;
  std::vector<ExamOrderId> hit;
  Urgency urgency = Urgency::routine;  ///< the highest of them
  Instant first{};
};

class Breakdowns {
 public:
  Breakdowns(Environment environment, const Orders& orders, const Devices& devices,
             const Plans& plans)
      : env_(environment), orders_(orders), devices_(devices), plans_(plans) {}

  /// The most urgent first, then whose turn comes first.
  std::vector<HitPlan> hit(store::Snapshot& snapshot, Instant now) const;
  /// What it is planned from; the closed places are none of it.
  PlanBasis basis(store::Snapshot& snapshot, const HitPlan& hit,
                  const std::vector<Appointed>& appointments, Instant now) const;
  /// The plan becomes `wanted`; none: there is no other time, the examinations that are hit wait
  /// for one, the others stay. Refusals: those of Plans::change.
  Result<Plan> settle(store::Transaction& tx, const HitPlan& hit,
                      const std::optional<std::vector<Arranged>>& wanted,
                      const std::vector<Appointed>& appointments, const access::Actor& by,
                      Instant now) const;

 private:
  Environment env_;
  const Orders& orders_;
  const Devices& devices_;
  const Plans& plans_;
};

/// With as few further moves as can be; none: there is no such plan. Without a database.
std::optional<std::vector<Arranged>> replanned(const PlanBasis& basis, const Plan& plan,
                                               std::chrono::steady_clock::time_point deadline);

}  // namespace yuyue::exams
