#pragma once
// SQL of appointments and of the counters they move.
#include <optional>
#include <stdexcept>
#include <vector>

#include "yuyue/booking/appointments.hpp"
#include "yuyue/booking/rules.hpp"

namespace yuyue::booking::records {

/// The columns of an appointment in the order `appointment_from` reads them; `a` is its alias.
inline constexpr std::string_view kAppointmentColumns =
    "a.id, a.version, a.code, a.state, a.person_id, a.member_id, a.slot_id, a.session_id,"
    " a.department_id, a.practitioner_id, a.day, a.starts_at, a.ends_at, a.sequence, a.arrive_at,"
    " a.fee, a.channel, a.note, a.created_at, a.cancelled_at, a.cancel_reason, a.cancel_cause,"
    " a.pool, a.extra, a.pay_until, a.arrived_at, a.ended_at,"
    " a.collected_at, a.collected_how, a.arrived_how";
/// A word of the file, which only this program writes. Throws std::runtime_error if it is none of
/// ours.
template <class T>
T known(std::optional<T> value, const std::string& word) {
  if (!value) throw std::runtime_error("unknown word in the file: " + word);
  return *value;
}
Appointment appointment_from(const store::Row& row);

/// Whether it is one of a course that staff booked; `a` is the appointment's alias.
inline constexpr std::string_view kInCourse =
    "(a.channel IN ('desk', 'phone', 'clinician')"
    " AND EXISTS (SELECT 1 FROM series_visit v WHERE v.appointment_id = a.id))";

std::optional<rules::Wanted> wanted_slot(store::Snapshot& snapshot, SlotId id);
/// Active appointments that end after `since`, earliest first.
std::vector<rules::Held> held_by(store::Snapshot& snapshot, PersonId person, Instant since,
                                 const HospitalTime& time);
/// Those from the beginning of `from` on, over or not.
std::vector<rules::Held> held_from(store::Snapshot& snapshot, PersonId person, Day from,
                                   const HospitalTime& time);
bool has_been_seen(store::Snapshot& snapshot, PersonId person);
bool person_is_active(store::Snapshot& snapshot, PersonId person);

/// Numbers in use, sorted.
std::vector<int> used_numbers(store::Snapshot& snapshot, SlotId slot);

/// Throws store::UniqueViolation.
void insert(store::Transaction& tx, const Appointment& appointment);
/// Everything that may change, and the version; the stored version must be one less.
void update(store::Transaction& tx, const Appointment& appointment);
void insert_event(store::Transaction& tx, std::int64_t event_id, AppointmentId appointment,
                  const AppointmentEvent& event);

/// Booked, on these days, in sessions that were not stopped and ended by `ended_by`.
std::vector<AppointmentId> never_arrived(store::Snapshot& snapshot, Day from, Day to,
                                         Instant ended_by, int limit);

/// Every appointment of a person, past ones too.
std::vector<AppointmentId> all_of(store::Snapshot& snapshot, PersonId person);
/// Throws store::UniqueViolation if one person cannot hold them all.
void move_all(store::Transaction& tx, PersonId from, PersonId into);

}  // namespace yuyue::booking::records
