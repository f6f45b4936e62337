#pragma once
#include <map>
#include <string>
#include <vector>

#include "yuyue/booking/policy/live.hpp"

namespace yuyue::booking::policy {

/// What rules would have answered to what was done. Of rules about the person (age, documents,
/// questions) nothing is said: they would need personal data.
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
  std::vector<Example> examples;        ///< the first twenty
};

/// Tries a policy on the appointments of visits from `from` to `to` (inclusive), with what their
/// holders cancelled and missed in that time. May take a second; not for the writer's thread.
Trial try_policy(store::Snapshot& snapshot, const Policy& policy, const HospitalTime& time,
                 Day from, Day to);

}  // namespace yuyue::booking::policy
