#pragma once
#include "app/hospital.hpp"

namespace yuyue::app {

/// Offices that answer complaints, and a few letters in different states. After the accounts.
void fill_demo_voice(Hospital& hospital, Instant now);

}  // namespace yuyue::app
