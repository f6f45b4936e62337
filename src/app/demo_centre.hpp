#pragma once
#include "app/hospital.hpp"

namespace yuyue::app {

/// The service centre's groups, services and windows: sql/demo/centre.toml.
void fill_demo_centre(Hospital& hospital, Instant now);

}  // namespace yuyue::app
