#pragma once
#include "yuyue/api/services.hpp"

namespace yuyue::app {

/// Plans anew for whoever has a place on a device that is closed then, the most urgent first, and
/// owes each a message with the new times. How many were settled; what was in the way this time is
/// tried again at the next.
int settle_closed_devices(const api::Services& services, Instant now);

/// Plans anew for whoever's plans break a rule because an examination did not go as planned, and
/// was not settled at once. How many were settled.
int settle_exam_repairs(const api::Services& services, Instant now);

}  // namespace yuyue::app
