// Patients who come without an appointment.
#include <algorithm>

#include "booking/clinic/records.hpp"
#include "booking/clinic/references.hpp"
#include "yuyue/booking/policy/live.hpp"

namespace yuyue::booking::clinic {
namespace {

/// What another slot of the session may not have.
bool ends_with_the_slot(const Refusal& refusal) {
  static constexpr std::string_view kCodes[] = {"slot-full", "quota-full", "past-slot", "collides"};
  return std::ranges::find(kCodes, refusal.code) != std::end(kCodes);
}

bool has_class(const std::vector<policy::PriorityClass>& classes, const std::string& code) {
  return std::ranges::find(classes, code, &policy::PriorityClass::code) != classes.end();
}

}  // namespace

Result<Session> ClinicDay::session_today(store::Snapshot& snapshot, SessionId id,
                                         Instant now) const {
  auto session = find_session(snapshot, id);
  if (!session) return not_found("session");
  if (session->day != env_.time->day_of(now))
    return Refusal("clinic-not-today").with("date", format_day(session->day));
  return *std::move(session);
}

// A place that is free, now or later today; else one more, in the slot that is under way or comes
// next, so that the day's plan shows where it really grows.
Result<Appointment> ClinicDay::give_place(store::Transaction& tx, const WalkInRequest& request,
                                          const Actor& by, Instant now) const {
  BookingRequest booking{
      .slot = {}, .person = request.person, .by = by, .member = {}, .note = request.reason};
  const auto book = [&](SlotId slot) {
    booking.slot = slot;
    booking.pay_until.reset();
    if (request.pay_until && !request.pay_later) booking.pay_until = request.pay_until(slot);
    return appointments_.book(tx, booking, now);
  };
  std::optional<SlotId> current;
  for (const auto& slot : slots_of(tx, request.session)) {
    if (slot.ends_at <= now) continue;
    if (!current) current = slot.id;
    if (slot.free() <= 0) continue;
    auto booked = book(slot.id);
    if (booked || !ends_with_the_slot(booked.error())) return booked;
  }
  if (!current) return Refusal("past-slot");
  booking.extra = true;
  return book(*current);
}

Result<WalkIn> ClinicDay::walk_in(store::Transaction& tx, const WalkInRequest& request,
                                  const Actor& by, Instant now) const {
  const auto session = session_today(tx, request.session, now);
  if (!session) return session.error();
  if (auto open = may_join(tx, request.session); !open) return open.error();
  const auto rules = env_.policies->at(now)->rules(whereabouts(tx, request.session).place);
  if (!request.priority.empty() && !has_class(rules.line.classes, request.priority))
    return Refusal("unknown-reference").with("name", "priority").at("/priority");
  if (rules.arrival.document_seen && !request.document_seen) return Refusal("document-not-seen");
  auto given = give_place(tx, request, by, now);
  if (!given) return given.error();
  records::insert_walk_in(tx, *given, request.priority);
  if (env_.journal)
    env_.journal->record(
        tx, by,
        {.what = "walk-in",
         .subject = given->id,
         .details = {{"session", to_string(request.session)}, {"priority", request.priority}},
         .note = request.reason},
        now);
  if (given->state == AppointmentState::pending) return WalkIn{*given, std::nullopt};
  const auto here = appointments_.take_in(tx, given->id, by, now);
  if (!here) return here.error();
  return WalkIn{*here, queue::ticket_of(tx, subject_of(here->id))};
}

// Whoever pays when the line no longer takes anybody is told so when they report at the desk.
void ClinicDay::confirmed(store::Transaction& tx, const Appointment& a, Instant now) {
  if (a.day != env_.time->day_of(now) || !is_walk_in(tx, a.id) || !may_join(tx, a.session)) return;
  (void)appointments_.take_in(tx, a.id, {}, now);
}

}  // namespace yuyue::booking::clinic
