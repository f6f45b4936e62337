#pragma once
#include <string>

#include "yuyue/centre/waits/kept_forecasts.hpp"

namespace yuyue::centre::waits::records {

/// Whoever has seen this has seen all that a forecast of this day is made from, but appointments.
std::string stamp(store::Snapshot& snapshot, Day day);

struct KeptForecast {
  TicketId ticket;
  Day day{};
  ServiceId service;
  Instant made_at{};
  int ahead = 0;
  queue::Forecast forecast;
};
/// Nothing happens if there is one already.
void insert(store::Transaction& tx, const KeptForecast& kept);
/// Of a ticket that has not been called and not been moved since.
std::optional<KeptForecast> open_forecast(store::Snapshot& snapshot, TicketId ticket);
/// Those of a day's lines who wait, have never been called, and have none.
std::vector<TicketId> without_forecast(store::Snapshot& snapshot, Day day);
void mark_called(store::Transaction& tx, TicketId ticket, Instant at);
void set_aside(store::Transaction& tx, TicketId ticket);
void add(store::Transaction& tx, const WaitScore& score);
int purge(store::Transaction& tx, Instant before, int limit);

}  // namespace yuyue::centre::waits::records
