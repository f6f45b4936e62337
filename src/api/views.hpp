#pragma once
#include "api/answers.hpp"

namespace yuyue::api {

/// A session with its slots as pages show it; staff also see counters and versions.
Json session_json(const Services& services, const booking::SessionView& session,
                  booking::Audience audience);
/// A day strip's days.
Json days_json(const Services& services, const booking::DepartmentDays& strip);
Json department_json(const booking::Department& department, std::string_view campus,
                     std::string_view campus_en);
Json offer_json(const Services& services, const booking::SlotOffer& offer);

/// An appointment; `person` is the person's JSON as this reader may see it.
Json appointment_json(const Services& services, const booking::AppointmentView& view, Json person,
                      booking::Channel reader, Instant now);

/// Adds to an appointment's JSON whether they came without booking ahead, and whether they came and
/// were not seen.
void add_clinic_day(store::Snapshot& snapshot, AppointmentId appointment, Json& out);

/// How somebody stands with arriving: what is done, and the next step with its times.
Json arrival_json(const Services& services, const booking::Appointment& appointment,
                  const booking::Whereabouts& where, Instant now);

}  // namespace yuyue::api
