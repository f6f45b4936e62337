// Transfers, and what becomes of those who are left when a clinic ends.
#include "yuyue/booking/clinic/settling.hpp"

#include "booking/appointment_steps.hpp"
#include "booking/clinic/records.hpp"
#include "booking/clinic/references.hpp"

namespace yuyue::booking::clinic {

std::optional<queue::LineState> line_state(store::Snapshot& snapshot, SessionId session) {
  return queue::state_of(snapshot, owner_of(session));
}

Result<void> may_join(store::Snapshot& snapshot, SessionId session) {
  if (line_state(snapshot, session).value_or(queue::LineState::open) != queue::LineState::open)
    return Refusal("line-closing");
  return {};
}

Result<queue::KeptTicket> ClinicDay::transfer(store::Transaction& tx, TicketId id, SessionId to,
                                              const std::string& reason, const Actor& by,
                                              Instant now) const {
  const auto kept = queue::find_ticket(tx, id);
  if (!kept || kept->subject.kind != kAppointment) return not_found("ticket");
  const auto from = session_of(tx, kept->line);
  const auto target = session_today(tx, to, now);
  if (!target) return target.error();
  const auto source = find_session(tx, from).value();
  if (target->department != source.department || target->day != source.day ||
      target->state != SessionState::open || target->ends_at <= now)
    return Refusal("transfer-elsewhere").at("/sessionId");
  const auto line = open(tx, *target, now);
  const auto there = lines_.transfer(tx, id, line, reference(by), reason, now);
  if (!there) return there.error();
  auto appointment = find_appointment(tx, appointment_of(kept->subject)).value();
  steps::advance(env_, tx, appointment, "transferred", by, reason, now,
                 to_string(from) + " " + to_string(to));
  close_if_empty(tx, kept->line, by, now);
  return queue::find_ticket(tx, there->id).value();
}

// Moved, the appointment leaves the line (rescheduled).
Result<Appointment> ClinicDay::rebook(store::Transaction& tx, TicketId id, SlotId to,
                                      const std::string& reason, const Actor& by,
                                      Instant now) const {
  const auto kept = queue::find_ticket(tx, id);
  if (!kept || kept->subject.kind != kAppointment) return not_found("ticket");
  if (reason.empty()) return Refusal("required").with("name", "reason").at("/reason");
  return appointments_.rebook(tx, appointment_of(kept->subject), to, by, reason, now);
}

Result<void> ClinicDay::begin_closing(store::Transaction& tx, SessionId id,
                                      const std::string& reason, const Actor& by,
                                      Instant now) const {
  const auto session = session_today(tx, id, now);
  if (!session) return session.error();
  const auto line = open(tx, *session, now);
  if (line_state(tx, id) == queue::LineState::closed) return {};
  if (auto begun = lines_.begin_closing(tx, line, reference(by), reason, now); !begun) return begun;
  journal(tx, "line-closing", id, by, reason, now);
  close_if_empty(tx, line, by, now);
  return {};
}

Result<void> ClinicDay::reopen(store::Transaction& tx, SessionId id, const std::string& reason,
                               const Actor& by, Instant now) const {
  const auto session = session_today(tx, id, now);
  if (!session) return session.error();
  const auto line = line_of(tx, id);
  if (!line) return Refusal("line-open");
  if (auto done = lines_.reopen(tx, *line, reference(by), reason, now); !done) return done;
  journal(tx, "line-reopened", id, by, reason, now);
  return {};
}

void ClinicDay::close_if_empty(store::Transaction& tx, LineId id, const Actor& by,
                               Instant now) const {
  const auto line = queue::load(tx, id).value();
  if (line.state == queue::LineState::closing && line.line.tickets().empty())
    lines_.close(tx, id, reference(by), now).value();
}

namespace {

/// The first clinic line of an earlier day that is not closed. Other lines, of which there are no
/// more than a day's, are theirs to settle who own them.
std::optional<LineId> past_line(store::Snapshot& snapshot, Day before) {
  for (const auto id : queue::unfinished_before(snapshot, before, 1000))
    if (queue::owner_of(snapshot, id)->kind == kSession) return id;
  return std::nullopt;
}

}  // namespace

bool ClinicDay::any_past(store::Snapshot& snapshot, Instant now) const {
  return past_line(snapshot, env_.time->day_of(now - kNightWork)).has_value();
}

bool ClinicDay::settle_past(store::Transaction& tx, Instant now) const {
  const auto past = past_line(tx, env_.time->day_of(now - kNightWork));
  if (!past) return false;
  const auto line = queue::load(tx, *past).value();
  const auto session = session_of(tx, line.id);
  if (line.state == queue::LineState::open)
    lines_.begin_closing(tx, line.id, reference({}), "", now).value();
  for (const auto& [ticket, subject] : line.subjects) {
    lines_
        .change(
            tx, line.id, [&](const queue::Line& l) { return l.leave(ticket, now); }, reference({}),
            "")
        .value();
    const auto appointment = find_appointment(tx, appointment_of(subject)).value();
    if (appointment.state == AppointmentState::arrived)
      records::insert_not_seen(tx, appointment.id, session, NotSeen::day_over, now);
  }
  lines_.close(tx, line.id, reference({}), now).value();
  journal(tx, "line-settled", session, {}, {}, now);
  return true;
}

void ClinicDay::journal(store::Transaction& tx, std::string_view what, SessionId session,
                        const Actor& by, const std::string& reason, Instant now) const {
  if (!env_.journal) return;
  env_.journal->record(
      tx, by, {.what = std::string(what), .subject = session, .details = {}, .note = reason}, now);
}

}  // namespace yuyue::booking::clinic
