#pragma once
#include <string>

#include "yuyue/centre/waits/waits.hpp"

namespace yuyue::centre::waits::records {

/// Whoever has seen this has seen all that a forecast of this day is made from, but appointments.
std::string stamp(store::Snapshot& snapshot, Day day);

}  // namespace yuyue::centre::waits::records
