#pragma once
#include <optional>

#include "yuyue/booking/clinic/kept_forecasts.hpp"

namespace yuyue::booking::clinic::records {

struct KeptForecast {
  TicketId ticket;
  Day day{};
  DepartmentId department;
  ClinicKindId kind;
  Instant made_at{};
  int ahead = 0;
  queue::Forecast forecast;
};
/// Nothing happens if there is one already.
void insert(store::Transaction& tx, const KeptForecast& kept);
/// Of a ticket that has not been called and not been moved since.
std::optional<KeptForecast> open_forecast(store::Snapshot& snapshot, TicketId ticket);
/// Those of a line who wait, have never been called, and have none.
std::vector<TicketId> without_forecast(store::Snapshot& snapshot, LineId line);
void mark_called(store::Transaction& tx, TicketId ticket, Instant at);
void set_aside(store::Transaction& tx, TicketId ticket);
void add(store::Transaction& tx, const WaitScore& score);
/// Of forecasts; and who was told that few are ahead.
int purge(store::Transaction& tx, Instant before, int limit);

}  // namespace yuyue::booking::clinic::records
