#include "yuyue/booking/fulfilment.hpp"

#include "booking/appointment_steps.hpp"

namespace yuyue::booking {

Result<Appointment> take_back_fulfilled(store::Transaction& tx, const Environment& env,
                                        AppointmentId id, Instant at, const Actor& by,
                                        Instant now) {
  auto found = find_appointment(tx, id);
  if (!found) return Refusal("not-found").with("what", "appointment");
  auto& a = *found;
  if (a.state != AppointmentState::fulfilled || a.ended_at != at || !a.arrived_at)
    return Refusal("not-active");
  a.state = AppointmentState::arrived;
  a.ended_at.reset();
  steps::advance(env, tx, a, "unfulfilled", by, {}, now);
  return a;
}

}  // namespace yuyue::booking
