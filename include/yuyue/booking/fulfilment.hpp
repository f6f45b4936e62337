#pragma once
#include "yuyue/booking/appointments.hpp"

namespace yuyue::booking {

/// Fulfilled by a slip of the finger at `at`, and not otherwise since: → arrived, with the event
/// "unfulfilled". Refusals: not-found, not-active.
Result<Appointment> take_back_fulfilled(store::Transaction& tx, const Environment& env,
                                        AppointmentId id, Instant at, const Actor& by, Instant now);

}  // namespace yuyue::booking
