#pragma once
#include "api/answers.hpp"

namespace yuyue::api {

/// Where somebody stands on the day of their visit, for themselves to see:
///   {appointmentId, sessionId, state, at, forecast, delay, pauses, areas}
/// and once they have checked in {…, number, arrivedAt, due, room, calls, calledAt}, while they wait
/// {…, ahead, postponementsLeft}, and after a call they missed {…, missedBackMinutes}.
/// `state` is that of the ticket, or "expected" (not yet arrived) or "none" (neither).
Json own_place_json(const Services& services, store::Snapshot& snapshot,
                    const booking::Appointment& appointment, Instant now);

/// Where a session's patients wait: [{name, nameEn}].
Json waiting_areas_json(store::Snapshot& snapshot, SessionId session);

}  // namespace yuyue::api
