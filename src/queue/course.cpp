#include "queue/course.hpp"

#include <algorithm>
#include <cmath>

namespace yuyue::queue {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

// Of those who are away, so many come back the same day.
constexpr double kComeBack = 0.85;

milliseconds from_minutes(double minutes) {
  return milliseconds{static_cast<std::int64_t>(minutes * 60'000)};
}

std::optional<Instant> end_of_break(const Server& server, Instant at) {
  for (const auto& one : server.breaks)
    if (one.from <= at && at < one.to) return one.to;
  return std::nullopt;
}

}  // namespace

Course::Course(const SeveralLines& day, Instant now, std::mt19937& dice)
    : lines_(day.lines), dice_(dice), now_(now) {
  for (const auto& [ticket, rest] : day.then) then_.emplace(ticket, rest);
  for (const auto& post : day.posts) desks_.push_back(begin(post));
  settle_those_being_served();
  for (const auto& who : day.expected) draw_arrival(who);
  if (day.away > 0min)
    for (std::size_t i = 0; i < day.lines.size(); ++i)
      for (const auto& ticket : day.lines[i].tickets())
        if (ticket.state == State::away) draw_return(i, ticket, day.away);
  for (const auto& [ticket, line] : day.newcomers) {
    newcomers_.push_back(ticket);
    Joining joining;
    joining.id = ticket;
    // After all who have joined by now, and be it at this very moment.
    lines_[line].apply(lines_[line].join(joining, now + 1ms).value());
  }
}

std::vector<TicketId> Course::coming() const {
  return coming_;
}

milliseconds Course::visit(const Desk& desk, std::size_t line) {
  const auto& [server, paces, serving_line, serving] = *desk.post;
  const auto duty = std::ranges::find(server.duties, line, &Duty::line);
  const auto nth = static_cast<std::size_t>(duty - server.duties.begin());
  const auto& pace = nth < paces.size() ? paces[nth] : server.pace;
  const double seconds = std::exp(pace.mean + pace.error * desk.off + pace.spread * normal());
  return milliseconds{static_cast<std::int64_t>(std::clamp(seconds, 5.0, 4 * 3600.0) * 1000)};
}

// A visit that has lasted so long already is one of those that last longer.
milliseconds Course::rest_of_visit(const Desk& desk, milliseconds lasted) {
  for (int i = 0; i < 20; ++i)
    if (const auto whole = visit(desk, desk.post->serving_line); whole > lasted)
      return whole - lasted;
  return 30s;
}

Course::Desk Course::begin(const Post& post) {
  const auto& server = post.server;
  Desk desk{&post, std::max(now_, server.opens), normal()};
  if (!server.serving_since) return desk;
  desk.free_at = now_ + rest_of_visit(desk, now_ - *server.serving_since);
  if (const auto rest = then_.find(post.serving); rest != then_.end())
    if (const auto* ticket = lines_[post.serving_line].find(post.serving))
      go_on(*ticket, rest->second, desk.free_at);
  return desk;
}

// Those being served, or called, are the servers' business; the lines are free to call again.
void Course::settle_those_being_served() {
  for (auto& line : lines_) {
    std::vector<TicketId> called;
    for (const auto& ticket : line.tickets())
      if (ticket.state == State::called) called.push_back(ticket.id);
    for (const auto id : called) line.apply(line.finish(id, now_).value());
  }
}

void Course::draw_arrival(const Expected& who) {
  if (!std::bernoulli_distribution(who.shows)(dice_)) return;
  const auto at =
      who.slot_start - from_minutes(who.minutes_early + who.minutes_early_spread * normal());
  const auto first = who.slot_start - lines_[who.line].rules().early;
  Arrival arrival{.line = who.line, .joining = {}};
  arrival.joining.id =
      who.ticket.value != 0 ? who.ticket : TicketId{-1 - static_cast<std::int64_t>(coming_.size())};
  arrival.joining.slot_start = who.slot_start;
  arrival.joining.sequence = who.sequence;
  coming_.push_back(arrival.joining.id);
  arrivals_.emplace(std::max({at, first, now_}), std::move(arrival));
}

void Course::draw_return(std::size_t line, const Ticket& ticket, minutes usually) {
  if (!std::bernoulli_distribution(kComeBack)(dice_)) return;
  const double after = std::exponential_distribution<double>()(dice_);
  Arrival arrival{.line = line, .joining = {}, .back = true};
  arrival.joining.id = ticket.id;
  arrivals_.emplace(now_ + from_minutes(after * double(usually.count())), std::move(arrival));
}

void Course::go_on(const Ticket& ticket, Lines rest, Instant at) {
  if (rest.empty()) return;
  Arrival arrival{.line = rest.front(), .joining = {}};
  arrival.joining.id = TicketId{-ticket.id.value};  // the number is another ticket there
  arrival.joining.carried = ticket;
  arrival.joining.carried->state = State::waiting;
  then_[arrival.joining.id] = rest.subspan(1);
  arrivals_.emplace(at, std::move(arrival));
}

void Course::let_in() {
  const auto first = arrivals_.begin();
  const auto at = first->first;
  const auto& arrival = first->second;
  auto& line = lines_[arrival.line];
  const auto event =
      arrival.back ? line.come_back(arrival.joining.id, at) : line.join(arrival.joining, at);
  if (event) line.apply(*event);
  arrivals_.erase(first);
  for (auto& desk : desks_) {
    if (!desk.idle) continue;
    desk.idle = false;
    desk.free_at = std::max(desk.free_at, at);
  }
}

Course::Desk* Course::next_desk() {
  Desk* next = nullptr;
  for (auto& desk : desks_)
    if (!desk.idle && (!next || desk.free_at < next->free_at)) next = &desk;
  return next;
}

void Course::play(const std::function<bool(TicketId, Instant)>& called) {
  while (!over_) {
    auto* desk = next_desk();
    if (!arrivals_.empty() && (!desk || arrivals_.begin()->first <= desk->free_at)) {
      let_in();
    } else if (!desk) {
      return;
    } else if (const auto back = end_of_break(desk->post->server, desk->free_at)) {
      desk->free_at = *back;
    } else if (desk->free_at >= desk->post->server.closes) {
      desks_.erase(desks_.begin() + (desk - desks_.data()));
    } else if (!serve(*desk, called)) {
      desk->idle = !wait_for_help(*desk);
    }
  }
}

bool Course::serve(Desk& desk, const std::function<bool(TicketId, Instant)>& called) {
  const auto& server = desk.post->server;
  const auto choice = choose(lines_, server.station, server.duties, desk.free_at);
  if (!choice) return false;
  auto& line = lines_[*choice];
  const auto event = line.call(server.station, desk.free_at).value();
  over_ = !called(event.ticket, desk.free_at);
  if (std::ranges::find(newcomers_, event.ticket) != newcomers_.end()) {
    line.apply(line.leave(event.ticket, desk.free_at).value());
    return true;
  }
  line.apply(event);
  const auto ticket = *line.find(event.ticket);
  line.apply(line.finish(event.ticket, desk.free_at).value());
  desk.free_at += visit(desk, *choice);
  if (const auto rest = then_.find(event.ticket); rest != then_.end())
    go_on(ticket, rest->second, desk.free_at);
  return true;
}

// Somebody may still wait whom this station helps only later.
bool Course::wait_for_help(Desk& desk) const {
  std::optional<Instant> when;
  for (const auto& duty : desk.post->server.duties) {
    const auto* head = lines_[duty.line].next(desk.post->server.station);
    if (!duty.help_after || !head) continue;
    const auto then = head->entered_at + *duty.help_after;
    when = std::min(when.value_or(then), then);
  }
  if (!when) return false;
  desk.free_at = std::max(*when, desk.free_at + 1s);
  return true;
}

}  // namespace yuyue::queue
