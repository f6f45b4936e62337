#include "yuyue/centre/waits/kept_forecasts.hpp"

#include <algorithm>

#include "centre/waits/records.hpp"

namespace yuyue::centre::waits {
namespace {

constexpr auto kKept = date::days{60};
constexpr int kAtOnce = 500;
constexpr std::size_t kInOneJob = 50;

bool moves(const queue::Event& event) {
  using queue::What;
  return event.decision || event.what == What::postponed || event.what == What::moved ||
         event.what == What::assigned;
}

WaitScore scored(const records::KeptForecast& kept, Instant called) {
  queue::Score one;
  one.add(kept.forecast, called);
  const auto late = std::chrono::duration_cast<std::chrono::seconds>(called - kept.forecast.middle);
  return {.day = kept.day,
          .service = kept.service,
          .called = 1,
          .within_half = static_cast<int>(one.within_half),
          .within_most = static_cast<int>(one.within_most),
          .off = std::chrono::abs(late),
          .late = late};
}

}  // namespace

void KeptForecasts::happening(store::Transaction& tx, const queue::KeptLine&,
                              const queue::Happening& what) {
  const auto& event = what.event;
  const bool called = event.what == queue::What::called;
  if (!called && !moves(event)) return;
  const auto kept = records::open_forecast(tx, event.ticket);
  if (!kept) return;
  if (moves(event)) {
    records::set_aside(tx, event.ticket);
    records::add(tx, {.day = kept->day, .service = kept->service, .set_aside = 1});
  } else {
    records::mark_called(tx, event.ticket, event.at);
    records::add(tx, scored(*kept, event.at));
  }
}

void KeptForecasts::happened(const queue::Happening& what) {
  if (what.event.what != queue::What::joined) return;
  const std::scoped_lock lock(mutex_);
  joined_.push_back(what.event.ticket);
}

void KeptForecasts::take_up(store::Snapshot& snapshot, Instant now) {
  const auto tickets = records::without_forecast(snapshot, time_.day_of(now));
  const std::scoped_lock lock(mutex_);
  joined_.insert(joined_.end(), tickets.begin(), tickets.end());
}

void KeptForecasts::keep_new(store::Database& database, Instant now) {
  std::vector<TicketId> joined;
  {
    const std::scoped_lock lock(mutex_);
    joined.swap(joined_);
  }
  std::vector<records::KeptForecast> made;
  database.read([&](store::Snapshot& snapshot) {
    const auto board = waits_.look(snapshot, now);
    for (const auto ticket : joined) {
      const auto place = board->place(ticket);
      if (!place || !place->forecast) continue;
      const auto kept = queue::find_ticket(snapshot, ticket);
      const auto service = service_of(snapshot, queue::owner_of(snapshot, kept->line).value());
      made.push_back({.ticket = ticket,
                      .day = board->day,
                      .service = service.value(),
                      .made_at = board->at,
                      .ahead = place->ahead,
                      .forecast = *place->forecast});
    }
    return true;
  });
  for (std::size_t first = 0; first < made.size(); first += kInOneJob)
    database.write_now(store::Lane::housekeeping, [&](store::Transaction& tx) {
      for (auto i = first; i < std::min(first + kInOneJob, made.size()); ++i) {
        // Who has been called in the meantime was told nothing.
        const auto now_is = queue::find_ticket(tx, made[i].ticket);
        if (now_is && now_is->ticket.calls == 0 && queue::is_open(now_is->ticket.state))
          records::insert(tx, made[i]);
      }
      return true;
    });
}

int KeptForecasts::purge(store::Transaction& tx, Instant now) const {
  return records::purge(tx, now - kKept, kAtOnce);
}

}  // namespace yuyue::centre::waits
