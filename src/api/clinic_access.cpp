#include "api/clinic_access.hpp"

#include "yuyue/booking/clinic/own_sessions.hpp"

namespace yuyue::api {
namespace {

/// Whose clinics this caller is bound to; none: all of them.
std::optional<PractitionerId> bound_to(const Services& services, store::Snapshot& snapshot,
                                       const access::Principal& principal) {
  const auto account = principal.account();
  if (!account || principal.may(access::Permission::book_for_others)) return std::nullopt;
  const auto found = services.accounts.find(snapshot, *account);
  return found ? found->practitioner : std::nullopt;
}

}  // namespace

Result<void> may_run_clinic(const Services& services, store::Snapshot& snapshot,
                            const access::Principal& principal, SessionId id) {
  const auto session = booking::find_session(snapshot, id);
  if (!session) return Refusal("not-found").with("what", "session");
  const auto practitioner = bound_to(services, snapshot, principal);
  if (practitioner && !booking::clinic::works_in(snapshot, *practitioner, *session))
    return Refusal("not-your-clinic");
  return {};
}

Result<void> may_run_clinic(const Services& services, store::Snapshot& snapshot,
                            const access::Principal& principal, TicketId id) {
  const auto kept = queue::find_ticket(snapshot, id);
  if (!kept) return {};
  return may_run_clinic(services, snapshot, principal,
                        booking::clinic::session_of(snapshot, kept->line));
}

}  // namespace yuyue::api
