#pragma once
#include "app/hospital.hpp"

namespace yuyue::app {

/// The demo's waiting areas: one for each floor of a building, with the rooms there.
void fill_demo_areas(Hospital& hospital, Instant now);

}  // namespace yuyue::app
