#include "yuyue/centre/waits/waits.hpp"

#include <algorithm>

#include "centre/waits/records.hpp"
#include "yuyue/centre/hours.hpp"

namespace yuyue::centre::waits {
namespace {

using namespace std::chrono_literals;

constexpr auto kWorthAgain = 20s;
constexpr auto kNotToday = 24h;
// Below this share of the cases in which they are called at all, a time would say too much.
constexpr double kLikely = 0.5;
// A course of the day is played so often; longer lines less often, so that it stays quick.
constexpr int kRuns = 80, kFewestRuns = 30, kCallsInAll = 5000;

int runs_for(const Outlook& outlook) {
  std::size_t calls = 1;
  for (const auto& line : outlook.day.lines) calls += line.tickets().size() + 1;
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

std::vector<Planned> Waits::plan(store::Snapshot& snapshot, const std::vector<ServiceId>& services,
                                 bool keep_order, Instant now) const {
  const auto board = look(snapshot, now);
  const auto all = windows(snapshot);
  const auto day = env_.time->day_of(now);
  const int weekday = open_days_(snapshot, day);
  std::vector<Leg> legs;
  for (const auto id : services) {
    const auto service = find_service(snapshot, id);
    if (!service) continue;
    Leg leg{.service = id, .takes = service->expected, .open = {}};
    for (const auto& [opens, closes] : rules::hours_of(all, id, weekday))
      if (env_.time->at(day, closes) > now)
        leg.open.push_back({env_.time->at(day, opens), env_.time->at(day, closes)});
    if (const auto forecast = board->newcomer(id)) leg.called = forecast->middle;
    if (board->is_full(id)) leg.called = now + kNotToday;
    legs.push_back(std::move(leg));
  }
  return best_order(legs, now, keep_order);
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
    if (board && board->stamp_ == stamp) return board;  // only old: nobody waits for a newer one
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
  const auto all = windows(snapshot);
  const int weekday = open_days_(snapshot, fresh->day);
  auto forecasts = queue::forecast(outlook.day, now, {.runs = runs_for(outlook)});
  for (std::size_t i = 0; i < outlook.day.lines.size(); ++i) {
    const auto service = outlook.services[i];
    const bool served = std::ranges::any_of(outlook.day.posts, [&](const queue::Post& post) {
      const auto& duties = post.server.duties;
      return std::ranges::find(duties, i, &queue::Duty::line) != duties.end();
    });
    const auto newcomer = TicketId{-service.value};
    const auto intake = rules::intake_of(all, find_service(snapshot, service).value(), weekday,
                                         env_.time->minute_of(now));
    if (served && (!intake || intake->open))
      fresh->newcomers_.emplace(service, forecasts.at(newcomer));
    forecasts.erase(newcomer);
    fresh->waiting_[service] = static_cast<int>(outlook.day.lines[i].order().size());
    count_ahead(outlook.day.lines[i], fresh->places_);
  }
  for (const auto& [ticket, forecast] : forecasts)
    if (forecast.called >= kLikely) fresh->places_[ticket].forecast = forecast;
  const std::scoped_lock lock(mutex_);
  board_ = fresh;
  return fresh;
}

}  // namespace yuyue::centre::waits
