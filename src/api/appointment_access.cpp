#include "api/appointment_access.hpp"

#include "api/partner_side.hpp"

namespace yuyue::api {

Result<booking::Appointment> visible_appointment(const Services& services,
                                                 store::Snapshot& snapshot,
                                                 const access::Principal& principal,
                                                 AppointmentId id) {
  const auto appointment = booking::find_appointment(snapshot, id);
  if (!appointment) return Refusal("not-found");
  if (const auto member = principal.member();
      member && !services.patients.acts_for(snapshot, *member, appointment->person))
    return Refusal("not-found");
  if (is_partner(principal)) {
    namespace referral = booking::referral;
    const auto kind = access::name_of(principal.kind);
    const auto institution = referral::institution_of(snapshot, kind, principal.id);
    if (!institution) return Refusal("no-institution");
    if (!referral::referral_of(snapshot, institution->id, id)) return Refusal("not-found");
  }
  return *appointment;
}

std::optional<PersonId> holder_of(store::Snapshot& snapshot, std::string_view text) {
  const auto code = booking::parse_code(text);
  if (!code) return std::nullopt;
  const auto appointment = booking::find_appointment(snapshot, std::string_view(*code));
  if (!appointment) return std::nullopt;
  return appointment->person;
}

Result<void> may_book_for(const Services& services, store::Snapshot& snapshot,
                          const access::Principal& principal, PersonId person) {
  const auto member = principal.member();
  if (member && !services.patients.acts_for(snapshot, *member, person))
    return Refusal("not-your-person");
  return {};
}

}  // namespace yuyue::api
