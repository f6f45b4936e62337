#include "yuyue/booking/clinic/kept_forecasts.hpp"

#include "booking/clinic/references.hpp"

namespace yuyue::booking::clinic {
namespace {

std::optional<queue::KeptForecast> look(store::Snapshot& snapshot, const Waits& waits,
                                        const queue::KeptForecasts::Joined& joined, Instant now) {
  const auto line = queue::load(snapshot, joined.line);
  const auto place = line ? waits.place(snapshot, *line, joined.ticket, now) : std::nullopt;
  if (!place || !place->forecast) return std::nullopt;
  const auto session = find_session(snapshot, SessionId{line->owner.id}).value();
  return queue::KeptForecast{.ticket = joined.ticket,
                             .day = session.day,
                             .topic = {.id = session.department.value, .part = session.kind.value},
                             .made_at = now,
                             .ahead = place->ahead,
                             .forecast = *place->forecast};
}

}  // namespace

queue::KeptForecasts kept_forecasts(const Waits& waits) {
  using Joined = queue::KeptForecasts::Joined;
  return {std::string(kSession),
          [&waits](store::Snapshot& snapshot, std::span<const Joined> joined, Instant now) {
            std::vector<queue::KeptForecast> made;
            for (const auto& one : joined)
              if (auto kept = look(snapshot, waits, one, now)) made.push_back(std::move(*kept));
            return made;
          }};
}

std::vector<queue::WaitScore> wait_scores(store::Snapshot& snapshot, Day from, Day to) {
  return queue::wait_scores(snapshot, kSession, from, to);
}

}  // namespace yuyue::booking::clinic
