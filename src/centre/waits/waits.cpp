#include "yuyue/centre/waits/waits.hpp"

#include <algorithm>

#include "centre/waits/records.hpp"

namespace yuyue::centre::waits {
namespace {

using namespace std::chrono_literals;

constexpr auto kWorthAgain = 20s;
// Below this share of the cases in which they are called at all, a time would say too much.
constexpr double kLikely = 0.5;
// A course of the day is played so often; longer lines less often, so that it stays quick.
constexpr int kRuns = 80, kFewestRuns = 30, kCallsInAll = 5000;

int runs_for(const Outlook& outlook) {
  std::size_t calls = 1;
  for (const auto& line : outlook.lines) calls += line.tickets().size() + 1;
  return std::clamp(kCallsInAll / static_cast<int>(calls), kFewestRuns, kRuns);
}

/// How many are called before each of those who wait, in one line.
void count_ahead(const queue::Line& line, std::map<TicketId, Place>& places) {
  int position = 0;
  for (const auto* ticket : line.order()) places[ticket->id].ahead = position++;
}

}  // namespace

Range range_of(const queue::Forecast::Between& between, Instant now) {
  const auto from = std::max(between.from - now, Instant::duration{0});
  const auto to = std::max(between.to - now, Instant::duration{0});
  return {std::chrono::floor<minutes>(from), std::chrono::ceil<minutes>(to)};
}

std::optional<queue::Forecast> Board::newcomer(ServiceId service) const {
  const auto found = newcomers_.find(service);
  if (found == newcomers_.end() || found->second.called < kLikely) return std::nullopt;
  return found->second;
}

std::optional<Range> Board::wait_of(ServiceId service) const {
  const auto forecast = newcomer(service);
  return forecast ? std::optional(range_of(forecast->half, at)) : std::nullopt;
}

bool Board::is_full(ServiceId service) const {
  const auto found = newcomers_.find(service);
  return found != newcomers_.end() && found->second.called < kLikely;
}

std::optional<Place> Board::place(TicketId ticket) const {
  const auto found = places_.find(ticket);
  return found == places_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<Place> Board::place(const queue::Ticket& ticket, ServiceId service) const {
  if (ticket.state != queue::State::waiting) return std::nullopt;
  if (auto known = place(ticket.id); known || ticket.entered_at < at) return known;
  const auto waiting = waiting_.find(service);
  return Place{waiting == waiting_.end() ? 0 : waiting->second, newcomer(service)};
}

std::shared_ptr<const Board> Waits::kept() const {
  const std::scoped_lock lock(mutex_);
  return board_;
}

std::shared_ptr<const Board> Waits::known(Instant now) const {
  auto board = kept();
  return board && board->day == env_.time->day_of(now) ? board : nullptr;
}

bool Waits::is_good(const std::shared_ptr<const Board>& board, const std::string& stamp,
                    Instant now) const {
  return board && board->stamp_ == stamp && board->at <= now && now - board->at < kWorthAgain;
}

std::shared_ptr<const Board> Waits::look(store::Snapshot& snapshot, Instant now) const {
  auto stamp = records::stamp(snapshot, env_.time->day_of(now));
  auto board = kept();
  if (is_good(board, stamp, now)) return board;
  std::unique_lock one_at_a_time(looking_, std::defer_lock);
  if (!one_at_a_time.try_lock()) {
    if (auto last = known(now)) return last;
    one_at_a_time.lock();
  }
  board = kept();
  if (is_good(board, stamp, now)) return board;
  return make(snapshot, std::move(stamp), now);
}

std::shared_ptr<const Board> Waits::make(store::Snapshot& snapshot, std::string stamp,
                                         Instant now) const {
  const auto fresh = std::make_shared<Board>();
  fresh->at = now;
  fresh->day = env_.time->day_of(now);
  fresh->stamp_ = std::move(stamp);
  paces_.follow(snapshot, fresh->day);
  auto outlook = this->outlook(snapshot, now);
  outlook.options.runs = runs_for(outlook);
  auto forecasts =
      queue::forecast(outlook.lines, outlook.servers, outlook.expected, now, outlook.options);
  for (std::size_t i = 0; i < outlook.lines.size(); ++i) {
    const auto service = outlook.services[i];
    const bool served = std::ranges::any_of(outlook.servers, [&](const queue::Server& server) {
      return std::ranges::find(server.duties, i, &queue::Duty::line) != server.duties.end();
    });
    const auto newcomer = TicketId{-service.value};
    if (served) fresh->newcomers_.emplace(service, forecasts.at(newcomer));
    forecasts.erase(newcomer);
    fresh->waiting_[service] = static_cast<int>(outlook.lines[i].order().size());
    count_ahead(outlook.lines[i], fresh->places_);
  }
  for (const auto& [ticket, forecast] : forecasts)
    if (forecast.called >= kLikely) fresh->places_[ticket].forecast = forecast;
  const std::scoped_lock lock(mutex_);
  board_ = fresh;
  return fresh;
}

}  // namespace yuyue::centre::waits
