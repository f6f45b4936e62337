// What the centre's forecast is made from: its lines, its windows as they are manned, who is
// expected.
#include <algorithm>
#include <cmath>

#include "centre/references.hpp"
#include "yuyue/centre/hours.hpp"
#include "yuyue/centre/waits/waits.hpp"

namespace yuyue::centre::waits {
namespace {

using namespace std::chrono_literals;

// Whoever holds a number is usually still seen after closing.
constexpr auto kOvertime = 60min;
// By then a window where nobody sits, while others are manned, is not open.
constexpr auto kManned = 20min;
constexpr auto kPauseUsually = 10min;
// However much is known of somebody, their days differ by about this much.
constexpr double kDaysDiffer = 0.12;
constexpr auto kParkedUsually = 15min;

struct Engaged {
  Instant since{};
  std::size_t line = 0;
  TicketId ticket;
};

/// Windows as they are manned at one moment.
class Staffing {
 public:
  Staffing(store::Snapshot& snapshot, const Environment& env, const std::vector<Window>& windows,
           const std::vector<queue::Line>& lines, int weekday, Instant now)
      : env_(env), weekday_(weekday), now_(now), day_(env.time->day_of(now)) {
    for (const auto& window : windows) {
      auto post = post_of(snapshot, window.id);
      if (post.sat_at && env_.time->day_of(*post.sat_at) != day_) post.account.reset();
      anybody_ = anybody_ || post.account;
      posts_.emplace(window.id, std::move(post));
    }
    for (std::size_t i = 0; i < lines.size(); ++i)
      for (const auto& ticket : lines[i].tickets()) note(ticket, i);
  }

  std::int64_t person(ServiceWindowId window) const {
    const auto& account = posts_.at(window).account;
    return account ? account->value : 0;
  }

  /// None: it serves nobody any more today.
  std::optional<queue::Post> post(const Window& window) const {
    queue::Post post;
    auto& server = post.server;
    server.station = station_of(window.id);
    if (const auto engaged = engaged_.find(server.station); engaged != engaged_.end()) {
      server.serving_since = engaged->second.since;
      post.serving_line = engaged->second.line;
      post.serving = engaged->second.ticket;
    }
    const auto spans = spans_of(window);
    if (spans.empty()) return std::nullopt;
    server.opens = spans.front().from;
    server.closes = spans.back().to + kOvertime;
    for (std::size_t i = 0; i + 1 < spans.size(); ++i)
      server.breaks.push_back({spans[i].to, spans[i + 1].from});
    if (const auto& pause = posts_.at(window.id).pause) {
      const auto until = std::max(pause->until.value_or(now_ + kPauseUsually), now_ + 1min);
      server.breaks.insert(server.breaks.begin(), {now_, until});
    }
    return post;
  }

 private:
  void note(const queue::Ticket& ticket, std::size_t line) {
    const bool there =
        ticket.state == queue::State::called || ticket.state == queue::State::serving;
    if (!there || !ticket.station) return;
    auto& engaged = engaged_[*ticket.station];
    if (ticket.called_at >= engaged.since) engaged = {ticket.called_at, line, ticket.id};
  }

  /// The hours that are left. Of those under way only where somebody sits, or nobody does anywhere:
  /// then nobody has said who works.
  std::vector<queue::Server::Break> spans_of(const Window& window) const {
    const bool manned = posts_.at(window.id).account || engaged_.contains(station_of(window.id));
    std::vector<queue::Server::Break> spans;
    for (const auto& [opens, closes] : rules::hours_of(window, weekday_)) {
      const queue::Server::Break span{env_.time->at(day_, opens), env_.time->at(day_, closes)};
      if (span.to <= now_) continue;
      if (!manned && anybody_ && span.from + kManned < now_) continue;
      spans.push_back(span);
    }
    // Where somebody still sits after closing, they see to those who are left.
    if (spans.empty() && manned && weekday_ != 0) spans.push_back({now_, now_});
    return spans;
  }

  const Environment& env_;
  const int weekday_;
  const Instant now_;
  const Day day_;
  bool anybody_ = false;
  std::map<ServiceWindowId, Post> posts_;
  std::map<queue::Station, Engaged> engaged_;
};

queue::Pace of_today(queue::Pace usual) {
  usual.error = std::hypot(usual.error, kDaysDiffer);
  return usual;
}

std::optional<std::size_t> line_of(const Outlook& outlook, ServiceId service) {
  const auto found = std::ranges::find(outlook.services, service);
  if (found == outlook.services.end()) return std::nullopt;
  return static_cast<std::size_t>(found - outlook.services.begin());
}

/// Those whose visit goes on after the errand that is now.
void add_errands(store::Snapshot& snapshot, Day day, Outlook& outlook) {
  for (const auto& visit : open_visits(snapshot, day)) {
    std::vector<std::size_t> rest;
    for (const auto& errand : visit.errands)
      if (const auto line = line_of(outlook, errand.service);
          line && errand.state == Errand::State::to_do)
        rest.push_back(*line);
    if (rest.empty()) continue;
    if (const auto ticket = queue::ticket_of(snapshot, subject_of(visit.id)))
      outlook.day.then.emplace(ticket->ticket.id, std::move(rest));
  }
}

}  // namespace

void Waits::add_lines(store::Snapshot& snapshot, const std::vector<Service>& offered, Instant now,
                      Outlook& outlook) const {
  const auto day = env_.time->day_of(now);
  std::vector<DepartmentId> seen;
  for (const auto& service : offered) {
    const auto id = centre::line_of(snapshot, service.id, day);
    if (!id && !service.active) continue;
    auto rules = rules_(now);
    rules.planned = service.expected;
    const auto line = outlook.day.lines.size();
    outlook.day.lines.push_back(id ? queue::load(snapshot, *id)->line
                                   : queue::Line(std::move(rules)));
    outlook.day.newcomers.push_back({TicketId{-service.id.value}, line});
    outlook.services.push_back(service.id);
    // Where several services share a department, people are booked for the first.
    if (!service.department || std::ranges::find(seen, *service.department) != seen.end()) continue;
    seen.push_back(*service.department);
    for (auto expected : booked_(snapshot, *service.department, day, now)) {
      expected.line = line;
      outlook.day.expected.push_back(expected);
    }
  }
}

Outlook Waits::outlook(store::Snapshot& snapshot, Instant now) const {
  const auto day = env_.time->day_of(now);
  Outlook outlook;
  outlook.day.away = kParkedUsually;
  auto offered = centre::services(snapshot);
  std::ranges::stable_sort(offered, {}, &Service::code);
  add_lines(snapshot, offered, now, outlook);
  auto windows = centre::windows(snapshot);
  std::erase_if(windows, [](const Window& window) { return !window.active; });
  const Staffing staffing(snapshot, env_, windows, outlook.day.lines, open_days_(snapshot, day),
                          now);
  for (const auto& window : windows) {
    auto post = staffing.post(window);
    if (!post) continue;
    for (const auto& duty : window.duties) {
      const auto line = line_of(outlook, duty.service);
      if (!line) continue;
      post->server.duties.push_back({.line = *line,
                                     .bias = duty.bias,
                                     .help_after = duty.help_after,
                                     .help_when_idle = duty.help_when_idle});
      const auto service = std::ranges::find(offered, duty.service, &Service::id);
      post->paces.push_back(of_today(paces_.pace(*service, staffing.person(window.id), now)));
    }
    if (post->paces.empty()) continue;
    post->server.pace = post->paces.front();
    outlook.day.posts.push_back(*std::move(post));
  }
  add_errands(snapshot, day, outlook);
  return outlook;
}

}  // namespace yuyue::centre::waits
