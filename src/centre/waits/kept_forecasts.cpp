#include "yuyue/centre/waits/kept_forecasts.hpp"

namespace yuyue::centre::waits {

queue::KeptForecasts kept_forecasts(const Waits& waits) {
  using Joined = queue::KeptForecasts::Joined;
  return {std::string(ServiceKind::kPrefix),
          [&waits](store::Snapshot& snapshot, std::span<const Joined> joined, Instant now) {
            std::vector<queue::KeptForecast> made;
            const auto board = waits.look(snapshot, now);
            for (const auto& one : joined) {
              const auto place = board->place(one.ticket);
              if (!place || !place->forecast) continue;
              const auto owner = queue::owner_of(snapshot, one.line).value();
              made.push_back({.ticket = one.ticket,
                              .day = board->day,
                              .topic = {.id = service_of(snapshot, owner).value().value, .part = 0},
                              .made_at = board->at,
                              .ahead = place->ahead,
                              .forecast = *place->forecast});
            }
            return made;
          }};
}

std::vector<queue::WaitScore> wait_scores(store::Snapshot& snapshot, Day from, Day to) {
  return queue::wait_scores(snapshot, ServiceKind::kPrefix, from, to);
}

}  // namespace yuyue::centre::waits
