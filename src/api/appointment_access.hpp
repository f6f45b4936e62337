#pragma once
#include "api/answers.hpp"

namespace yuyue::api {

/// The appointment, if this principal may see it: members see those of their own people, staff all.
/// Refusal: not-found (also for somebody else's, so that ids cannot be tried out).
Result<booking::Appointment> visible_appointment(const Services& services,
                                                 store::Snapshot& snapshot,
                                                 const access::Principal& principal,
                                                 AppointmentId id);
/// Whether this principal may book for the person. Refusals: not-your-person, person-unknown.
Result<void> may_book_for(const Services& services, store::Snapshot& snapshot,
                          const access::Principal& principal, PersonId person);

}  // namespace yuyue::api
