#pragma once
#include "yuyue/booking/clinic/waits.hpp"
#include "yuyue/queue/kept_forecasts.hpp"

namespace yuyue::booking::clinic {

/// Keeps the forecasts of the clinics' lines; topics are departments, parts kinds of clinic.
/// `waits` outlives it.
queue::KeptForecasts kept_forecasts(const Waits& waits);
/// How they held; by day, both included.
std::vector<queue::WaitScore> wait_scores(store::Snapshot& snapshot, Day from, Day to);

}  // namespace yuyue::booking::clinic
