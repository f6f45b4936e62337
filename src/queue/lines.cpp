#include "yuyue/queue/lines.hpp"

#include <algorithm>

#include "queue/records.hpp"

namespace yuyue::queue {
namespace {

Refusal not_found(std::string_view what) {
  return Refusal("not-found").with("what", what);
}

/// Two people of one line are never called by the same number.
std::string free_number(store::Snapshot& snapshot, LineId line, const std::string& number,
                        const Reference& subject) {
  auto free = number;
  for (char letter = 'A'; records::has_number(snapshot, line, free, subject); ++letter)
    free = number + letter;
  return free;
}

}  // namespace

void Watchers::happening(store::Transaction& tx, const KeptLine& line, const Happening& what) {
  for (auto* watcher : list_) watcher->happening(tx, line, what);
}
void Watchers::happened(const Happening& what) {
  for (auto* watcher : list_) watcher->happened(what);
}

void Watchers::line_changed(const Reference& owner, std::int64_t seq, LineState state) {
  for (auto* watcher : list_) watcher->line_changed(owner, seq, state);
}

Result<LineId> Lines::open(store::Transaction& tx, const Reference& owner, Day day,
                           const LineRules& rules) const {
  if (const auto there = find_line(tx, owner)) return *there;
  if (auto fine = check(rules); !fine) return fine.error();
  KeptLine line;
  line.id = ids_.next<LineId>();
  line.owner = owner;
  line.day = day;
  line.line = Line(rules);
  records::insert_line(tx, line);
  return line.id;
}

Result<Ticket> Lines::enter(store::Transaction& tx, LineId id, Joining joining,
                            const Reference& subject, const Reference& by,
                            const std::string& reason, Instant now) const {
  auto line = load(tx, id);
  if (!line) return not_found("line");
  if (line->state != LineState::open) return Refusal("line-closing");
  if (records::is_in_line(tx, id, subject)) return Refusal("already-in-line");
  joining.id = ids_.next<TicketId>();
  const auto event = line->line.join(joining, now);
  if (!event) return event.error();
  line->subjects.emplace(joining.id, subject);
  return keep(tx, *line, *event, by, reason);
}

Result<Ticket> Lines::join(store::Transaction& tx, LineId id, Joining joining,
                           const Reference& subject, const Reference& by, Instant now) const {
  return enter(tx, id, std::move(joining), subject, by, "", now);
}

Result<Ticket> Lines::change(store::Transaction& tx, LineId id, const Decide& decide,
                             const Reference& by, const std::string& reason,
                             std::optional<TicketId> done) const {
  auto line = load(tx, id);
  if (!line) return not_found("line");
  if (done && !line->line.find(*done)) {
    auto ticket = find_ticket(tx, *done);
    if (!ticket || ticket->line != id) return Refusal("not-in-line");
    std::vector<Ticket> tickets(line->line.tickets().begin(), line->line.tickets().end());
    line->subjects.emplace(*done, ticket->subject);
    tickets.push_back(std::move(ticket->ticket));
    line->line.restore(std::move(tickets), line->line.firsts_since_returner());
  }
  const auto event = decide(line->line);
  if (!event) return event.error();
  if (event->decision && reason.empty())
    return Refusal("required").with("name", "reason").at("/reason");
  return keep(tx, *line, *event, by, reason);
}

Result<Ticket> Lines::transfer(store::Transaction& tx, TicketId id, LineId to, const Reference& by,
                               const std::string& reason, Instant now) const {
  const auto kept = find_ticket(tx, id);
  if (!kept) return not_found("ticket");
  if (kept->line == to) return Refusal("same-line");
  if (reason.empty()) return Refusal("required").with("name", "reason").at("/reason");
  const auto left = change(
      tx, kept->line, [&](const Line& line) { return line.leave(id, now); }, by, reason);
  if (!left) return left.error();
  Joining joining;
  joining.number = free_number(tx, to, kept->ticket.number, kept->subject);
  joining.carried = kept->ticket;
  return enter(tx, to, std::move(joining), kept->subject, by, reason, now);
}

void Lines::become(store::Transaction& tx, KeptLine& line, LineState state, What what,
                   const Reference& by, const std::string& reason, Instant now) const {
  line.state = state;
  Event event;
  event.what = what;
  event.at = now;
  records::insert_event(tx, line.id, {++line.last_event, event, reason, by});
  records::update_line(tx, line);
  if (!watcher_) return;
  tx.after_commit([watcher = watcher_, owner = line.owner, seq = line.last_event, state] {
    watcher->line_changed(owner, seq, state);
  });
}

Result<void> Lines::begin_closing(store::Transaction& tx, LineId id, const Reference& by,
                                  const std::string& reason, Instant now) const {
  auto line = load(tx, id);
  if (!line) return not_found("line");
  if (line->state == LineState::closed) return Refusal("line-closed");
  if (line->state == LineState::open)
    become(tx, *line, LineState::closing, What::closing, by, reason, now);
  return {};
}

Result<void> Lines::close(store::Transaction& tx, LineId id, const Reference& by,
                          Instant now) const {
  auto line = load(tx, id);
  if (!line) return not_found("line");
  if (const auto n = line->line.tickets().size(); n > 0)
    return Refusal("line-not-empty").with("n", std::to_string(n));
  become(tx, *line, LineState::closed, What::closed, by, "", now);
  return {};
}

Result<void> Lines::reopen(store::Transaction& tx, LineId id, const Reference& by,
                           const std::string& reason, Instant now) const {
  auto line = load(tx, id);
  if (!line) return not_found("line");
  if (line->state == LineState::open) return Refusal("line-open");
  become(tx, *line, LineState::open, What::reopened, by, reason, now);
  return {};
}

Ticket Lines::keep(store::Transaction& tx, KeptLine& line, const Event& event, const Reference& by,
                   const std::string& reason) const {
  const auto* before = line.line.find(event.ticket);
  const auto was = before ? before->state : State::waiting;
  line.line.apply(event);
  const auto& ticket = *line.line.find(event.ticket);
  if (before)
    records::update_ticket(tx, ticket, was);
  else
    records::insert_ticket(tx, line.id, line.subjects.at(ticket.id), ticket);
  records::insert_event(tx, line.id, {++line.last_event, event, reason, by});
  records::update_line(tx, line);
  if (watcher_) {
    Happening happening{line.id, line.owner, line.last_event,
                        event,   ticket,     line.subjects.at(event.ticket)};
    watcher_->happening(tx, line, happening);
    tx.after_commit(
        [watcher = watcher_, happening = std::move(happening)] { watcher->happened(happening); });
  }
  return ticket;
}

std::vector<std::string> check_lines(store::Snapshot& snapshot) {
  std::vector<std::string> problems;
  for (const auto id : records::unfinished_lines(snapshot)) {
    const auto kept = load(snapshot, id).value();
    Line replayed(kept.line.rules());
    std::int64_t seq = 0;
    for (const auto& event : events_of(snapshot, id)) {
      if (event.seq != ++seq) problems.push_back(to_string(id) + ": an event is missing");
      replayed.apply(event.event);
    }
    if (seq != kept.last_event) problems.push_back(to_string(id) + ": events are missing");
    if (!std::ranges::equal(replayed.tickets(), records::all_tickets(snapshot, id)) ||
        replayed.firsts_since_returner() != kept.line.firsts_since_returner())
      problems.push_back(to_string(id) + ": is not what its events say");
  }
  return problems;
}

}  // namespace yuyue::queue
