#include "app/centre_day.hpp"

#include <stdexcept>

#include "yuyue/booking/fulfilment.hpp"
#include "yuyue/queue/taking_back.hpp"

namespace yuyue::app {

using booking::Appointment;

void CentreDay::take_out(store::Transaction& tx, AppointmentId appointment, Instant now) const {
  const auto visit = centre::visit_of(tx, appointment);
  if (!visit || visit->state != centre::VisitState::open) return;
  const auto kept =
      queue::ticket_of(tx, {std::string(VisitKind::kPrefix), visit->id.value}).value();
  visits_.step(tx, kept.ticket.id, {.what = centre::WindowStep::What::leave}, {}, now).value();
}

void CentreDay::arrived(store::Transaction& tx, const Appointment& a, Instant now) {
  const auto service = centre::service_booked_in(tx, a.department);
  if (!service) {
    clinics_.arrived(tx, a, now);
    return;
  }
  if (centre::visit_of(tx, a.id)) return;
  const centre::TakeRequest request{
      .services = {*service},
      .person = a.person,
      .appointment = a.id,
      .slot_start = a.starts_at,
      .late = a.arrived_how.value_or(booking::policy::Arriving::on_time) !=
              booking::policy::Arriving::on_time,
      .how = centre::TakenBy::appointment};
  if (const auto taken = visits_.take(tx, request, {}, now); !taken)
    throw std::logic_error("somebody who has arrived gets no number: " + taken.error().code);
}

void CentreDay::reinstated(store::Transaction& tx, const Appointment& a, Instant now) {
  if (!centre::service_booked_in(tx, a.department))
    clinics_.reinstated(tx, a, now);
  else if (a.state == booking::AppointmentState::arrived && a.arrived_at && now <= a.ends_at)
    arrived(tx, a, now);
}

void CentreDay::cancelled(store::Transaction& tx, const Appointment& a, Instant now) {
  take_out(tx, a.id, now);
  clinics_.cancelled(tx, a, now);
}
void CentreDay::rescheduled(store::Transaction& tx, const Appointment& was, const Appointment& is,
                            Instant now) {
  take_out(tx, was.id, now);
  clinics_.rescheduled(tx, was, is, now);
}
// Their number is done with as the window says, also when other errands follow.
void CentreDay::fulfilled(store::Transaction& tx, const Appointment& a, Instant now) {
  clinics_.fulfilled(tx, a, now);
}
void CentreDay::missed(store::Transaction& tx, const Appointment& a, Instant now) {
  take_out(tx, a.id, now);
  clinics_.missed(tx, a, now);
}

void FulfilledAtCentre::happening(store::Transaction& tx, const queue::KeptLine&,
                                  const queue::Happening& what) {
  using enum queue::What;
  const auto happened = what.event.what;
  if ((happened != finished && happened != undone) || what.subject.kind != VisitKind::kPrefix)
    return;
  const auto visit = centre::find_visit(tx, VisitId{what.subject.id});
  if (!visit || !visit->appointment) return;
  if (happened == undone) return taken_back(tx, *visit->appointment, what);
  const auto appointment = booking::find_appointment(tx, *visit->appointment);
  if (appointment && appointment->state == booking::AppointmentState::arrived)
    appointments_.fulfil(tx, appointment->id, {}, what.event.at).value();
}

/// Only what that finish did: an appointment may have been fulfilled by an errand before.
void FulfilledAtCentre::taken_back(store::Transaction& tx, AppointmentId id,
                                   const queue::Happening& what) const {
  std::optional<Instant> finished_at;
  for (const auto& kept : queue::events_of(tx, what.event.ticket))
    if (kept.event.what == queue::What::finished) finished_at = kept.event.at;
  const auto appointment = booking::find_appointment(tx, id);
  if (finished_at && appointment && appointment->ended_at == finished_at &&
      appointment->state == booking::AppointmentState::fulfilled)
    booking::take_back_fulfilled(tx, booking_, id, *finished_at, {}, what.event.at).value();
}

}  // namespace yuyue::app
