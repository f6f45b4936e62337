#include "yuyue/booking/clinic/kept_forecasts.hpp"

#include "booking/clinic/forecast_records.hpp"

namespace yuyue::booking::clinic {
namespace {

constexpr auto kKept = date::days{60};
constexpr int kAtOnce = 500;

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
  joined_.emplace_back(what.line, what.event.ticket);
}

void KeptForecasts::keep_new(store::Database& database, Instant now) {
  std::vector<std::pair<LineId, TicketId>> joined;
  {
    const std::scoped_lock lock(mutex_);
    joined.swap(joined_);
  }
  for (const auto& one : joined) {
    const auto line = one.first;
    const auto ticket = one.second;
    const auto kept = database.read(
        [&](store::Snapshot& snapshot) { return look(snapshot, waits_, line, ticket, now); });
    if (!kept) continue;
    database.write_now(store::Lane::housekeeping, [&](store::Transaction& tx) {
      // Who has been called in the meantime was told nothing.
      const auto now_is = queue::find_ticket(tx, ticket);
      const bool waits =
          now_is && now_is->ticket.calls == 0 && queue::is_open(now_is->ticket.state);
      if (waits) records::insert(tx, *kept);
      return waits;
    });
  }
}

int KeptForecasts::purge(store::Transaction& tx, Instant now) const {
  return records::purge(tx, now - kKept, kAtOnce);
}

}  // namespace yuyue::booking::clinic
