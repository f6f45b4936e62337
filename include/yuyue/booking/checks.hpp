#pragma once
#include <string>
#include <vector>

#include "yuyue/store/transaction.hpp"

namespace yuyue::booking {

/// Compares counters with rows over the whole file: places taken, numbers within slots, one
/// appointment per person and time, check digits, appointments that agree with their slots. Empty:
/// all agree. Reads everything once; for `yuyue check` and tests.
std::vector<std::string> check_counters(store::Snapshot& snapshot);

}  // namespace yuyue::booking
