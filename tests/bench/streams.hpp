#pragma once
#include "bench/figure.hpp"

namespace yuyue::bench {

/// 99th percentile of the time from sending a call to its arrival at each of 1,000 displays and
/// phones: eight clinics call at one moment; a display gets the call, every phone its new place.
Measured call_reaches(Workshop& workshop);
/// Resident memory for each of them, over plain HTTP.
Measured memory_per_stream(Workshop& workshop);

}  // namespace yuyue::bench
