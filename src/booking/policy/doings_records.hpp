#pragma once
// SQL of what accounts do in a day.
#include "yuyue/booking/policy/live.hpp"

namespace yuyue::booking::policy {

/// Who is about to book or keep a place, and for whom.
struct Doer {
  std::optional<MemberId> account;
  std::optional<PersonId> person;
  Channel channel = Channel::web;
  std::optional<ClaimId> uses;  ///< a place kept already, which is not counted
};

/// within_doings with what there is counted.
Result<void> within_doings(store::Snapshot& snapshot, const InForce& in_force,
                           const HospitalTime& time, const Doer& doer, bool makes, bool keeps,
                           Instant now);

namespace records {

/// An account has made one booking more; clears some of what earlier days have left.
void count_booking(store::Transaction& tx, Day today, MemberId account);

}  // namespace records
}  // namespace yuyue::booking::policy
