#pragma once
#include "api/answers.hpp"

namespace yuyue::api {

/// The `payment` of an appointment: how it stands with its fee. Null if it has none and never had
/// any money.
Json payment_json(const Services& services, store::Snapshot& snapshot,
                  const booking::Appointment& appointment);
/// Adds it to an appointment's JSON, if there is one.
void add_payment(const Services& services, store::Snapshot& snapshot,
                 const booking::Appointment& appointment, Json& into);
/// All money of an appointment, with what can be paid now.
Json account_json(const Services& services, store::Snapshot& snapshot,
                  const booking::Appointment& appointment, Instant now);
Json order_json(const Services& services, const booking::fees::Payment& payment);

}  // namespace yuyue::api
