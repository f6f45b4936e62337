#pragma once
#include "app/hospital.hpp"

namespace yuyue::app {

/// Patients whose examinations are planned, some of them done in the days before, as
/// sql/demo/exams.toml has them: planned by the planner, counted against first-fit, worked off at
/// the devices until now.
void fill_demo_exam_plans(Hospital& hospital, Instant now);

}  // namespace yuyue::app
