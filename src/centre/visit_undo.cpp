#include "centre/centre_events.hpp"
#include "centre/references.hpp"
#include "centre/visit_records.hpp"

namespace yuyue::centre {

/// `visit` has its errands as they were before one ended, or became another. Whoever has gone on to
/// another line is taken out of it.
Result<void> Visits::reopen_errand(store::Transaction& tx, Visit& visit, const access::Actor& by,
                                   Instant now) const {
  if (visit.state == VisitState::open) {
    const auto next = queue::ticket_of(tx, subject_of(visit.id)).value();
    const auto left = lines_.change(
        tx, next.line, [&](const queue::Line& line) { return line.leave(next.ticket.id, now); },
        reference(by), "");
    if (!left) return left.error();
  }
  visit.state = VisitState::open;
  keep(tx, "reopened", visit, by, now);
  return {};
}

Result<Called> Visits::undo(store::Transaction& tx, VisitId id, const access::Actor& by,
                            Instant now) const {
  auto visit = find_visit(tx, id);
  if (!visit) return not_found("visit");
  const auto slip = records::last_step(tx, id, reference(by));
  if (!slip || now - slip->event.event.at > kUndo) return Refusal("nothing-to-undo");
  const auto what = slip->event.event.what;
  const auto& before = slip->before;
  const auto is = queue::find_ticket(tx, before.id).value();
  // A line knows only its own; a window calls one at a time of them all.
  if (before.station && is.ticket.state != queue::State::called)
    if (const auto number = records::still_called(tx, ServiceWindowId{before.station->value}))
      return Refusal("still-called").with("number", *number);
  if (what == queue::What::finished || what == queue::What::left) {
    auto errands = events::errands_before(tx, id, slip->event.event.at);
    if (!errands) return Refusal("nothing-to-undo");
    visit->errands = *std::move(errands);
    if (auto again = reopen_errand(tx, *visit, by, now); !again) return again.error();
  }
  const auto undone = lines_.change(
      tx, is.line, [&](const queue::Line& line) { return queue::take_back(line, before, now); },
      reference(by), "", before.id);
  if (!undone) return undone.error();
  Called out{*std::move(visit), queue::find_ticket(tx, before.id).value()};
  journal(tx, "visit-undone", out, std::string(name_of(what)), by, now);
  return out;
}

}  // namespace yuyue::centre
