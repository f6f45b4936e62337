#include "yuyue/queue/kept_forecasts.hpp"

#include <algorithm>

#include "queue/forecast_records.hpp"

namespace yuyue::queue {
namespace {

constexpr auto kKept = date::days{60};
constexpr int kAtOnce = 500;
constexpr std::size_t kInOneJob = 50;

bool moves(const Event& event) {
  return event.decision || event.what == What::postponed || event.what == What::moved ||
         event.what == What::assigned;
}

WaitScore scored(const KeptForecast& kept, Instant called) {
  Score one;
  one.add(kept.forecast, called);
  const auto late = std::chrono::duration_cast<std::chrono::seconds>(called - kept.forecast.middle);
  return {.day = kept.day,
          .topic = kept.topic,
          .called = 1,
          .within_half = static_cast<int>(one.within_half),
          .within_most = static_cast<int>(one.within_most),
          .off = std::chrono::abs(late),
          .late = late};
}

}  // namespace

void KeptForecasts::happening(store::Transaction& tx, const KeptLine&, const Happening& what) {
  const auto& event = what.event;
  const bool called = event.what == What::called;
  if (!called && !moves(event)) return;
  const auto kept = records::open_forecast(tx, event.ticket);
  if (!kept) return;
  if (moves(event)) {
    records::set_aside(tx, event.ticket);
    records::add(tx, owner_kind_, {.day = kept->day, .topic = kept->topic, .set_aside = 1});
  } else {
    records::mark_called(tx, event.ticket, event.at);
    records::add(tx, owner_kind_, scored(*kept, event.at));
  }
}

void KeptForecasts::happened(const Happening& what) {
  if (what.event.what != What::joined) return;
  const std::scoped_lock lock(mutex_);
  joined_.push_back({what.line, what.event.ticket});
}

void KeptForecasts::take_up(store::Snapshot& snapshot, Day today) {
  const auto without = records::without_forecast(snapshot, owner_kind_, today);
  const std::scoped_lock lock(mutex_);
  joined_.insert(joined_.end(), without.begin(), without.end());
}

std::vector<KeptForecasts::Joined> KeptForecasts::some_joined() {
  const std::scoped_lock lock(mutex_);
  const auto end = joined_.begin() +
                   static_cast<std::ptrdiff_t>(std::min<std::size_t>(joined_.size(), kInOneJob));
  std::vector<Joined> some(joined_.begin(), end);
  joined_.erase(joined_.begin(), end);
  return some;
}

void KeptForecasts::keep_new(store::Database& database, Instant now) {
  for (auto joined = some_joined(); !joined.empty(); joined = some_joined()) {
    const auto made =
        database.read([&](store::Snapshot& snapshot) { return make_(snapshot, joined, now); });
    if (made.empty()) continue;
    database.write_now(store::Lane::housekeeping, [&](store::Transaction& tx) {
      // Who has been called in the meantime was told nothing.
      for (const auto& kept : made) {
        const auto now_is = find_ticket(tx, kept.ticket);
        if (now_is && now_is->ticket.calls == 0 && is_open(now_is->ticket.state))
          records::insert(tx, kept);
      }
      return true;
    });
  }
}

int KeptForecasts::purge(store::Transaction& tx, Instant now) const {
  return records::purge_forecasts(tx, now - kKept, kAtOnce);
}

}  // namespace yuyue::queue
