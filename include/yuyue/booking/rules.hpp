#pragma once
#include <optional>
#include <span>
#include <vector>

#include "yuyue/booking/appointments.hpp"
#include "yuyue/booking/policy/live.hpp"
#include "yuyue/booking/sessions.hpp"

namespace yuyue::booking::rules {

// Pure functions: may this be done, what comes of it. No I/O, no clock.

/// What decides the timetable of a day.
struct DayFacts {
  Day day{};
  std::optional<CalendarDay> calendar;
  std::vector<ScheduleException> exceptions;  ///< of that day
};
/// Does this row of the timetable take place on that day?
bool takes_place(const Schedule& schedule, const DayFacts& facts);
/// The starts of a session's slots.
std::vector<MinuteOfDay> cut_slots(MinuteOfDay starts, MinuteOfDay ends);
/// schedule-invalid, if so.
Result<void> check(const Schedule& schedule);
/// Whether one clinician would be in two places.
bool overlap(const Schedule& a, const Schedule& b);

/// What is known of a slot when somebody wants it.
struct Wanted {
  Slot slot;
  Session session;
  policy::Place place;
  bool in_course = false;  ///< policy::Visit
};
/// An active appointment of the same person, as far as it matters for another one.
struct Held {
  AppointmentId id;
  std::string code;
  SessionId session;
  DepartmentId department;
  Day day{};
  Instant starts_at{}, ends_at{};
  std::optional<PractitionerId> practitioner{};
  bool in_course = false;  ///< policy::Visit
};

// What the policy in force says of them (policy/rules.hpp).
policy::Visit visit_of(const Wanted& wanted);
policy::Visit visit_of(const Appointment& appointment, const Whereabouts& where);
/// The last day that any clinic has released.
Day last_released_day(const policy::InForce& in_force, const HospitalTime& time, Instant now);
Instant released_at(Day day, const policy::Place& place, const policy::InForce& in_force,
                    const HospitalTime& time);
/// Refusals: past-slot, session-stopped and those of policy::may_book_now. `kept`: a place is kept
/// for them already, so that cut-offs which have passed meanwhile do not count.
Result<void> may_be_booked(const Wanted& wanted, Channel channel, const policy::InForce& in_force,
                           const HospitalTime& time, Instant now, bool kept = false);
/// Refusals: those of policy::fits_person.
Result<void> fits_person(const Wanted& wanted, std::span<const Held> held,
                         std::optional<AppointmentId> instead_of, const policy::InForce& in_force,
                         const HospitalTime& time, Instant now);
/// When the holder of a number should be there: their share of the slot less the lead, rounded
/// down to five minutes.
Instant suggested_arrival(Instant slot_starts_at, int sequence, int capacity,
                          std::chrono::minutes lead);

/// Until when the patient (staff: `is_staff`) can cancel or move it.
Instant cancel_until(const Appointment& appointment, const Whereabouts& where, Channel channel,
                     const policy::InForce& in_force, const HospitalTime& time);
/// Refusals: not-active, too-late-to-cancel.
Result<policy::Cancelling> may_be_cancelled(const Appointment& appointment,
                                            const Whereabouts& where, Channel channel,
                                            const policy::InForce& in_force,
                                            const HospitalTime& time, Instant now);
/// Refusals: not-active, payment-pending, too-late-to-reschedule.
Result<void> may_be_rescheduled(const Appointment& appointment, const Whereabouts& where,
                                Channel channel, const policy::InForce& in_force,
                                const HospitalTime& time, Instant now);

/// The lowest number that is free in a slot; `used` sorted.
int lowest_free(std::span<const int> used);
/// Refusals: not-active, payment-pending, not-today (params: date).
Result<policy::Arriving> may_arrive(const Appointment& appointment, policy::Step step,
                                    const Whereabouts& where, const policy::ArrivalFacts& facts,
                                    const policy::InForce& in_force, const HospitalTime& time,
                                    Instant now);
/// Refusals: not-active, payment-pending, not-begun.
Result<void> may_be_fulfilled(const Appointment& appointment, const HospitalTime& time,
                              Instant now);
/// Refusals: not-active, not-begun.
Result<void> may_be_noshow(const Appointment& appointment, Instant now);

}  // namespace yuyue::booking::rules
