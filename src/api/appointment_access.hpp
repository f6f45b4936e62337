#pragma once
#include "api/answers.hpp"

namespace yuyue::api {

/// The appointment, if this principal may see it: members see those of their own people, partner
/// institutions those of their referrals, staff all.
/// Refusal: not-found (also for somebody else's, so that ids cannot be tried out).
Result<booking::Appointment> visible_appointment(const Services& services,
                                                 store::Snapshot& snapshot,
                                                 const access::Principal& principal,
                                                 AppointmentId id);
/// An appointment as this reader may see it.
Json appointment_seen(const Services& services, store::Snapshot& snapshot, const Call& call,
                      const booking::Appointment& appointment);
/// Staff have looked at this one.
void record_appointment_look(const Services& services, store::Transaction& tx, const Call& call,
                             const booking::Appointment& appointment);
/// A refusal to book, with the nearest slots that can be had instead.
Answer refused_booking(const Services& services, const Call& call, SlotId slot,
                       const std::optional<booking::OfferFor>& whom, const Refusal& refusal);
/// Whose appointment has this booking code.
std::optional<PersonId> holder_of(store::Snapshot& snapshot, std::string_view code);
/// {"fever": false}: to what is asked before booking.
std::map<std::string, bool> read_answers(Input& in);
/// Whose holds are this caller's.
booking::places::Owner holder(const Call& call);
/// Whether this principal may book for the person. Refusals: not-your-person, person-unknown.
Result<void> may_book_for(const Services& services, store::Snapshot& snapshot,
                          const access::Principal& principal, PersonId person);

}  // namespace yuyue::api
