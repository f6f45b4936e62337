#pragma once
#include "api/answers.hpp"
#include "yuyue/queue/model.hpp"

namespace yuyue::api {

/// Whether this caller may look after the session's line: the triage desk and everybody who books
/// for others, everywhere; an account that is a clinician's, only in that clinician's own sessions
/// and in ordinary ones of their departments. Refusals: not-found (session), not-your-clinic.
Result<void> may_run_clinic(const Services& services, store::Snapshot& snapshot,
                            const access::Principal& principal, SessionId session);
/// The same for the session in whose line a ticket stands; an unknown ticket is for its use case to
/// refuse.
Result<void> may_run_clinic(const Services& services, store::Snapshot& snapshot,
                            const access::Principal& principal, TicketId ticket);

}  // namespace yuyue::api
