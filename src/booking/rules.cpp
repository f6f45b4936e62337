#include "yuyue/booking/rules.hpp"

#include <algorithm>

#include "yuyue/booking/timetable_file.hpp"

namespace yuyue::booking::rules {

using std::chrono::minutes;

bool takes_place(const Schedule& schedule, const DayFacts& facts) {
  int weekday = iso_weekday(facts.day);
  if (facts.calendar && facts.calendar->kind == CalendarKind::holiday && !schedule.on_holidays)
    return false;
  if (facts.calendar && facts.calendar->kind == CalendarKind::workday)
    weekday = facts.calendar->as_weekday.value_or(weekday);
  if (schedule.weekday != weekday) return false;
  const bool odd = iso_week(facts.day) % 2 == 1;
  if (schedule.weeks == Weeks::odd && !odd) return false;
  if (schedule.weeks == Weeks::even && odd) return false;
  if (schedule.valid_from && facts.day < *schedule.valid_from) return false;
  if (schedule.valid_to && facts.day > *schedule.valid_to) return false;
  return std::ranges::none_of(facts.exceptions, [&](const ScheduleException& e) {
    return e.day == facts.day && (!e.schedule || *e.schedule == schedule.id) &&
           (!e.practitioner || e.practitioner == schedule.practitioner) &&
           (!e.department || *e.department == schedule.department);
  });
}

std::vector<MinuteOfDay> cut_slots(MinuteOfDay starts, MinuteOfDay ends) {
  std::vector<MinuteOfDay> slots;
  for (auto at = starts; at + kSlotLength <= ends; at += kSlotLength) slots.push_back(at);
  return slots;
}

Result<void> check(const Schedule& s) {
  const auto wrong = [](std::string_view why) {
    return Refusal("schedule-invalid").with("why", why);
  };
  if (s.weekday < 1 || s.weekday > 7) return wrong("weekday").at("/weekday");
  if (s.starts < minutes{0} || s.ends > minutes{24 * 60} || s.starts >= s.ends ||
      (s.ends - s.starts) % kSlotLength != minutes{0})
    return wrong("times").at("/ends");
  if (s.slot_capacity < 1 || s.slot_capacity > 99) return wrong("capacity").at("/slotCapacity");
  if (s.valid_from && s.valid_to && *s.valid_from > *s.valid_to)
    return wrong("validity").at("/validTo");
  if (s.rooms.empty() && !s.remote) return wrong("rooms").at("/rooms");
  if (total(s.quotas) > s.slot_capacity * ((s.ends - s.starts) / kSlotLength))
    return wrong("quotas").at("/quotas");
  if (s.fee && (*s.fee < 0 || *s.fee > 100'000'000)) return wrong("fee").at("/fee");
  return {};
}

bool overlap(const Schedule& a, const Schedule& b) {
  return a.starts < b.ends && b.starts < a.ends &&
         may_coincide(a.weekday, a.weeks, a.valid_from, a.valid_to, b.weekday, b.weeks,
                      b.valid_from, b.valid_to);
}

policy::Visit visit_of(const Wanted& wanted) {
  return {.session = wanted.session.id,
          .department = wanted.session.department,
          .practitioner = wanted.session.practitioner,
          .campus = wanted.place.campus,
          .day = wanted.session.day,
          .part = wanted.session.part,
          .session_starts = wanted.session.starts_at,
          .starts = wanted.slot.starts_at,
          .ends = wanted.slot.ends_at,
          .in_course = wanted.in_course};
}

policy::Visit visit_of(const Appointment& a, const Whereabouts& where) {
  return {.session = a.session,
          .department = a.department,
          .practitioner = a.practitioner,
          .campus = where.place.campus,
          .day = a.day,
          .part = where.part,
          .session_starts = where.session_starts,
          .starts = a.starts_at,
          .ends = a.ends_at};
}

Day last_released_day(const policy::InForce& in_force, const HospitalTime& time, Instant now) {
  const auto& policy = in_force.policy;
  const auto civil = in_force.civil(time);
  auto last = policy::last_released_day(policy.base.opening, civil, now);
  for (const auto& item : policy.overrides)
    if (item.opening) last = std::max(last, policy::last_released_day(*item.opening, civil, now));
  return last;
}

Instant released_at(Day day, const policy::Place& place, const policy::InForce& in_force,
                    const HospitalTime& time) {
  return policy::released_at(in_force.rules(place).opening, in_force.civil(time), day);
}

Result<void> may_be_booked(const Wanted& wanted, Channel channel, const policy::InForce& in_force,
                           const HospitalTime& time, Instant now, bool kept) {
  const policy::SlotTimes slot{wanted.session.day, wanted.session.part, wanted.slot.starts_at,
                               wanted.slot.ends_at};
  auto may =
      policy::may_book_now(in_force.rules(wanted.place), slot, channel, in_force.civil(time), now);
  if (!may && may.error().code == "past-slot") return may;
  if (wanted.session.state != SessionState::open) return Refusal("session-stopped");
  if (kept) return {};
  return may;
}

Result<void> fits_person(const Wanted& wanted, std::span<const Held> held,
                         std::optional<AppointmentId> instead_of, const policy::InForce& in_force,
                         const HospitalTime& time, Instant now) {
  std::vector<policy::Having> having;
  having.reserve(held.size());
  for (const auto& other : held)
    having.push_back({.id = other.id,
                      .code = other.code,
                      .visit = {.session = other.session,
                                .department = other.department,
                                .practitioner = other.practitioner,
                                .campus = {},
                                .day = other.day,
                                .starts = other.starts_at,
                                .ends = other.ends_at,
                                .in_course = other.in_course}});
  auto visit = visit_of(wanted);
  // One that moves is what it was.
  visit.in_course |= std::ranges::any_of(
      held, [&](const Held& other) { return other.in_course && other.id == instead_of; });
  return policy::fits_person(in_force.rules(wanted.place), in_force.policy.limits, visit, having,
                             instead_of, in_force.civil(time), now);
}

int lowest_free(std::span<const int> used) {
  int candidate = 1;
  for (const int number : used) {
    if (number > candidate) break;
    if (number == candidate) ++candidate;
  }
  return candidate;
}

Instant suggested_arrival(Instant slot_starts_at, int sequence, int capacity, minutes lead) {
  const auto turn = kSlotLength * (sequence - 1) / std::max(capacity, 1);
  const auto exact = slot_starts_at + turn - lead;
  constexpr minutes kStep{5};
  const auto whole = date::floor<minutes>(exact);
  const auto past = (whole.time_since_epoch() % kStep + kStep) % kStep;
  return whole - past;
}

namespace {

Result<void> is_still_to_come(const Appointment& appointment, Channel channel) {
  const bool waiting = appointment.state == AppointmentState::pending ||
                       appointment.state == AppointmentState::booked;
  // Who has arrived is the staff's to undo.
  const bool undone_by_staff = appointment.state == AppointmentState::arrived && is_staff(channel);
  if (!waiting && !undone_by_staff) return Refusal("not-active");
  return {};
}

}  // namespace

Instant cancel_until(const Appointment& appointment, const Whereabouts& where, Channel channel,
                     const policy::InForce& in_force, const HospitalTime& time) {
  return policy::cancel_until(in_force.rules(where.place), visit_of(appointment, where), channel,
                              in_force.civil(time));
}

Result<policy::Cancelling> may_be_cancelled(const Appointment& appointment,
                                            const Whereabouts& where, Channel channel,
                                            const policy::InForce& in_force,
                                            const HospitalTime& time, Instant now) {
  if (auto active = is_still_to_come(appointment, channel); !active) return active.error();
  return policy::may_cancel(in_force.rules(where.place), visit_of(appointment, where), channel,
                            in_force.civil(time), now);
}

Result<void> may_be_rescheduled(const Appointment& appointment, const Whereabouts& where,
                                Channel channel, const policy::InForce& in_force,
                                const HospitalTime& time, Instant now) {
  if (appointment.state == AppointmentState::pending) return Refusal("payment-pending");
  if (appointment.state != AppointmentState::booked) return Refusal("not-active");
  if (now >= cancel_until(appointment, where, channel, in_force, time))
    return Refusal("too-late-to-reschedule");
  return {};
}

// Who has arrived is the staff's to undo.
Result<policy::Arriving> may_arrive(const Appointment& appointment, policy::Step step,
                                    const Whereabouts& where, const policy::ArrivalFacts& facts,
                                    const policy::InForce& in_force, const HospitalTime& time,
                                    Instant now) {
  if (appointment.state == AppointmentState::pending) return Refusal("payment-pending");
  if (appointment.state != AppointmentState::booked) return Refusal("not-active");
  const auto rules = in_force.rules(where.place);
  const auto visit = visit_of(appointment, where);
  const auto civil = in_force.civil(time);
  if (const auto today = time.day_of(now); today != appointment.day) {
    auto refusal = Refusal("not-today").with("date", format_day(appointment.day));
    const auto times = policy::step_times(rules, step, visit, civil);
    if (times && today < appointment.day) return std::move(refusal).until(times->opens);
    return refusal;
  }
  const bool again = step == policy::Step::collect && !policy::is_last_step(rules, step);
  if (again && facts.collected) return Refusal("already-collected");
  return policy::may_arrive(rules, step, visit, facts, civil, now);
}

Result<void> may_be_fulfilled(const Appointment& appointment, const HospitalTime& time,
                              Instant now) {
  if (appointment.state == AppointmentState::pending) return Refusal("payment-pending");
  if (appointment.state != AppointmentState::booked &&
      appointment.state != AppointmentState::arrived)
    return Refusal("not-active");
  if (time.day_of(now) < appointment.day) return Refusal("not-begun");
  return {};
}

Result<void> may_be_noshow(const Appointment& appointment, Instant now) {
  if (appointment.state != AppointmentState::booked) return Refusal("not-active");
  if (now < appointment.ends_at) return Refusal("not-begun");
  return {};
}

}  // namespace yuyue::booking::rules
