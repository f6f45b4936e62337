#pragma once
#include "app/hospital.hpp"

namespace yuyue::app {

/// Places kept by way of booking in some clinics of the demo, as hospital.toml says ([[quota]]).
/// Before any sessions are made.
void fill_demo_quotas(Hospital& hospital, Instant now);

}  // namespace yuyue::app
