#pragma once
#include "api/answers.hpp"

namespace yuyue::api {

/// An appointment as a kiosk shows it to whoever it is for: masked, with its QR code while it can
/// be scanned, and what can still be done with it there.
Json kiosk_appointment_json(const Services& services, store::Snapshot& snapshot,
                            const booking::AppointmentView& view, Instant now);

}  // namespace yuyue::api
