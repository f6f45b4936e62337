#pragma once
#include <map>
#include <string>
#include <vector>

#include "yuyue/booking/policy/live.hpp"
#include "yuyue/booking/policy/people.hpp"

namespace yuyue::booking::policy {

/// What rules would have answered to what was done.
struct Trial {
  struct Example {
    AppointmentId appointment;
    std::string code, what, answer;  ///< what: "booking" | "cancellation"
    Instant at{};
  };
  int bookings = 0, bookings_refused = 0;
  int cancellations = 0, cancellations_refused = 0, cancellations_as_no_show = 0;
  int people_barred = 0;
  std::map<std::string, int> refusals;  ///< bookings refused, by code
  std::vector<Example> examples;        ///< the first ones
  int examples_in_all = 0;
  /// What the policy says and no record tells whether it would have been kept: "questions" (answers
  /// are not kept), "accounts" and "holds" (what is made and kept at one time), "arrival" (who came
  /// when is not taken down everywhere), "line" (nor who waited how long), "person" (ages and
  /// documents, where people are not known).
  std::vector<std::string> not_tried;
};
struct TrialOf {
  Day from{}, to{};  ///< visits of these days, inclusive
  std::size_t examples = 20;
};

/// Tries a policy on past appointments, with what their holders cancelled, missed and did not pay
/// for in that time, how old they were, which documents they had and whether they had been here
/// before. `people` may be null. May take seconds; not for the writer's thread.
Trial try_policy(store::Snapshot& snapshot, const Policy& policy, const HospitalTime& time,
                 const People* people, const TrialOf& what);

}  // namespace yuyue::booking::policy
