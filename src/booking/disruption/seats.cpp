#include "booking/disruption/seats.hpp"

#include "booking/appointment_steps.hpp"
#include "yuyue/booking/disruption/rules.hpp"

namespace yuyue::booking::disruption::seats {
namespace {

/// In this order the pools are tried.
constexpr Channel kWays[] = {Channel::desk, Channel::web, Channel::clinician};

Result<void> may_move(const Environment& env, store::Transaction& tx, const Move& move,
                      const booking::rules::Wanted& wanted, Instant now) {
  if (!holds_place(move.was.state) || move.was.state == AppointmentState::fulfilled)
    return Refusal("not-active");
  if (!move.successor && wanted.slot.ends_at <= now) return Refusal("past-slot");
  if (!move.successor && wanted.session.state != SessionState::open)
    return Refusal("session-stopped");
  const auto held = booking::records::held_by(tx, move.was.person, now, *env.time);
  return rules::suits(wanted.session.id, wanted.slot.starts_at, wanted.slot.ends_at, held,
                      move.was.id, *env.time);
}

Appointment placed(const policy::InForce& in_force, const Appointment& was,
                   const booking::rules::Wanted& wanted, int sequence, const places::Place& place) {
  auto a = was;
  ++a.version;
  a.slot = wanted.slot.id;
  a.session = wanted.session.id;
  a.department = wanted.session.department;
  a.practitioner = wanted.session.practitioner;
  a.day = wanted.session.day;
  a.starts_at = wanted.slot.starts_at;
  a.ends_at = wanted.slot.ends_at;
  a.fee = rules::fee_after(was.fee, wanted.session.fee);
  a.sequence = sequence;
  a.pool = place.pool;
  a.extra = place.extra;
  a.arrive_at = booking::rules::suggested_arrival(a.starts_at, sequence, wanted.slot.capacity,
                                                  in_force.rules(wanted.place).arrival.lead);
  // Whoever has come for another day has to come again.
  if (was.state == AppointmentState::arrived && was.day != a.day) {
    a.state = AppointmentState::booked;
    a.arrived_at.reset();
  }
  return a;
}

places::Owner owner_of(AppointmentId appointment) {
  return {.kind = "disruption", .id = appointment.value};
}

Result<places::Place> take_any(const Environment& env, store::Transaction& tx,
                               const booking::rules::Wanted& wanted, Instant now) {
  const places::Places all(env);
  Result<places::Place> taken = Refusal("slot-full");
  for (const auto channel : kWays)
    if (taken = all.take(tx, wanted, channel, now); taken) return taken;
  return taken;
}

}  // namespace

std::optional<ClaimId> hold(const Environment& env, store::Transaction& tx, SlotId slot,
                            AppointmentId for_whom, Instant until, Instant now) {
  const auto wanted = booking::records::wanted_slot(tx, slot);
  if (!wanted) return std::nullopt;
  const places::Places all(env);
  for (const auto channel : kWays)
    if (const auto claim = all.hold(tx, *wanted, channel, owner_of(for_whom), until, now))
      return claim->id;
  return std::nullopt;
}

void release(const Environment& env, store::Transaction& tx, ClaimId claim, AppointmentId for_whom,
             Instant now) {
  const auto done =
      places::Places(env).release(tx, {.id = claim, .owner = owner_of(for_whom)}, now);
  static_cast<void>(done);  // refused: it has run out, which comes to the same
}

Result<Appointment> relocate(const Environment& env, store::Transaction& tx, const Move& move,
                             const Actor& by, Instant now) {
  const auto& was = move.was;
  if (was.slot == move.to) return Refusal("same-slot");
  const auto wanted = booking::records::wanted_slot(tx, move.to);
  if (!wanted) return Refusal("not-found").with("what", "slot");
  if (auto may = may_move(env, tx, move, *wanted, now); !may) return may.error();
  const places::Places all(env);
  Result<places::Place> place = Refusal("slot-full");
  if (move.claim) place = all.use(tx, {.id = *move.claim, .owner = owner_of(was.id)}, move.to, now);
  if (!place) place = take_any(env, tx, *wanted, now);
  if (!place) return place.error();
  const auto number = booking::rules::lowest_free(booking::records::used_numbers(tx, move.to));
  const auto a = placed(*env.policies->at(now), was, *wanted, number, *place);
  booking::records::update(tx, a);
  all.give_back(tx,
                {.slot = was.slot, .session = was.session, .pool = was.pool, .extra = was.extra},
                places::Given::by_hospital, now);
  auto event = steps::event_of("rescheduled", by, now);
  event.from_slot = was.slot;
  event.to_slot = a.slot;
  event.details = name_of(CancelCause::hospital);
  booking::records::insert_event(tx, env.ids->next_value(), a.id, event);
  steps::journal(env, tx, by, "appointment-rescheduled", a, {}, now);
  if (env.listener) env.listener->rescheduled(tx, was, a, now);
  steps::change_pages(env, tx, was);
  steps::change_pages(env, tx, a);
  return a;
}

}  // namespace yuyue::booking::disruption::seats
