#pragma once
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "yuyue/exams/plans.hpp"

// What becomes of a patient's plans when one of their examinations does not go as planned at a
// device: the rest is looked at by the planner's rules, and planned anew where it breaks one.
namespace yuyue::exams {

/// One examination that did not go as planned, and has not been settled yet.
struct Repair {
  enum class Cause {
    unprepared,    ///< it needs another time
    left,          ///< given up at the device, or nobody came; others depend on it
    done_early,    ///< others do not go with when it was done
    device_closed  ///< there was no other time for it; others depend on it
  };
  ExamOrderId order;
  ExamPlanId plan;
  PersonId person;
  Cause cause = Cause::unprepared;
  Instant since{};
  std::optional<Instant> tried_at{};  ///< there was no plan then; none: not tried yet
};
std::string_view name_of(Repair::Cause cause);

/// Those that still matter, the oldest first.
std::vector<Repair> repairs_of(store::Snapshot& snapshot, PersonId person);
/// Of all patients.
std::vector<Repair> all_repairs(store::Snapshot& snapshot, int limit);

/// All that is to come of a patient's plans, and what is to be settled.
struct RepairBasis {
  PersonId person;
  std::vector<Repair> repairs;
  std::vector<Repair> made_good{};  ///< by others, meanwhile
  Wanting wanting;
  PlanBasis basis;
  std::vector<Arranged> now_is;
  std::map<ExamPlanId, std::int64_t> versions;  ///< of the plans that have them

  /// What is not right with the plans as they are.
  std::vector<planning::LooseEnd> loose_ends() const;
};

/// The use cases. Thread-safe.
class Repairs {
 public:
  Repairs(const Environment& environment, const Orders& orders, const Plans& plans)
      : env_(environment), orders_(orders), plans_(plans) {}

  /// One has lost its place, or was done; its order says so already. Puts it down if it matters.
  void note(store::Transaction& tx, PersonId person, ExamPlanId plan, ExamOrderId order,
            Repair::Cause cause, Instant now) const;

  /// Whose plans are to be planned anew: what happened before `happened` and was not tried, and
  /// what was tried before `tried`; the longest waiting first.
  std::vector<PersonId> due(store::Snapshot& snapshot, Instant happened, Instant tried,
                            int limit) const;
  /// To be planned anew, with the free places.
  RepairBasis basis(store::Snapshot& snapshot, PersonId person,
                    const std::vector<Appointed>& appointments, Instant now) const;
  /// To be looked at as it is.
  RepairBasis as_it_is(store::Snapshot& snapshot, PersonId person,
                       const std::vector<Appointed>& appointments, Instant now) const;
  /// The plans become `wanted`; none: there is no such plan, all stays, and is tried again later.
  /// What has another time or place now. Refusals: changed-meanwhile, exam-plan-invalid,
  /// exam-place-gone.
  Result<std::vector<Arranged>> settle(store::Transaction& tx, const RepairBasis& seen,
                                       const std::optional<std::vector<Arranged>>& wanted,
                                       const std::vector<Appointed>& appointments,
                                       const access::Actor& by, Instant now) const;

 private:
  RepairBasis read(store::Snapshot& snapshot, PersonId person,
                   const std::vector<Appointed>& appointments, std::vector<Repair> repairs,
                   bool anew, Instant now) const;

  Environment env_;
  const Orders& orders_;
  const Plans& plans_;
};

/// With as few moves as can be; none: there is no such plan. Without a database.
std::optional<std::vector<Arranged>> repaired(const RepairBasis& basis,
                                              std::chrono::steady_clock::time_point deadline);

}  // namespace yuyue::exams
