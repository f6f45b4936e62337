#include "yuyue/centre/visits.hpp"

#include <algorithm>
#include <stdexcept>

#include "centre/centre_events.hpp"
#include "centre/references.hpp"
#include "centre/visit_records.hpp"
#include "yuyue/centre/hours.hpp"
#include "yuyue/queue/forecast.hpp"

namespace yuyue::centre {

namespace {

/// Near closing no more numbers are given.
Result<void> check_intake(const std::vector<Window>& windows, const Service& service, int weekday,
                          const HospitalTime& time, Instant now) {
  const auto intake = rules::intake_of(windows, service, weekday, time.minute_of(now));
  if (!intake || intake->open) return {};
  if (!intake->again)
    return Refusal("numbers-over")
        .with("service", service.name)
        .with("until", format_minute(intake->until));
  return Refusal("numbers-pause")
      .with("service", service.name)
      .with("until", format_minute(intake->until))
      .with("again", format_minute(*intake->again))
      .until(time.at(time.day_of(now), *intake->again));
}

}  // namespace

/// The lines of today that a window serves.
struct Visits::Board {
  std::vector<LineId> ids;
  std::vector<queue::Line> lines;
  std::vector<queue::Duty> duties;
};

Result<LineId> Visits::open_line(store::Transaction& tx, ServiceId service, Day day,
                                 Instant now) const {
  auto rules = rules_(now);
  rules.planned = find_service(tx, service).value().expected;
  const auto owner = records::service_day(tx, *env_.ids, service, day);
  return lines_.open(tx, {std::string(ServiceKind::kPrefix), owner}, day, rules);
}

Result<void> Visits::may_take(store::Snapshot& snapshot, const TakeRequest& request,
                              Instant now) const {
  if (request.services.empty() || request.services.size() > kMostErrands)
    return Refusal("required").with("name", "services").at("/services");
  if (!request.priority.empty()) {
    if (!rules_(now).class_allowances.contains(request.priority))
      return Refusal("unknown-reference").with("name", "priority").at("/priority");
    if (request.proof.empty()) return Refusal("required").with("name", "proof").at("/proof");
  }
  auto sorted = request.services;
  std::ranges::sort(sorted);
  if (std::ranges::adjacent_find(sorted) != sorted.end())
    return Refusal("field-invalid").with("name", "services").at("/services");
  const auto day = env_.time->day_of(now);
  const auto weekday = open_days_(snapshot, day);
  const auto all = windows(snapshot);
  for (const auto id : request.services) {
    const auto service = find_service(snapshot, id);
    if (!service || !service->active) return not_found("service");
    if (!service->walk_in && !request.appointment)
      return Refusal("no-walk-in").with("service", service->name);
    const auto open = rules::open_until(all, id, weekday, day, *env_.time, now);
    // Whoever is booked was promised to be seen.
    if (request.appointment) continue;
    if (!open) return Refusal("centre-closed").with("service", service->name);
    if (auto fine = check_intake(all, *service, weekday, *env_.time, now); !fine)
      return fine.error();
    const auto expected = request.expected_at.find(id);
    if (expected != request.expected_at.end() && expected->second > open->closes)
      return Refusal("line-too-long")
          .with("service", service->name)
          .with("until", format_minute(env_.time->minute_of(open->closes)));
  }
  return {};
}

Result<queue::Ticket> Visits::join(store::Transaction& tx, const Visit& visit,
                                   queue::Joining joining, const access::Actor& by,
                                   Instant now) const {
  const auto line = open_line(tx, visit.errands[visit.now_at().value()].service, visit.day, now);
  if (!line) return line.error();
  joining.number = visit.number;
  return lines_.join(tx, *line, std::move(joining), subject_of(visit.id), reference(by), now);
}

Result<Visit> Visits::take(store::Transaction& tx, const TakeRequest& request,
                           const access::Actor& by, Instant now) const {
  if (auto fine = may_take(tx, request, now); !fine) return fine.error();
  const auto group = find_group(tx, find_service(tx, request.services.front())->group).value();
  Visit visit{.id = env_.ids->next<VisitId>(),
              .day = env_.time->day_of(now),
              .number = {},
              .person = request.person,
              .appointment = request.appointment,
              .priority = request.priority,
              .proof = request.proof,
              .how = request.how,
              .taken_at = now,
              .state = VisitState::open,
              .errands = {}};
  visit.number = rules::visit_number(group.letter, records::take_number(tx, group.id, visit.day));
  for (const auto service : request.services) visit.errands.push_back({.service = service});
  visit.errands.front().state = Errand::State::now;
  records::insert(tx, visit);
  events::note(tx, "taken", visit, {}, by, now);
  queue::Joining joining;
  joining.slot_start = request.slot_start;
  joining.late = request.late;
  joining.priority = request.priority;
  const auto ticket = join(tx, visit, std::move(joining), by, now);
  if (!ticket) return ticket.error();
  journal(tx, "visit-taken", {visit, queue::find_ticket(tx, ticket->id).value()}, {}, by, now);
  return visit;
}

Visits::Board Visits::board_of(store::Snapshot& snapshot, const Window& window, Day day) const {
  Board board;
  for (const auto& duty : window.duties) {
    const auto id = line_of(snapshot, duty.service, day);
    if (!id) continue;
    board.duties.push_back({.line = board.lines.size(),
                            .bias = duty.bias,
                            .help_after = duty.help_after,
                            .help_when_idle = duty.help_when_idle});
    board.ids.push_back(*id);
    board.lines.push_back(queue::load(snapshot, *id)->line);
  }
  return board;
}

std::optional<Visit> Visits::next(store::Snapshot& snapshot, ServiceWindowId id,
                                  Instant now) const {
  const auto window = find_window(snapshot, id);
  if (!window) return std::nullopt;
  const auto board = board_of(snapshot, *window, env_.time->day_of(now));
  const auto station = station_of(id);
  const auto chosen = queue::choose(board.lines, station, board.duties, now);
  if (!chosen) return std::nullopt;
  return visit_of(snapshot, board.lines[*chosen].next(station)->id);
}

Result<Called> Visits::call(store::Transaction& tx, ServiceWindowId window_id,
                            std::optional<TicketId> ticket, const std::string& reason,
                            const access::Actor& by, Instant now) const {
  const auto window = find_window(tx, window_id);
  if (!window || !window->active) return not_found("service-window");
  if (const auto post = post_of(tx, window_id); post.pause)
    return Refusal("window-paused").with("reason", post.pause->reason);
  // A line knows only its own; a window calls one at a time of them all.
  if (const auto number = records::still_called(tx, window_id))
    return Refusal("still-called").with("number", *number);
  const auto station = station_of(window_id);
  const auto board = board_of(tx, *window, env_.time->day_of(now));
  std::optional<std::size_t> chosen;
  if (ticket) {
    const auto kept = queue::find_ticket(tx, *ticket);
    if (!kept || kept->subject.kind != VisitKind::kPrefix) return not_found("ticket");
    const auto found = std::ranges::find(board.ids, kept->line);
    if (found == board.ids.end()) return Refusal("not-served-here");
    chosen = static_cast<std::size_t>(found - board.ids.begin());
  } else {
    chosen = queue::choose(board.lines, station, board.duties, now);
  }
  if (!chosen) return Refusal("nobody-waits");
  const auto called = lines_.change(
      tx, board.ids[*chosen],
      [&](const queue::Line& line) {
        return ticket ? line.call(*ticket, station, now) : line.call(station, now);
      },
      reference(by), reason);
  if (!called) return called.error();
  Called out{visit_of(tx, called->id).value(), queue::find_ticket(tx, called->id).value()};
  journal(tx, "visit-called", out, reason, by, now);
  return out;
}

/// After one errand the next: whoever came earlier stays earlier.
Result<void> Visits::go_on(store::Transaction& tx, Visit& visit, const queue::Ticket& before,
                           const access::Actor& by, Instant now) const {
  const auto next = std::ranges::find(visit.errands, Errand::State::to_do, &Errand::state);
  if (next == visit.errands.end()) {
    visit.state = VisitState::done;
    keep(tx, "finished", visit, by, now);
    return {};
  }
  next->state = Errand::State::now;
  keep(tx, "finished", visit, by, now);
  queue::Joining joining;
  joining.carried = before;
  joining.carried->state = queue::State::waiting;
  const auto joined = join(tx, visit, std::move(joining), by, now);
  if (!joined) return joined.error();
  return {};
}

Result<Called> Visits::step(store::Transaction& tx, TicketId id, const WindowStep& step,
                            const access::Actor& by, Instant now) const {
  const auto before = queue::find_ticket(tx, id);
  auto visit = visit_of(tx, id);
  if (!before || !visit) return not_found("ticket");
  // A clinic's patient comes back with results after the end; here the errand is over.
  if (step.what == WindowStep::What::come_back && before->ticket.state == queue::State::done)
    return Refusal("wrong-state").with("state", queue::name_of(before->ticket.state));
  const bool parks = step.what == WindowStep::What::park;
  if (parks && step.reason.empty()) return Refusal("required").with("name", "reason").at("/reason");
  const auto decide = [&](const queue::Line& line) -> Result<queue::Event> {
    switch (step.what) {
      case WindowStep::What::recall:
        return line.recall(id, now);
      case WindowStep::What::start:
        return line.start(id, now);
      case WindowStep::What::finish:
        return line.finish(id, now);
      case WindowStep::What::miss:
        return line.miss(id, now);
      case WindowStep::What::come_back:
        return before->ticket.state == queue::State::missed ? line.come_back_missed(id, now)
                                                            : line.come_back(id, now);
      case WindowStep::What::park:
        return line.send_away(id, now);
      case WindowStep::What::leave:
        return line.leave(id, now);
    }
    throw std::logic_error("a step without a meaning");
  };
  const auto changed = lines_.change(tx, before->line, decide, reference(by), step.reason, id);
  if (!changed) return changed.error();
  if (parks) {  // back to the window that has their papers
    const auto kept = lines_.change(
        tx, before->line,
        [&](const queue::Line& line) { return line.assign(id, before->ticket.station, now); },
        reference(by), step.reason);
    if (!kept) return kept.error();
  }
  if (step.what == WindowStep::What::finish || step.what == WindowStep::What::leave) {
    const bool done = step.what == WindowStep::What::finish;
    auto& errand = visit->errands[visit->now_at().value()];
    errand.state = done ? Errand::State::done : Errand::State::given_up;
    errand.outcome = step.outcome;
    if (done) {
      if (auto fine = go_on(tx, *visit, before->ticket, by, now); !fine) return fine.error();
    } else {
      for (auto& other : visit->errands)
        if (other.state == Errand::State::to_do) other.state = Errand::State::given_up;
      visit->state = VisitState::left;
      keep(tx, "left", *visit, by, now);
    }
  }
  Called out{*std::move(visit), queue::find_ticket(tx, id).value()};
  journal(tx, "visit-" + std::string(name_of(step.what)), out, step.reason, by, now);
  return out;
}

Result<Called> Visits::transfer(store::Transaction& tx, TicketId id, ServiceId to,
                                const std::string& reason, const access::Actor& by,
                                Instant now) const {
  auto visit = visit_of(tx, id);
  if (!visit || !visit->now_at()) return not_found("ticket");
  const auto service = find_service(tx, to);
  if (!service || !service->active) return not_found("service");
  const auto line = open_line(tx, to, visit->day, now);
  if (!line) return line.error();
  const auto moved = lines_.transfer(tx, id, *line, reference(by), reason, now);
  if (!moved) return moved.error();
  // It may be one that they would have come to later.
  std::erase_if(visit->errands, [&](const Errand& errand) {
    return errand.state == Errand::State::to_do && errand.service == to;
  });
  visit->errands[*visit->now_at()].service = to;
  keep(tx, "transferred", *visit, by, now);
  Called out{*std::move(visit), queue::find_ticket(tx, moved->id).value()};
  journal(tx, "visit-transferred", out, reason, by, now);
  return out;
}

void Visits::keep(store::Transaction& tx, std::string_view what, const Visit& visit,
                  const access::Actor& by, Instant now) const {
  records::update(tx, visit);
  events::note(tx, what, visit, {}, by, now);
}

void Visits::move_person(store::Transaction& tx, PersonId from, PersonId into) const {
  records::move_person(tx, from, into);
}

void Visits::journal(store::Transaction& tx, std::string_view what, const Called& called,
                     const std::string& reason, const access::Actor& by, Instant now) const {
  if (!env_.journal) return;
  access::AuditDetails details{{"number", called.visit.number},
                               {"ticket", to_string(called.ticket.ticket.id)}};
  if (called.ticket.ticket.station)
    details.emplace_back("window", to_string(ServiceWindowId{called.ticket.ticket.station->value}));
  env_.journal->record(tx, by,
                       {.what = std::string(what),
                        .subject = called.visit.id,
                        .details = std::move(details),
                        .note = reason},
                       now);
}

}  // namespace yuyue::centre
