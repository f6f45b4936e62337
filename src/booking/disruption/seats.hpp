#pragma once
// What disruptions do with places: keep one for a patient, let go of it, put a patient on it.
#include <optional>

#include "booking/appointment_records.hpp"
#include "yuyue/booking/places.hpp"

namespace yuyue::booking::disruption::seats {

/// Holds a place for an appointment until then; nothing: none is free. Quotas say where a request
/// comes from, and this one comes from the hospital: any pool will do.
std::optional<ClaimId> hold(const Environment& environment, store::Transaction& tx, SlotId slot,
                            AppointmentId for_whom, Instant until, Instant now);
/// A claim that has run out already is no error.
void release(const Environment& environment, store::Transaction& tx, ClaimId claim,
             AppointmentId for_whom, Instant now);

/// Puts an appointment on another slot by the hospital's doing: no deadline, limit or count
/// applies, and the fee never rises. `claim`: the place held for it there. Refusals: not-found,
/// not-active, session-stopped, past-slot, already-booked, collides, slot-full.
struct Move {
  const Appointment& was;
  SlotId to;
  std::optional<ClaimId> claim;
  bool successor = false;  ///< to the session in the old one's stead, whatever its state
};
Result<Appointment> relocate(const Environment& environment, store::Transaction& tx,
                             const Move& move, const Actor& by, Instant now);

}  // namespace yuyue::booking::disruption::seats
