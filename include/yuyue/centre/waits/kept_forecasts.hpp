#pragma once
#include "yuyue/centre/waits/waits.hpp"
#include "yuyue/queue/kept_forecasts.hpp"

namespace yuyue::centre::waits {

/// Keeps the forecasts of the centre's lines; topics are services. `waits` outlives it.
queue::KeptForecasts kept_forecasts(const Waits& waits);
/// How they held; by day, both included.
std::vector<queue::WaitScore> wait_scores(store::Snapshot& snapshot, Day from, Day to);

}  // namespace yuyue::centre::waits
