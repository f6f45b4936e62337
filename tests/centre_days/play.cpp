#include "centre_days/play.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "yuyue/booking/clinic/waits.hpp"
#include "yuyue/queue/rounds.hpp"

namespace yuyue::centre_days {
namespace {

using namespace std::chrono_literals;

constexpr auto kOvertime = 60min, kGoneTakes = 1min, kPauseUsually = 15min;
constexpr double kDaysDiffer = 0.12;

double minutes_of(Instant::duration span) {
  return static_cast<double>(span.count()) / 60'000;
}
Instant::duration span_of(double minutes) {
  return std::chrono::milliseconds{static_cast<std::int64_t>(minutes * 60'000)};
}
int hour_of(Instant at) {
  return static_cast<int>((at - kMidnight) / 1h);
}
// Everything takes longer when the day begins.
double of_hour(Instant at) {
  return hour_of(at) == 8 ? 1.15 : 1;
}

class Player {
 public:
  Player(const Day& day, const How& how, queue::PaceBook& book)
      : day_(day), how_(how), book_(book), last_wait_(day.services.size()) {
    auto rules = how.rules;
    if (how.first_come) {
      rules.walk_in_allowance = rules.late_penalty = 0min;
      rules.class_allowances.clear();
    }
    lines_.assign(day.services.size(), queue::Line(rules));
    for (const auto& window : day.windows) desks_.push_back({&window, window.open.front().from});
  }

  Played run() {
    for (std::size_t i = 0; i < day_.visits.size(); ++i)
      if (day_.visits[i].comes) coming_.emplace(day_.visits[i].arrives, Coming{i, 0, {}});
    while (true) {
      auto* desk = next_desk();
      if (!coming_.empty() && (!desk || coming_.begin()->first <= desk->free_at)) {
        arrive();
      } else if (!desk) {
        break;
      } else {
        work(*desk);
      }
    }
    count_broken();
    return std::move(played_);
  }

 private:
  struct Coming {
    std::size_t visit = 0, errand = 0;
    std::optional<queue::Ticket> before;
  };
  struct Desk {
    const Window* window = nullptr;
    Instant free_at{};
    bool idle = false, gone = false;
    std::optional<Instant> serving_since{};
    std::size_t line = 0;
    TicketId ticket{};
  };
  struct Waiting {
    std::size_t visit = 0, errand = 0, line = 0;
    Instant since{};
    std::optional<Told> told;
  };
  struct Called {
    std::size_t line;
    Instant arrived, joined, at;
  };

  Desk* next_desk() {
    Desk* next = nullptr;
    for (auto& desk : desks_)
      if (!desk.idle && !desk.gone && (!next || desk.free_at < next->free_at)) next = &desk;
    return next;
  }

  void arrive() {
    const auto at = coming_.begin()->first;
    const auto who = coming_.begin()->second;
    coming_.erase(coming_.begin());
    const auto& visit = day_.visits[who.visit];
    const auto line = visit.errands[who.errand];
    queue::Joining joining;
    joining.id = TicketId{++tickets_};
    if (who.before && !how_.first_come) joining.carried = who.before;
    if (!how_.first_come) {
      joining.slot_start = visit.slot;
      joining.sequence = visit.sequence;
      joining.priority = visit.priority;
    }
    const auto event = lines_[line].join(joining, at).value();
    lines_[line].apply(event);
    learn(event, line);
    arrived_[who.visit] = true;
    Waiting waiting{who.visit, who.errand, line, at, {}};
    for (auto& desk : desks_)
      if (desk.idle) {
        desk.idle = false;
        desk.free_at = std::max(desk.free_at, at);
      }
    if (how_.runs > 0 && who.errand == 0 && tickets_ % how_.every == 0)
      waiting.told = tell(joining.id, line, at);
    waiting_.emplace(joining.id, waiting);
  }

  // A desk that is free: away, done for the day, or it calls the next one.
  void work(Desk& desk) {
    const auto& window = *desk.window;
    finish(desk);
    if (window.pause && window.pause->from <= desk.free_at && desk.free_at < window.pause->to) {
      desk.free_at = window.pause->to;
      return;
    }
    if (const auto next = opens(window, desk.free_at); next > desk.free_at) {
      desk.free_at = next;
      return;
    }
    if (desk.free_at >= window.open.back().to + kOvertime) {
      desk.gone = true;
      return;
    }
    const auto choice = queue::choose(lines_, window.station, window.duties, desk.free_at);
    if (choice)
      call(desk, *choice);
    else if (!wait_for_help(desk))
      desk.idle = true;
  }

  static Instant opens(const Window& window, Instant at) {
    for (std::size_t i = 0; i < window.open.size(); ++i) {
      if (at < window.open[i].from) return window.open[i].from;
      if (at < window.open[i].to) return at;
    }
    return at;
  }

  bool wait_for_help(Desk& desk) const {
    for (const auto& duty : desk.window->duties)
      if (duty.help_after && lines_[duty.line].next(desk.window->station)) {
        desk.free_at += 15s;
        return true;
      }
    return false;
  }

  void call(Desk& desk, std::size_t line) {
    const auto at = desk.free_at;
    const auto event = lines_[line].call(desk.window->station, at).value();
    lines_[line].apply(event);
    learn(event, line);
    const auto& waiting = waiting_.at(event.ticket);
    const auto& visit = day_.visits[waiting.visit];
    const double waited = minutes_of(at - waiting.since);
    played_.minutes += waited;
    ++played_.waits;
    last_wait_[line] = waited;
    called_.push_back({line, visit.arrives, waiting.since, at});
    if (auto told = waiting.told) {
      told->waited = waited;
      told->within_half = told->forecast.half.from <= at && at <= told->forecast.half.to;
      told->within_most = told->forecast.most.from <= at && at <= told->forecast.most.to;
      played_.told.push_back(*told);
    }
    desk.serving_since = at;
    desk.line = line;
    desk.ticket = event.ticket;
    desk.free_at += visit.hears
                        ? span_of(day_.services[line].minutes * desk.window->speed *
                                  desk.window->today * of_hour(at) * visit.lengths[waiting.errand])
                        : Instant::duration(kGoneTakes);
  }

  void finish(Desk& desk) {
    if (!desk.serving_since) return;
    desk.serving_since.reset();
    auto& line = lines_[desk.line];
    const auto ticket = *line.find(desk.ticket);
    const auto event = line.finish(desk.ticket, desk.free_at).value();
    line.apply(event);
    learn(event, desk.line);
    const auto waiting = waiting_.at(desk.ticket);
    waiting_.erase(desk.ticket);
    const auto& visit = day_.visits[waiting.visit];
    if (!visit.hears || waiting.errand + 1 >= visit.errands.size()) return;
    auto before = ticket;
    before.state = queue::State::waiting;
    coming_.emplace(desk.free_at, Coming{waiting.visit, waiting.errand + 1, before});
  }

  void learn(const queue::Event& event, std::size_t line) {
    if (const auto round = rounds_.next(event)) book_.learn(keys_.at(round->ticket), round->took);
    if (event.what == queue::What::called)
      keys_[event.ticket] = key(line, *event.station, event.at);
  }
  queue::PaceKey key(std::size_t line, queue::Station station, Instant at) const {
    return {.service = day_.services[line].name, .person = station.value, .hour = hour_of(at)};
  }

  queue::Pace pace(std::size_t line, queue::Station station, Instant now) const {
    auto pace = book_.pace(key(line, station, now), planned(line));
    pace.error = std::hypot(pace.error, kDaysDiffer);
    return pace;
  }
  std::chrono::seconds planned(std::size_t line) const {
    return std::chrono::seconds{static_cast<int>(day_.services[line].minutes * 60)};
  }

  // As a centre sees its windows: what is planned, and who pauses or is late now.
  queue::Post post_of(const Desk& desk, Instant now) const {
    const auto& window = *desk.window;
    queue::Post post;
    auto& server = post.server;
    server.station = window.station;
    server.duties = window.duties;
    for (const auto& duty : window.duties)
      post.paces.push_back(pace(duty.line, window.station, now));
    server.opens = window.open.front().from;
    server.closes = window.open.back().to + kOvertime;
    for (std::size_t i = 0; i + 1 < window.open.size(); ++i)
      server.breaks.push_back({window.open[i].to, window.open[i + 1].from});
    if (window.pause && window.pause->from <= now && now < window.pause->to && !desk.serving_since)
      server.breaks.insert(server.breaks.begin(),
                           {now, std::max(window.pause->from + kPauseUsually, now + 1min)});
    server.serving_since = desk.serving_since;
    post.serving_line = desk.line;
    post.serving = desk.ticket;
    return post;
  }

  Told tell(TicketId ticket, std::size_t line, Instant now) {
    queue::SeveralLines all{.lines = lines_};
    for (const auto& desk : desks_)
      if (!desk.gone) all.posts.push_back(post_of(desk, now));
    for (std::size_t i = 0; i < day_.visits.size(); ++i) {
      const auto& visit = day_.visits[i];
      if (!visit.slot || arrived_[i] || *visit.slot + 60min < now) continue;
      all.expected.push_back({.line = visit.errands.front(),
                              .slot_start = *visit.slot,
                              .sequence = visit.sequence,
                              .shows = booking::clinic::still_shows({}, *visit.slot, now)});
    }
    for (const auto& [id, who] : waiting_) note_rest(all, id, who.visit, who.errand);
    Told told;
    told.forecast = queue::forecast(all, now, {.runs = how_.runs}).at(ticket);
    told.ours = minutes_of(told.forecast.middle - now);
    told.ahead = guess_by_people(ticket, line, now);
    told.last = last_wait_[line];
    return told;
  }
  void note_rest(queue::SeveralLines& all_lines, TicketId id, std::size_t visit,
                 std::size_t errand) const {
    const auto& all = day_.visits[visit].errands;
    if (errand + 1 < all.size())
      all_lines.then.emplace(
          id, std::vector<std::size_t>(all.begin() + static_cast<std::ptrdiff_t>(errand) + 1,
                                       all.end()));
  }

  // With the best that such a guess may know: the service's mean over all days, the windows that
  // are open for it now, and whether one of them is free.
  double guess_by_people(TicketId ticket, std::size_t line, Instant now) const {
    const auto order = lines_[line].order();
    const auto ahead = std::ranges::find(order, ticket, &queue::Ticket::id) - order.begin();
    int open = 0;
    bool free = false;
    for (const auto& desk : desks_) {
      const auto& duties = desk.window->duties;
      if (desk.gone || opens(*desk.window, now) > now) continue;
      if (std::ranges::find(duties, line, &queue::Duty::line) == duties.end()) continue;
      ++open;
      free = free || !desk.serving_since;
    }
    if (ahead == 0 && free) return 0;
    const auto mean = book_.pace({.service = day_.services[line].name}, planned(line));
    const double minutes = std::exp(mean.mean + mean.spread * mean.spread / 2) / 60;
    return static_cast<double>(ahead + 1) * minutes / std::max(open, 1);
  }

  // Nobody who came more than B after me was called before me, while I stood in that line.
  void count_broken() {
    const auto promise = queue::promise(how_.rules);
    for (const auto& me : called_)
      played_.broken += std::ranges::any_of(called_, [&](const Called& other) {
        return other.line == me.line && other.arrived > me.arrived + promise &&
               other.at >= me.joined && other.at < me.at;
      });
  }

  const Day& day_;
  const How& how_;
  queue::PaceBook& book_;
  std::vector<queue::Line> lines_;
  std::vector<Desk> desks_;
  std::multimap<Instant, Coming> coming_;
  std::map<TicketId, Waiting> waiting_;
  std::vector<bool> arrived_ = std::vector<bool>(day_.visits.size());
  std::vector<double> last_wait_;
  std::vector<Called> called_;
  queue::Rounds rounds_;
  std::map<TicketId, queue::PaceKey> keys_;
  std::int64_t tickets_ = 0;
  Played played_;
};

}  // namespace

Played play(const Day& day, const How& how, queue::PaceBook& book) {
  return Player(day, how, book).run();
}

Figures measure(const Measure& what) {
  queue::PaceBook book(5min), none(5min);
  const queue::LineRules rules{.class_allowances = {{"elderly", 10min}}};
  for (int n = 0; n < what.before; ++n)
    play(what.make(what.seed + 1'000 + static_cast<unsigned>(n)), {rules}, book);
  Figures sums;
  int waits = 0;
  for (int n = 0; n < what.days; ++n) {
    const auto day = what.make(what.seed + static_cast<unsigned>(n));
    const auto played = play(day, {.rules = rules, .runs = what.runs, .every = what.every}, book);
    const auto first_come = play(day, {.rules = rules, .first_come = true}, none);
    for (const auto& one : played.told) {
      ++sums.told;
      sums.ours += std::abs(one.ours - one.waited);
      sums.ahead += std::abs(one.ahead - one.waited);
      sums.last += std::abs(one.last - one.waited);
      sums.within_half += one.within_half;
      sums.within_most += one.within_most;
    }
    waits += played.waits;
    sums.mean_wait += played.minutes;
    sums.first_come += first_come.minutes;
    sums.broken += played.broken;
  }
  for (auto* sum : {&sums.ours, &sums.ahead, &sums.last, &sums.within_half, &sums.within_most})
    *sum /= std::max(sums.told, 1);
  for (auto* sum : {&sums.mean_wait, &sums.first_come}) *sum /= std::max(waits, 1);
  return sums;
}

}  // namespace yuyue::centre_days
