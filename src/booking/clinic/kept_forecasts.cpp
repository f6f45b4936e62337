#include "yuyue/booking/clinic/kept_forecasts.hpp"

#include <algorithm>

#include "booking/clinic/forecast_records.hpp"
#include "booking/clinic/references.hpp"

namespace yuyue::booking::clinic {
namespace {

constexpr auto kKept = date::days{60};
constexpr int kAtOnce = 500;
constexpr std::size_t kInOneJob = 50;

bool moves(const queue::Event& event) {
  using queue::What;
  return event.decision || event.what == What::postponed || event.what == What::moved ||
         event.what == What::assigned;
}

std::optional<records::KeptForecast> look(store::Snapshot& snapshot, const Waits& waits, LineId id,
                                          TicketId ticket, Instant now) {
  const auto line = queue::load(snapshot, id);
  const auto place = line ? waits.place(snapshot, *line, ticket, now) : std::nullopt;
  if (!place || !place->forecast) return std::nullopt;
  const auto session = find_session(snapshot, SessionId{line->owner.id}).value();
  return records::KeptForecast{.ticket = ticket,
                               .day = session.day,
                               .department = session.department,
                               .kind = session.kind,
                               .made_at = now,
                               .ahead = place->ahead,
                               .forecast = *place->forecast};
}

}  // namespace

void KeptForecasts::happening(store::Transaction& tx, const queue::KeptLine&,
                              const queue::Happening& what) {
  const auto& event = what.event;
  const bool called = event.what == queue::What::called;
  if (!called && !moves(event)) return;
  const auto kept = records::open_forecast(tx, event.ticket);
  if (!kept) return;
  WaitScore score{.day = kept->day, .department = kept->department, .kind = kept->kind};
  if (moves(event)) {
    score.set_aside = 1;
    records::set_aside(tx, event.ticket);
  } else {
    queue::Score one;
    one.add(kept->forecast, event.at);
    const auto late =
        std::chrono::duration_cast<std::chrono::seconds>(event.at - kept->forecast.middle);
    score.called = 1;
    score.within_half = static_cast<int>(one.within_half);
    score.within_most = static_cast<int>(one.within_most);
    score.off = std::chrono::abs(late);
    score.late = late;
    records::mark_called(tx, event.ticket, event.at);
  }
  records::add(tx, score);
}

void KeptForecasts::happened(const queue::Happening& what) {
  if (what.event.what != queue::What::joined) return;
  const std::scoped_lock lock(mutex_);
  joined_.push_back({what.line, what.event.ticket});
}

void KeptForecasts::take_up(store::Snapshot& snapshot, Day today) {
  for (const auto& line : queue::lines_of(snapshot, today)) {
    if (line.owner.kind != kSession) continue;
    for (const auto ticket : records::without_forecast(snapshot, line.id)) {
      const std::scoped_lock lock(mutex_);
      joined_.push_back({line.id, ticket});
    }
  }
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
    std::vector<records::KeptForecast> made;
    for (const auto& one : joined) {
      auto kept = database.read([&](store::Snapshot& snapshot) {
        return look(snapshot, waits_, one.line, one.ticket, now);
      });
      if (kept) made.push_back(std::move(*kept));
    }
    if (made.empty()) continue;
    database.write_now(store::Lane::housekeeping, [&](store::Transaction& tx) {
      // Who has been called in the meantime was told nothing.
      for (const auto& kept : made) {
        const auto now_is = queue::find_ticket(tx, kept.ticket);
        if (now_is && now_is->ticket.calls == 0 && queue::is_open(now_is->ticket.state))
          records::insert(tx, kept);
      }
      return true;
    });
  }
}

int KeptForecasts::purge(store::Transaction& tx, Instant now) const {
  return records::purge(tx, now - kKept, kAtOnce);
}

}  // namespace yuyue::booking::clinic
