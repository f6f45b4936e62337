#include "booking/appointment_steps.hpp"
#include "booking/policy/doings_records.hpp"
#include "booking/policy/person_facts.hpp"
#include "yuyue/booking/policy/conduct.hpp"
#include "yuyue/booking/waitlist.hpp"

namespace yuyue::booking {
namespace {

using steps::change_pages;
using steps::event_of;
using steps::journal;
using steps::place_of;

constexpr int kCodeTries = 20;

// Everything an appointment takes over from its slot.
void place_in(Appointment& a, const rules::Wanted& wanted, int sequence,
              const policy::InForce& in_force) {
  a.slot = wanted.slot.id;
  a.session = wanted.session.id;
  a.department = wanted.session.department;
  a.practitioner = wanted.session.practitioner;
  a.day = wanted.session.day;
  a.starts_at = wanted.slot.starts_at;
  a.ends_at = wanted.slot.ends_at;
  a.fee = wanted.session.fee;
  a.sequence = sequence;
  a.arrive_at = rules::suggested_arrival(a.starts_at, sequence, wanted.slot.capacity,
                                         in_force.rules(wanted.place).arrival.lead);
}

// A week's limit looks back to its Monday.
std::vector<rules::Held> held_as_rules_ask(store::Snapshot& snapshot, const Environment& env,
                                           PersonId person, const policy::InForce& in_force,
                                           Instant now) {
  auto from = env.time->day_of(now);
  if (in_force.policy.limits.per_week) from -= date::days{iso_weekday(from) - 1};
  return records::held_from(snapshot, person, from, *env.time);
}

Result<void> may_have_it(store::Snapshot& snapshot, const Environment& env,
                         const BookingRequest& request, const rules::Wanted& wanted,
                         const policy::InForce& in_force, Instant now) {
  const auto channel = request.by.channel;
  if (auto may = rules::may_be_booked(wanted, channel, in_force, *env.time, now,
                                      request.claim.has_value());
      !may)
    return may;
  if (!records::person_is_active(snapshot, request.person)) return Refusal("person-unknown");
  const auto bars = policy::bars_against(snapshot, request.person, now);
  if (auto may = policy::not_barred(bars, rules::visit_of(wanted), channel,
                                    in_force.civil(*env.time), now);
      !may)
    return may;
  if (auto may = policy::may_person_book(snapshot, env, request, wanted, in_force); !may)
    return may;
  const auto held = held_as_rules_ask(snapshot, env, request.person, in_force, now);
  return rules::fits_person(wanted, held, std::nullopt, in_force, *env.time, now);
}

}  // namespace

Result<Appointment> Appointments::book(store::Transaction& tx, const BookingRequest& request,
                                       Instant now) const {
  const auto in_force = env_.policies->at(now);
  if (request.extra && request.note.empty())
    return Refusal("reason-required").with("maximum", "200").at("/reason");
  auto wanted = records::wanted_slot(tx, request.slot);
  if (!wanted) return Refusal("not-found").with("what", "slot");
  wanted->in_course = request.in_course;
  const auto channel = request.by.channel;
  if (auto may = may_have_it(tx, env_, request, *wanted, *in_force, now); !may) return may.error();
  const policy::Doer doer{.account = request.member,
                          .person = request.person,
                          .channel = channel,
                          .uses = request.claim ? std::optional(request.claim->id) : std::nullopt};
  if (auto may = policy::within_doings(tx, *in_force, *env_.time, doer, true,
                                       request.pay_until.has_value(), now);
      !may)
    return may.error();
  // Last, so that whoever holds the slot's last place is told that they have it, not that it is
  // gone.
  const auto place = request.claim   ? places_.use(tx, *request.claim, request.slot, now)
                     : request.extra ? places_.widen(tx, *wanted)
                                     : places_.take(tx, *wanted, channel, now);
  if (!place) return place.error();

  Appointment a;
  a.id = env_.ids->next<AppointmentId>();
  a.version = 1;
  a.person = request.person;
  a.member = request.member;
  a.channel = channel;
  a.note = request.note;
  a.created_at = now;
  a.pay_until = request.pay_until;
  a.pool = place->pool;
  a.extra = place->extra;
  a.state = a.pay_until ? AppointmentState::pending : AppointmentState::booked;
  place_in(a, *wanted, rules::lowest_free(records::used_numbers(tx, request.slot)), *in_force);
  for (int tries = 1;; ++tries) {
    a.code = codes_->next();
    try {
      records::insert(tx, a);
      break;
    } catch (const store::UniqueViolation& taken) {
      if (taken.constraint.find("appointment.code") == std::string::npos || tries == kCodeTries)
        throw;
      codes_->jump();
    }
  }
  if (request.member && !is_staff(channel))
    policy::records::count_booking(tx, env_.time->day_of(now), *request.member);
  const bool pending = a.state == AppointmentState::pending;
  auto event = event_of(pending ? "held" : "booked", request.by, now);
  event.to_slot = a.slot;
  records::insert_event(tx, env_.ids->next_value(), a.id, event);
  journal(env_, tx, request.by, pending ? "appointment-held" : "appointment-booked", a,
          a.extra ? a.note : std::string(), now);
  if (env_.listener && pending) env_.listener->held(tx, a, now);
  if (env_.listener && !pending) env_.listener->booked(tx, a, now);
  change_pages(env_, tx, a);
  return a;
}

Result<Appointment> Appointments::cancel(store::Transaction& tx, AppointmentId id, const Actor& by,
                                         const Cancellation& why, Instant now) const {
  auto found = find_appointment(tx, id);
  if (!found) return Refusal("not-found").with("what", "appointment");
  auto& a = *found;
  const bool by_patient = why.cause == CancelCause::patient;
  if (auto may = rules::may_be_cancelled(a, whereabouts(tx, a.session), by.channel,
                                         *env_.policies->at(now), *env_.time, now);
      !may && by_patient)
    return may.error();
  if (!holds_place(a.state) || a.state == AppointmentState::fulfilled) return Refusal("not-active");
  a.state = AppointmentState::cancelled;
  a.pay_until.reset();
  a.cancelled_at = now;
  a.cancel_cause = why.cause;
  a.cancel_reason = why.reason;
  ++a.version;
  records::update(tx, a);
  auto event = event_of("cancelled", by, now);
  event.from_slot = a.slot;
  event.details = name_of(why.cause);
  records::insert_event(tx, env_.ids->next_value(), a.id, event);
  journal(env_, tx, by, "appointment-cancelled", a, why.reason, now);
  if (env_.listener) env_.listener->cancelled(tx, a, now);
  const bool may_be_a_tout = why.cause == CancelCause::patient || why.cause == CancelCause::unpaid;
  places_.give_back(tx, place_of(a),
                    may_be_a_tout ? places::Given::by_patient : places::Given::by_hospital, now);
  return a;
}

Result<Appointment> Appointments::reschedule(store::Transaction& tx, AppointmentId id, SlotId to,
                                             const Actor& by, Instant now,
                                             const std::optional<places::ClaimUse>& claim) const {
  const auto in_force = env_.policies->at(now);
  const auto was = find_appointment(tx, id);
  if (!was) return Refusal("not-found").with("what", "appointment");
  if (auto may = rules::may_be_rescheduled(*was, whereabouts(tx, was->session), by.channel,
                                           *in_force, *env_.time, now);
      !may)
    return may.error();
  return move_to(tx, *was, to, by, {}, now, claim);
}

Result<Appointment> Appointments::rebook(store::Transaction& tx, AppointmentId id, SlotId to,
                                         const Actor& by, const std::string& reason,
                                         Instant now) const {
  const auto was = find_appointment(tx, id);
  if (!was) return Refusal("not-found").with("what", "appointment");
  if (was->state != AppointmentState::arrived) return Refusal("not-active");
  return move_to(tx, *was, to, by, reason, now, {});
}

// Who had arrived has not arrived for the new slot.
Result<Appointment> Appointments::move_to(store::Transaction& tx, const Appointment& was, SlotId to,
                                          const Actor& by, const std::string& reason, Instant now,
                                          const std::optional<places::ClaimUse>& claim) const {
  const auto in_force = env_.policies->at(now);
  if (was.slot == to) return Refusal("same-slot");
  const auto wanted = records::wanted_slot(tx, to);
  if (!wanted) return Refusal("not-found").with("what", "slot");
  if (auto may =
          rules::may_be_booked(*wanted, by.channel, *in_force, *env_.time, now, claim.has_value());
      !may)
    return may.error();
  const auto held = held_as_rules_ask(tx, env_, was.person, *in_force, now);
  if (auto fits = rules::fits_person(*wanted, held, was.id, *in_force, *env_.time, now); !fits)
    return fits.error();
  const auto place =
      claim ? places_.use(tx, *claim, to, now) : places_.take(tx, *wanted, by.channel, now);
  if (!place) return place.error();

  auto a = was;
  ++a.version;
  a.state = AppointmentState::booked;
  a.pool = place->pool;
  a.extra = place->extra;
  a.collected_at.reset();  // a number of the slot that is given up
  a.collected_how.reset();
  a.arrived_at.reset();
  a.arrived_how.reset();
  place_in(a, *wanted, rules::lowest_free(records::used_numbers(tx, to)), *in_force);
  records::update(tx, a);
  auto event = event_of("rescheduled", by, now);
  event.from_slot = was.slot;
  event.to_slot = a.slot;
  records::insert_event(tx, env_.ids->next_value(), a.id, event);
  journal(env_, tx, by, "appointment-rescheduled", a, reason, now);
  if (env_.listener) env_.listener->rescheduled(tx, was, a, now);
  places_.give_back(tx, place_of(was),
                    was.state == AppointmentState::arrived ? places::Given::by_hospital
                                                           : places::Given::by_patient,
                    now);
  change_pages(env_, tx, a);
  return a;
}

// Appointments that are over cannot collide any more: only what is to come is compared.
Result<int> Appointments::move_person(store::Transaction& tx, PersonId from, PersonId into,
                                      const Actor& by, Instant now) const {
  auto theirs = records::held_by(tx, into, now, *env_.time);
  for (const auto& mine : records::held_by(tx, from, now, *env_.time)) {
    for (const auto& other : theirs) {
      const bool overlaps = mine.starts_at < other.ends_at && other.starts_at < mine.ends_at;
      if (mine.session == other.session || overlaps)
        return Refusal("merge-collides")
            .with("code", spaced_code(mine.code))
            .with("otherCode", spaced_code(other.code))
            .with("date", format_day(mine.day))
            .with("start", format_minute(env_.time->minute_of(mine.starts_at)));
    }
  }
  const auto moved = records::all_of(tx, from);
  for (const auto id : moved) {
    auto event = event_of("moved-person", by, now);
    event.details = to_string(from) + " " + to_string(into);
    records::insert_event(tx, env_.ids->next_value(), id, event);
  }
  try {
    records::move_all(tx, from, into);
  } catch (const store::UniqueViolation&) {
    // Two records that were both at one past session: which visit was whose needs a person.
    return Refusal("merge-collides").with("code", "").with("otherCode", "");
  }
  waitlist::move_person(tx, *env_.ids, from, into, now);
  return static_cast<int>(moved.size());
}

}  // namespace yuyue::booking
