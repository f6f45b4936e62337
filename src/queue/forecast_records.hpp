#pragma once
#include <optional>

#include "yuyue/queue/kept_forecasts.hpp"

namespace yuyue::queue::records {

/// Nothing happens if there is one already.
void insert(store::Transaction& tx, const KeptForecast& kept);
/// Of a ticket that has not been called and not been moved since.
std::optional<KeptForecast> open_forecast(store::Snapshot& snapshot, TicketId ticket);
/// Those of a day's lines who wait, have never been called, and have none.
std::vector<KeptForecasts::Joined> without_forecast(store::Snapshot& snapshot,
                                                    std::string_view owner_kind, Day day);
void mark_called(store::Transaction& tx, TicketId ticket, Instant at);
void set_aside(store::Transaction& tx, TicketId ticket);
void add(store::Transaction& tx, std::string_view owner_kind, const WaitScore& score);
int purge_forecasts(store::Transaction& tx, Instant before, int limit);

}  // namespace yuyue::queue::records
