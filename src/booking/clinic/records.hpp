#pragma once
// SQL of walk-ins and of those who were not seen.
#include "yuyue/booking/clinic/clinic_day.hpp"

namespace yuyue::booking::clinic::records {

struct WalkInRow {
  int number = 0;
  std::string priority;
};
std::optional<WalkInRow> walk_in_of(store::Snapshot& snapshot, AppointmentId appointment);
/// With the next number of the department's day.
void insert_walk_in(store::Transaction& tx, const Appointment& appointment,
                    const std::string& priority);
/// They come another day, and with an appointment.
void forget_walk_in(store::Transaction& tx, AppointmentId appointment);

void insert_not_seen(store::Transaction& tx, AppointmentId appointment, SessionId session,
                     NotSeen why, Instant at);
/// They were seen after all.
void forget_not_seen(store::Transaction& tx, AppointmentId appointment);

}  // namespace yuyue::booking::clinic::records
