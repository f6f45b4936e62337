#pragma once
#include "bench/figure.hpp"

namespace yuyue::bench {

/// 99th percentile of what 300 rooms do while 3,000 patients wait: check in, call, start, finish,
/// look at the line; each room every three seconds.
Measured queue_latency(Workshop& workshop);

}  // namespace yuyue::bench
