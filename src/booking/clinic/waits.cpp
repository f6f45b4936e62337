#include "yuyue/booking/clinic/waits.hpp"

#include <algorithm>
#include <cmath>

#include "booking/clinic/waits_records.hpp"
#include "yuyue/booking/clinic/clinic_day.hpp"
#include "yuyue/booking/clinic/notices.hpp"

namespace yuyue::booking::clinic {
namespace {

using namespace std::chrono_literals;

// Whoever has checked in is usually still seen after the session's end.
constexpr auto kOvertime = 2h;
// By then a room that has not called while others do is not open.
constexpr auto kOpensByThen = 20min;
constexpr auto kPauseUsually = 10min;
constexpr auto kWorthAgain = 30s;
// Below this share of the cases in which they are called at all, a time would say too much.
constexpr double kLikely = 0.5;
// A course of the day is played so often; longer lines less often, so that it stays quick.
constexpr int kRuns = 100, kFewestRuns = 40, kCallsInAll = 5000;
// However much is known of somebody, their days differ by about this much.
constexpr double kDaysDiffer = 0.12;
constexpr int kHabitDays = 28;
constexpr double kHabitWeight = 20;

// Before the first one has arrived there is no line with rules of its own yet; they only matter to
// whoever comes too late.
const queue::LineRules kNobodyYet{.early = 24h, .on_time = 24h};

double share_before(double x) {
  return 0.5 * std::erfc(-x / std::sqrt(2.0));
}

Instant later(Instant a, Instant b) {
  return std::max(a, b);
}

/// What a session's rooms have in common.
struct Clinic {
  const Session& session;
  Notices notices;
  std::map<queue::Station, Instant> calls;  ///< the last of each room
  queue::Pace pace;
  Instant now;

  Instant opens() const {
    auto begins = session.starts_at;
    if (notices.delay) begins += notices.delay->minutes;
    return calls.empty() ? later(begins, now) : now;
  }
  bool serves(queue::Station room) const {
    return calls.empty() || calls.contains(room) || now < session.starts_at + kOpensByThen;
  }
};

std::optional<Instant> serving_since(const queue::Line& line, queue::Station room) {
  std::optional<Instant> since;
  for (const auto& ticket : line.tickets()) {
    const bool there =
        ticket.state == queue::State::called || ticket.state == queue::State::serving;
    if (there && ticket.station == room) since = later(since.value_or(Instant{}), ticket.called_at);
  }
  return since;
}

queue::Server server_of(const Clinic& clinic, const queue::Line& line, RoomId room) {
  queue::Server server;
  server.station = {room.value};
  server.duties = {queue::Duty{}};
  server.pace = clinic.pace;
  server.opens = clinic.opens();
  server.closes = later(clinic.session.ends_at, clinic.now) + kOvertime;
  server.serving_since = serving_since(line, server.station);
  if (const auto pause = clinic.notices.pauses.find(room); pause != clinic.notices.pauses.end()) {
    const auto until = pause->second.until.value_or(clinic.now + kPauseUsually);
    server.breaks = {{clinic.now, later(until, clinic.now + 1min)}};
  }
  return server;
}

std::chrono::seconds planned_visit(store::Snapshot& snapshot, SessionId session,
                                   std::size_t rooms) {
  int most = 0;
  for (const auto& slot : slots_of(snapshot, session)) most = std::max(most, slot.capacity);
  const auto each = std::chrono::seconds(kSlotLength) * static_cast<int>(rooms) / std::max(most, 1);
  return std::clamp<std::chrono::seconds>(each, 1min, 120min);
}

queue::Pace of_today(queue::Pace usual) {
  usual.error = std::hypot(usual.error, kDaysDiffer);
  return usual;
}

int runs_for(const Outlook& outlook) {
  const auto calls = static_cast<int>(outlook.line.tickets().size() + outlook.expected.size());
  return std::clamp(kCallsInAll / std::max(calls, 1), kFewestRuns, kRuns);
}

std::map<TicketId, queue::Forecast> forecast_of(const Outlook& outlook, Instant now) {
  if (outlook.servers.empty()) return {};
  return queue::forecast({&outlook.line, 1}, outlook.servers, outlook.expected, now,
                         {.runs = runs_for(outlook)});
}

std::optional<queue::Forecast> if_likely(const std::map<TicketId, queue::Forecast>& all,
                                         TicketId ticket) {
  const auto found = all.find(ticket);
  if (found == all.end() || found->second.called < kLikely) return std::nullopt;
  return found->second;
}

std::int64_t changes_seen(store::Snapshot& snapshot, SessionId session,
                          const queue::KeptLine* line) {
  return (line ? line->last_event : 0) + notices_of(snapshot, session).seq;
}

}  // namespace

std::optional<int> ahead_of(const queue::Line& line, TicketId id) {
  const auto* ticket = line.find(id);
  if (!ticket) return std::nullopt;
  const auto position = [&](const std::vector<const queue::Ticket*>& row) {
    return static_cast<int>(std::ranges::find(row, ticket) - row.begin());
  };
  if (ticket->state == queue::State::near) return position(line.near(ticket->station.value()));
  if (ticket->state != queue::State::waiting) return std::nullopt;
  const auto before_the_rooms = std::ranges::count_if(line.tickets(), [&](const auto& other) {
    return other.state == queue::State::near &&
           (!ticket->assigned || other.station == ticket->assigned);
  });
  return static_cast<int>(before_the_rooms) + position(line.order(ticket->assigned));
}

std::map<TicketId, int> all_ahead(const queue::Line& line) {
  std::map<TicketId, int> ahead;
  std::map<std::optional<queue::Station>, int> rows;  // whom each room may call: how many are near
  for (const auto& ticket : line.tickets()) {
    if (ticket.state == queue::State::waiting) rows.try_emplace(ticket.assigned, 0);
    if (ticket.state == queue::State::near) ahead.emplace(ticket.id, *ahead_of(line, ticket.id));
  }
  for (auto& [station, before] : rows) {
    before = static_cast<int>(std::ranges::count_if(line.tickets(), [&](const auto& other) {
      return other.state == queue::State::near && (!station || other.station == station);
    }));
    for (int position = before; const auto* ticket : line.order(station)) {
      if (ticket->assigned == station) ahead.emplace(ticket->id, position);
      ++position;
    }
  }
  return ahead;
}

TicketId ticket_to_be(AppointmentId appointment) {
  return TicketId{-appointment.value};
}

double still_shows(const Habits& habits, Instant slot_start, Instant now) {
  const double minutes_left = static_cast<double>((slot_start - now).count()) / 60'000;
  const double here_by_now = share_before((habits.minutes_early - minutes_left) /
                                          std::max(habits.minutes_early_spread, 1.0));
  const double not_yet = 1 - here_by_now;
  return habits.shows * not_yet / (1 - habits.shows * here_by_now);
}

Outlook Waits::outlook(store::Snapshot& snapshot, const Session& session,
                       const queue::KeptLine* line, Instant now) const {
  const auto rooms = rooms_of(snapshot, session.id);
  Outlook outlook;
  outlook.line = line ? line->line : queue::Line(kNobodyYet);
  const auto planned = planned_visit(snapshot, session.id, rooms.size());
  const Clinic clinic{
      session, notices_of(snapshot, session.id),
      line ? queue::last_calls(snapshot, line->id) : std::map<queue::Station, Instant>{},
      of_today(paces_.pace(snapshot, session, planned, now)), now};
  for (const auto& room : rooms)
    if (clinic.serves({room.id.value}))
      outlook.servers.push_back(server_of(clinic, outlook.line, room.id));
  const auto habits = habits_of(snapshot, session.department, now);
  for (const auto& one : records::still_to_come(snapshot, session.id))
    outlook.expected.push_back({.slot_start = one.starts_at,
                                .sequence = one.sequence,
                                .shows = still_shows(habits, one.starts_at, now),
                                .minutes_early = habits.minutes_early,
                                .minutes_early_spread = habits.minutes_early_spread,
                                .ticket = ticket_to_be(one.id)});
  return outlook;
}

Habits Waits::habits_of(store::Snapshot& snapshot, DepartmentId department, Instant now) const {
  const auto today = env_.time->day_of(now);
  {
    const std::scoped_lock lock(mutex_);
    const auto known = habits_.find(department);
    if (known != habits_.end() && known->second.day == today) return known->second.habits;
  }
  records::Came sums;
  for (int back = 1; back <= kHabitDays; ++back) {
    const auto day = records::who_came(snapshot, today - date::days{back}, department);
    sums.came += day.came;
    sums.missed += day.missed;
    sums.arrivals += day.arrivals;
    sums.minutes += day.minutes;
    sums.squares += day.squares;
  }
  const Habits usual;
  Habits habits;
  habits.shows =
      (usual.shows * kHabitWeight + sums.came) / (kHabitWeight + sums.came + sums.missed);
  const double weight = kHabitWeight + sums.arrivals;
  const double spread = usual.minutes_early_spread, early = usual.minutes_early;
  habits.minutes_early = (early * kHabitWeight + sums.minutes) / weight;
  const double squares = ((spread * spread + early * early) * kHabitWeight + sums.squares) / weight;
  habits.minutes_early_spread =
      std::sqrt(std::max(squares - habits.minutes_early * habits.minutes_early, 1.0));
  const std::scoped_lock lock(mutex_);
  habits_[department] = {today, habits};
  return habits;
}

std::shared_ptr<const Waits::Seen> Waits::seen(SessionId session) const {
  const std::scoped_lock lock(mutex_);
  const auto found = seen_.find(session);
  return found == seen_.end() ? nullptr : found->second;
}

std::shared_ptr<const Waits::Seen> Waits::look(store::Snapshot& snapshot, SessionId id,
                                               const queue::KeptLine* line, Instant now) const {
  const auto changes = changes_seen(snapshot, id, line);
  const auto still_good = [&](const std::shared_ptr<const Seen>& seen) {
    return seen && seen->changes == changes && seen->at <= now && now - seen->at < kWorthAgain;
  };
  if (auto known = seen(id); still_good(known)) return known;
  const std::scoped_lock one_at_a_time(looking_);
  if (auto known = seen(id); still_good(known)) return known;
  const auto session = find_session(snapshot, id).value();
  const auto fresh = std::make_shared<const Seen>(
      Seen{now, changes, forecast_of(outlook(snapshot, session, line, now), now)});
  const std::scoped_lock lock(mutex_);
  std::erase_if(seen_, [&](const auto& one) { return now - one.second->at > 1h; });
  seen_[id] = fresh;
  return fresh;
}

std::optional<queue::Forecast> Waits::forecast(store::Snapshot& snapshot, SessionId session,
                                               const queue::KeptLine* line, TicketId ticket,
                                               Instant now) const {
  return if_likely(look(snapshot, session, line, now)->forecasts, ticket);
}

std::optional<Place> Waits::place(store::Snapshot& snapshot, const queue::KeptLine& line,
                                  TicketId ticket, Instant now) const {
  const auto ahead = ahead_of(line.line, ticket);
  if (!ahead) return std::nullopt;
  return Place{*ahead, forecast(snapshot, SessionId{line.owner.id}, &line, ticket, now)};
}

std::optional<Place> Waits::place_after(store::Snapshot& snapshot, const queue::KeptLine& line,
                                        const queue::Event& change, Instant now) const {
  const auto session = find_session(snapshot, SessionId{line.owner.id}).value();
  auto outlook = this->outlook(snapshot, session, &line, now);
  outlook.line.apply(change);
  const auto ahead = ahead_of(outlook.line, change.ticket);
  if (!ahead) return std::nullopt;
  return Place{*ahead, if_likely(forecast_of(outlook, now), change.ticket)};
}

std::optional<queue::Forecast> Waits::if_they_come(store::Snapshot& snapshot,
                                                   const Appointment& booked, Instant now) const {
  if (booked.state != AppointmentState::booked || booked.day != env_.time->day_of(now))
    return std::nullopt;
  const auto line = line_of(snapshot, booked.session);
  const auto kept = line ? queue::load(snapshot, *line) : std::nullopt;
  return forecast(snapshot, booked.session, kept ? &*kept : nullptr, ticket_to_be(booked.id), now);
}

}  // namespace yuyue::booking::clinic
