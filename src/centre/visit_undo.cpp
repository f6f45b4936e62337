#include <algorithm>

#include "centre/references.hpp"
#include "centre/visit_records.hpp"

namespace yuyue::centre {

/// The errand that was finished last is the one again. Whoever went on to the next one's line is
/// taken out of it, unless somebody has already called them there.
Result<void> Visits::reopen_errand(store::Transaction& tx, Visit& visit, const access::Actor& by,
                                   Instant now) const {
  if (const auto next = visit.now_at()) {
    const auto kept = queue::ticket_of(tx, subject_of(visit.id)).value();
    if (kept.ticket.state != queue::State::waiting) return Refusal("next-errand-began");
    const auto left = lines_.change(
        tx, kept.line, [&](const queue::Line& line) { return line.leave(kept.ticket.id, now); },
        reference(by), "");
    if (!left) return left.error();
    visit.errands[*next].state = Errand::State::to_do;
  }
  const auto last = std::find_if(visit.errands.rbegin(), visit.errands.rend(),
                                 [](const Errand& e) { return e.state == Errand::State::done; });
  last->state = Errand::State::now;
  last->outcome.clear();
  visit.state = VisitState::open;
  keep(tx, "reopened", visit, by, now);
  return {};
}

Result<Called> Visits::undo(store::Transaction& tx, VisitId id, const access::Actor& by,
                            Instant now) const {
  auto visit = find_visit(tx, id);
  if (!visit) return not_found("visit");
  const auto slip = records::last_step(tx, id, reference(by));
  if (!slip || now - slip->event.at > kUndo) return Refusal("nothing-to-undo");
  const auto ticket = slip->event.ticket;
  const auto before = queue::find_ticket(tx, ticket).value();
  const auto station = before.ticket.station.value_or(slip->called_to);
  // A line knows only its own; a window calls one at a time of them all.
  if (slip->event.what != queue::What::called)
    if (const auto number = records::still_called(tx, ServiceWindowId{station.value}))
      return Refusal("still-called").with("number", *number);
  if (slip->event.what == queue::What::finished)
    if (auto again = reopen_errand(tx, *visit, by, now); !again) return again.error();
  const auto undone = lines_.change(
      tx, before.line, [&](const queue::Line& line) { return line.undo(ticket, station, now); },
      reference(by), "", ticket);
  if (!undone) return undone.error();
  Called out{*std::move(visit), queue::find_ticket(tx, ticket).value()};
  journal(tx, "visit-undone", out, std::string(name_of(slip->event.what)), by, now);
  return out;
}

}  // namespace yuyue::centre
