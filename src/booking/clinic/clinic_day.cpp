#include "yuyue/booking/clinic/clinic_day.hpp"

#include <algorithm>
#include <stdexcept>

#include "booking/clinic/records.hpp"
#include "booking/clinic/references.hpp"
#include "yuyue/booking/clinic/calling.hpp"
#include "yuyue/booking/clinic/notices.hpp"
#include "yuyue/booking/clinic/priority.hpp"
#include "yuyue/booking/policy/live.hpp"
#include "yuyue/booking/rules.hpp"

namespace yuyue::booking::clinic {

Result<void> is_room_of(store::Snapshot& snapshot, SessionId session, RoomId room) {
  const auto rooms = rooms_of(snapshot, session);
  if (std::ranges::find(rooms, room, &ClinicRoom::id) == rooms.end())
    return Refusal("unknown-reference").with("name", "roomId").at("/roomId");
  return {};
}

std::optional<LineId> line_of(store::Snapshot& snapshot, SessionId session) {
  return queue::find_line(snapshot, owner_of(session));
}

SessionId session_of(store::Snapshot& snapshot, LineId line) {
  return SessionId{queue::owner_of(snapshot, line).value().id};
}

AppointmentId appointment_of(const queue::Reference& subject) {
  return AppointmentId{subject.id};
}

// As the slots plan it; several rooms share a line's slots, and the line moves on as fast.
LineId ClinicDay::open(store::Transaction& tx, const Session& session, Instant now) const {
  if (const auto there = line_of(tx, session.id)) return *there;
  const auto rules = env_.policies->at(now)->rules(whereabouts(tx, session.id).place);
  int most = 1;
  for (const auto& slot : slots_of(tx, session.id)) most = std::max(most, slot.capacity);
  return lines_.open(tx, owner_of(session.id), session.day, line_rules(rules, kSlotLength / most))
      .value();
}

queue::Joining ClinicDay::joining_of(store::Transaction& tx, const Appointment& a,
                                     Instant now) const {
  const auto rules = env_.policies->at(now)->rules(whereabouts(tx, a.session).place);
  const auto person = env_.people ? env_.people->facts(tx, a.person) : policy::People::Facts{};
  queue::Joining joining;
  joining.priority = class_of(rules.line.classes, person, a.day);
  joining.extra_calls = calling_for(person.needs).extra_calls;
  if (const auto walk_in = records::walk_in_of(tx, a.id)) {
    joining.number = walk_in_number(walk_in->number);
    if (!walk_in->priority.empty()) joining.priority = walk_in->priority;
    return joining;
  }
  joining.number = ticket_number(a, *env_.time);
  joining.slot_start = a.starts_at;
  joining.sequence = a.sequence;
  joining.late = a.arrived_how.value_or(policy::Arriving::on_time) != policy::Arriving::on_time;
  return joining;
}

void ClinicDay::arrived(store::Transaction& tx, const Appointment& a, Instant now) {
  const auto line = open(tx, find_session(tx, a.session).value(), now);
  const auto joined =
      lines_.join(tx, line, joining_of(tx, a, now), subject_of(a.id), {"system", 0}, now);
  if (!joined && joined.error().code != "already-in-line")
    throw std::logic_error("somebody who has arrived is refused by the line: " +
                           joined.error().code);
}

void ClinicDay::reinstated(store::Transaction& tx, const Appointment& a, Instant now) {
  if (a.state == AppointmentState::arrived && a.day == env_.time->day_of(now) &&
      may_join(tx, a.session))
    arrived(tx, a, now);
}

void ClinicDay::take_out(store::Transaction& tx, AppointmentId appointment, Instant now) const {
  const auto kept = queue::ticket_of(tx, subject_of(appointment));
  if (!kept || !queue::is_open(kept->ticket.state)) return;
  lines_
      .change(
          tx, kept->line, [&](const queue::Line& line) { return line.leave(kept->ticket.id, now); },
          {"system", 0}, "")
      .value();
  close_if_empty(tx, kept->line, {}, now);
}

void ClinicDay::cancelled(store::Transaction& tx, const Appointment& a, Instant now) {
  take_out(tx, a.id, now);
}
void ClinicDay::rescheduled(store::Transaction& tx, const Appointment& was, const Appointment&,
                            Instant now) {
  take_out(tx, was.id, now);
  records::forget_walk_in(tx, was.id);
}
void ClinicDay::fulfilled(store::Transaction& tx, const Appointment& a, Instant now) {
  records::forget_not_seen(tx, a.id);
  take_out(tx, a.id, now);
}
void ClinicDay::missed(store::Transaction& tx, const Appointment& a, Instant now) {
  take_out(tx, a.id, now);
}

Result<queue::KeptTicket> ClinicDay::call(store::Transaction& tx, SessionId session, RoomId room,
                                          std::optional<TicketId> ticket, const std::string& reason,
                                          const Actor& by, Instant now) const {
  if (!find_session(tx, session)) return not_found("session");
  if (auto fine = is_room_of(tx, session, room); !fine) return fine.error();
  if (auto fine = may_call_into(tx, session, room); !fine) return fine.error();
  const auto line = line_of(tx, session);
  if (!line) return Refusal("nobody-waits");
  const auto called = lines_.change(
      tx, *line,
      [&](const queue::Line& l) {
        return ticket ? l.call(*ticket, station_of(room), now) : l.call(station_of(room), now);
      },
      reference(by), reason);
  if (!called) return called.error();
  auto kept = queue::find_ticket(tx, called->id).value();
  journal(tx, "ticket-called", kept, by, reason, now);
  return kept;
}

Result<queue::KeptTicket> ClinicDay::beckon(store::Transaction& tx, SessionId session, RoomId room,
                                            const Actor& by, Instant now) const {
  if (!find_session(tx, session)) return not_found("session");
  if (auto fine = is_room_of(tx, session, room); !fine) return fine.error();
  if (auto fine = may_call_into(tx, session, room); !fine) return fine.error();
  const auto line = line_of(tx, session);
  if (!line) return Refusal("nobody-waits");
  const auto beckoned = lines_.change(
      tx, *line, [&](const queue::Line& l) { return l.beckon(station_of(room), now); },
      reference(by), "");
  if (!beckoned) return beckoned.error();
  auto kept = queue::find_ticket(tx, beckoned->id).value();
  journal(tx, "ticket-beckoned", kept, by, "", now);
  return kept;
}

Result<queue::Event> ClinicDay::decide(const queue::Line& line, TicketId id, const Step& step,
                                       Instant now) const {
  const auto* ticket = line.find(id);
  switch (step.what) {
    case Step::What::recall:
      return line.recall(id, now);
    case Step::What::start:
      return line.start(id, now);
    case Step::What::finish:
      return line.finish(id, now);
    case Step::What::miss:
      return line.miss(id, now);
    case Step::What::come_back:
      return ticket && ticket->state == queue::State::missed ? line.come_back_missed(id, now)
                                                             : line.come_back(id, now);
    case Step::What::send_away:
      return line.send_away(id, now);
    case Step::What::postpone:
      return line.postpone(id, step.later, now);
    case Step::What::move_before:
      return line.move_before(id, step.other.value(), now);
    case Step::What::move_after:
      return line.move_after(id, step.other.value(), now);
    case Step::What::assign:
      return line.assign(id, step.room ? std::optional(station_of(*step.room)) : std::nullopt, now);
    case Step::What::leave:
      return line.leave(id, now);
  }
  throw std::logic_error("a step without a meaning");
}

Result<queue::KeptTicket> ClinicDay::step(store::Transaction& tx, TicketId id, const Step& step,
                                          const Actor& by, Instant now) const {
  const auto kept = queue::find_ticket(tx, id);
  if (!kept || kept->subject.kind != kAppointment) return not_found("ticket");
  const auto appointment = find_appointment(tx, appointment_of(kept->subject)).value();
  const auto session = session_of(tx, kept->line);
  // Whoever was done with is not left over at closing, and no longer waited for.
  if (step.what == Step::What::come_back && kept->ticket.state == queue::State::done)
    if (auto fine = may_join(tx, session); !fine) return fine.error();
  const bool moves = step.what == Step::What::move_before || step.what == Step::What::move_after;
  if (moves && !step.other) return Refusal("field-required").with("name", "other").at("/other");
  if (step.room)
    if (auto fine = is_room_of(tx, session, *step.room); !fine) return fine.error();
  const auto changed = lines_.change(
      tx, kept->line, [&](const queue::Line& line) { return decide(line, id, step, now); },
      reference(by), step.reason, id);
  if (!changed) return changed.error();
  if (step.what == Step::What::finish && appointment.state == AppointmentState::arrived)
    if (auto done = appointments_.fulfil(tx, appointment.id, by, now); !done) return done.error();
  if (step.what == Step::What::leave && appointment.state == AppointmentState::arrived)
    records::insert_not_seen(tx, appointment.id, session, NotSeen::went_home, now);
  close_if_empty(tx, kept->line, by, now);
  auto after = queue::find_ticket(tx, id).value();
  journal(tx, "ticket-" + std::string(name_of(step.what)), after, by, step.reason, now);
  return after;
}

void ClinicDay::journal(store::Transaction& tx, std::string_view what,
                        const queue::KeptTicket& kept, const Actor& by, const std::string& reason,
                        Instant now) const {
  if (!env_.journal) return;
  access::AuditDetails details{{"ticket", to_string(kept.ticket.id)}};
  if (kept.ticket.station)
    details.emplace_back("room", to_string(RoomId{kept.ticket.station->value}));
  env_.journal->record(tx, by,
                       {.what = std::string(what),
                        .subject = appointment_of(kept.subject),
                        .details = std::move(details),
                        .note = reason},
                       now);
}

}  // namespace yuyue::booking::clinic
