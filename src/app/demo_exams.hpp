#pragma once
#include "app/hospital.hpp"

namespace yuyue::app {

/// The starting catalogue of examinations, and sites, devices and bundles: sql/demo/exams.toml.
void fill_demo_exams(Hospital& hospital, Instant now);

}  // namespace yuyue::app
