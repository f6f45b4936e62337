#pragma once
#include <vector>

#include "yuyue/booking/clinic/notices.hpp"

namespace yuyue::booking::clinic::records {

void set_delay(store::Transaction& tx, SessionId session, const std::optional<Delay>& delay);
void set_pause(store::Transaction& tx, SessionId session, RoomId room,
               const std::optional<Pause>& pause);
/// One more change.
void count_change(store::Transaction& tx, SessionId session);

/// Appointments of the session that are still to come or have come: booked with their slot not
/// over, or arrived.
std::vector<AppointmentId> expected_in(store::Snapshot& snapshot, SessionId session, Instant now);

struct Told {
  std::chrono::minutes minutes{};  ///< 0: nothing, or on time again
  int times = 0;
};
Told told_of(store::Snapshot& snapshot, AppointmentId appointment);
void set_told(store::Transaction& tx, AppointmentId appointment, const Told& told);

}  // namespace yuyue::booking::clinic::records
