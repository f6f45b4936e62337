#include "yuyue/queue/forecast.hpp"

#include <algorithm>
#include <cmath>
#include <random>

namespace yuyue::queue {
namespace {

using std::chrono::milliseconds;

struct Arrival {
  Instant at{};
  const Expected* who = nullptr;
};

/// One possible course of the rest of the day.
class Run {
 public:
  Run(std::span<const Line> lines, std::span<const Server> servers,
      std::span<const Expected> expected, Instant now, std::mt19937& dice)
      : lines_(lines.begin(), lines.end()), dice_(dice), now_(now) {
    settle_those_being_served();
    for (const auto& server : servers) desks_.push_back(begin(server));
    for (const auto& who : expected) draw_arrival(who);
    std::ranges::sort(arrivals_, {}, &Arrival::at);
  }

  /// Who of those expected comes.
  std::vector<TicketId> coming() const {
    std::vector<TicketId> list;
    for (const auto& arrival : arrivals_) list.push_back(arrival.who->ticket);
    return list;
  }
  /// Calls `called(ticket, when)` for everybody who is called.
  template <class F>
  void play(F called) {
    while (!desks_.empty()) {
      const auto desk = std::ranges::min_element(desks_, {}, &Desk::free_at);
      let_in(desk->free_at);
      if (const auto back = end_of_break(*desk)) {
        desk->free_at = *back;
      } else if (desk->free_at >= desk->server->closes || !serve(*desk, called)) {
        desks_.erase(desk);
      }
    }
  }

 private:
  struct Desk {
    const Server* server = nullptr;
    Instant free_at{};
    double mean = 0;  ///< of the logarithm, in this run
  };

  double normal() { return std::normal_distribution<double>()(dice_); }

  milliseconds visit(const Desk& desk) {
    const double seconds = std::exp(desk.mean + desk.server->pace.spread * normal());
    return milliseconds{static_cast<std::int64_t>(std::clamp(seconds, 5.0, 4 * 3600.0) * 1000)};
  }

  // A visit that has lasted so long already is one of those that last longer.
  milliseconds rest_of_visit(const Desk& desk, milliseconds lasted) {
    for (int i = 0; i < 20; ++i)
      if (const auto whole = visit(desk); whole > lasted) return whole - lasted;
    return std::chrono::seconds{30};
  }

  Desk begin(const Server& server) {
    Desk desk{&server, std::max(now_, server.opens),
              server.pace.mean + server.pace.error * normal()};
    if (server.serving_since)
      desk.free_at = now_ + rest_of_visit(desk, now_ - *server.serving_since);
    return desk;
  }

  // Those being served, or called, are the servers' business; the lines are free to call again.
  void settle_those_being_served() {
    for (auto& line : lines_) {
      std::vector<TicketId> called;
      for (const auto& ticket : line.tickets())
        if (ticket.state == State::called) called.push_back(ticket.id);
      for (const auto id : called) line.apply(line.finish(id, now_).value());
    }
  }

  void draw_arrival(const Expected& who) {
    if (!std::bernoulli_distribution(who.shows)(dice_)) return;
    const double early = who.minutes_early + who.minutes_early_spread * normal();
    const auto at = who.slot_start - milliseconds{static_cast<std::int64_t>(early * 60'000)};
    const auto first = who.slot_start - lines_[who.line].rules().early;
    arrivals_.push_back({std::max({at, first, now_}), &who});
  }

  void let_in(Instant until) {
    for (; next_arrival_ < arrivals_.size() && arrivals_[next_arrival_].at <= until;
         ++next_arrival_) {
      const auto& [at, who] = arrivals_[next_arrival_];
      Joining joining;
      joining.id = who->ticket.value != 0 ? who->ticket
                                          : TicketId{-1 - static_cast<std::int64_t>(next_arrival_)};
      joining.slot_start = who->slot_start;
      joining.sequence = who->sequence;
      auto& line = lines_[who->line];
      if (const auto event = line.join(joining, at)) line.apply(*event);
    }
  }

  static std::optional<Instant> end_of_break(const Desk& desk) {
    for (const auto& one : desk.server->breaks)
      if (one.from <= desk.free_at && desk.free_at < one.to) return one.to;
    return std::nullopt;
  }

  // False: nobody waits, and nobody will come any more.
  template <class F>
  bool serve(Desk& desk, F& called) {
    const auto& server = *desk.server;
    const auto choice = choose(lines_, server.station, server.duties, desk.free_at);
    if (!choice) {
      if (next_arrival_ == arrivals_.size()) return wait_for_help(desk);
      desk.free_at = arrivals_[next_arrival_].at;
      return true;
    }
    auto& line = lines_[*choice];
    const auto event = line.call(server.station, desk.free_at);
    line.apply(event.value());
    line.apply(line.finish(event->ticket, desk.free_at).value());
    called(event->ticket, desk.free_at);
    desk.free_at += visit(desk);
    return true;
  }

  // Somebody may still wait whom this station helps only later.
  bool wait_for_help(Desk& desk) {
    for (const auto& duty : desk.server->duties) {
      if (!duty.help_after || !lines_[duty.line].next(desk.server->station)) continue;
      desk.free_at += std::chrono::minutes{1};
      return true;
    }
    return false;
  }

  std::vector<Line> lines_;
  std::mt19937& dice_;
  const Instant now_;
  std::vector<Desk> desks_;
  std::vector<Arrival> arrivals_;
  std::size_t next_arrival_ = 0;
};

/// The value that a share of all cases, of which these are a few, do not exceed. `times` sorted,
/// not empty.
Instant quantile(const std::vector<Instant>& times, double share) {
  const auto last = static_cast<double>(times.size() - 1);
  const double at = std::clamp(share * (last + 2) - 1, 0.0, last);
  const auto low = static_cast<std::size_t>(at);
  const auto high = std::min(low + 1, times.size() - 1);
  const auto between = static_cast<double>((times[high] - times[low]).count());
  return times[low] +
         milliseconds{static_cast<std::int64_t>(between * (at - static_cast<double>(low)))};
}

Forecast summary(std::vector<Instant> times, int runs) {
  std::ranges::sort(times);
  Forecast forecast;
  forecast.called = static_cast<double>(times.size()) / runs;
  if (times.empty()) return forecast;
  forecast.middle = quantile(times, 0.5);
  forecast.half = {quantile(times, 0.25), quantile(times, 0.75)};
  forecast.most = {quantile(times, 0.05), quantile(times, 0.95)};
  return forecast;
}

}  // namespace

std::map<TicketId, Forecast> forecast(std::span<const Line> lines, std::span<const Server> servers,
                                      std::span<const Expected> expected, Instant now,
                                      const ForecastOptions& options) {
  struct Seen {
    int there = 0;  // in so many runs
    std::vector<Instant> times;
  };
  std::map<TicketId, Seen> seen;
  for (const auto& line : lines)
    for (const auto& ticket : line.tickets())
      if (ticket.state == State::waiting || ticket.state == State::near)
        seen[ticket.id].there = options.runs;
  for (const auto& who : expected)
    if (who.ticket.value != 0) seen[who.ticket];
  std::mt19937 dice(options.seed);
  for (int i = 0; i < options.runs; ++i) {
    Run run(lines, servers, expected, now, dice);
    for (const auto id : run.coming())
      if (const auto found = seen.find(id); found != seen.end()) ++found->second.there;
    run.play([&](TicketId ticket, Instant when) {
      if (const auto found = seen.find(ticket); found != seen.end())
        found->second.times.push_back(when);
    });
  }
  std::map<TicketId, Forecast> forecasts;
  for (auto& [ticket, one] : seen)
    forecasts[ticket] = summary(std::move(one.times), std::max(one.there, 1));
  return forecasts;
}

void Score::add(const Forecast& forecast, Instant called) {
  const auto within = [&](const Forecast::Between& range) {
    return range.from <= called && called <= range.to;
  };
  ++count;
  within_half += within(forecast.half);
  within_most += within(forecast.most);
  minutes_off += std::abs(static_cast<double>((forecast.middle - called).count())) / 60'000;
}

}  // namespace yuyue::queue
