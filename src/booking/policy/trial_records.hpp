#pragma once
// SQL of what was booked in the past.
#include <functional>

#include "yuyue/booking/policy/rules.hpp"
#include "yuyue/store/transaction.hpp"

namespace yuyue::booking::policy::records {

/// An appointment as it was made and as it ended.
struct Past {
  AppointmentId id;
  std::string code;
  Place place;
  Visit visit;
  Channel channel = Channel::web;
  Instant booked_at{};
  std::optional<Instant> gone_at;  ///< when it was cancelled
  bool cancelled_by_patient = false;
  bool unpaid = false;  ///< cancelled because it was not paid for
  bool missed = false;
};
void each_past(store::Snapshot& snapshot, Day from, Day to,
               const std::function<void(PersonId, Past)>& use);

/// When somebody was seen for the first time.
std::optional<Instant> first_seen(store::Snapshot& snapshot, PersonId person);

}  // namespace yuyue::booking::policy::records
