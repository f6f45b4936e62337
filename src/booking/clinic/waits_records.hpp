#pragma once
#include <vector>

#include "yuyue/booking/appointments.hpp"
#include "yuyue/queue/model.hpp"

namespace yuyue::booking::clinic::records {

struct StillToCome {
  AppointmentId id;
  Instant starts_at{};
  int sequence = 1;
};
/// Booked for a session and not arrived, by slot.
std::vector<StillToCome> still_to_come(store::Snapshot& snapshot, SessionId session);
/// The same for all of a department's sessions of a day.
std::vector<StillToCome> still_to_come(store::Snapshot& snapshot, DepartmentId department, Day day);

/// What came of a department's appointments of one day; minutes before their slots, of those whose
/// arrival was taken down.
struct Came {
  double came = 0, missed = 0, arrivals = 0, minutes = 0, squares = 0;
};
Came who_came(store::Snapshot& snapshot, Day day, DepartmentId department);

}  // namespace yuyue::booking::clinic::records
