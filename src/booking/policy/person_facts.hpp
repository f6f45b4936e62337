#pragma once
#include "yuyue/booking/rules.hpp"

namespace yuyue::booking::policy {

/// may_person_book with the person's data looked up, if any rule asks for it.
Result<void> may_person_book(store::Snapshot& snapshot, const Environment& env,
                             const BookingRequest& request, const booking::rules::Wanted& wanted,
                             const InForce& in_force);

}  // namespace yuyue::booking::policy
