#pragma once
#include <optional>

#include "yuyue/booking/environment.hpp"

namespace yuyue::app {

/// Somebody who can be shown at work: who has most sessions today, in a department that has
/// ordinary numbers in several rooms too, and then in the week.
std::optional<PractitionerId> demo_clinician(store::Snapshot& snapshot,
                                             const booking::Environment& environment, Instant now);

}  // namespace yuyue::app
