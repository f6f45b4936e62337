#pragma once
// What every change of an appointment leaves behind: its event, the audit entry, pages renewed.
#include "booking/appointment_records.hpp"

namespace yuyue::booking::steps {

void change_pages(const Environment& env, store::Transaction& tx, DepartmentId department, Day day,
                  std::optional<PractitionerId> who);
void change_pages(const Environment& env, store::Transaction& tx, const Appointment& appointment);

AppointmentEvent event_of(std::string_view what, const Actor& by, Instant now);
void journal(const Environment& env, store::Transaction& tx, const Actor& by, std::string_view what,
             const Appointment& appointment, const std::string& note, Instant now);

places::Place place_of(const Appointment& appointment);

/// Stores the next version of an appointment whose place stays as it is, with its event
/// (`what`: "confirmed"; `details`) and its audit entry ("appointment-confirmed").
void advance(const Environment& env, store::Transaction& tx, Appointment& appointment,
             std::string_view what, const Actor& by, const std::string& note, Instant now,
             const std::string& details = {});

}  // namespace yuyue::booking::steps
