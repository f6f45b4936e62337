#include "booking/clinic/waits_records.hpp"

namespace yuyue::booking::clinic::records {

namespace {

std::vector<StillToCome> all_of(store::Rows rows) {
  std::vector<StillToCome> list;
  while (rows.next())
    list.push_back(
        {rows->id<AppointmentId>(0), rows->instant(1), static_cast<int>(rows->integer(2))});
  return list;
}

}  // namespace

std::vector<StillToCome> still_to_come(store::Snapshot& snapshot, SessionId session) {
  return all_of(snapshot.query(
      "SELECT a.id, a.starts_at, a.sequence FROM slot s JOIN appointment a ON a.slot_id = s.id"
      " WHERE s.session_id = ? AND a.state = 'booked' ORDER BY a.starts_at, a.sequence",
      {session}));
}

std::vector<StillToCome> still_to_come(store::Snapshot& snapshot, DepartmentId department,
                                       Day day) {
  return all_of(snapshot.query(
      "SELECT a.id, a.starts_at, a.sequence FROM session x JOIN slot s ON s.session_id = x.id"
      " JOIN appointment a ON a.slot_id = s.id"
      " WHERE x.department_id = ? AND x.day = ? AND a.state = 'booked'"
      " ORDER BY a.starts_at, a.sequence",
      {department, day}));
}

Came who_came(store::Snapshot& snapshot, Day day, DepartmentId department) {
  Came sums;
  auto rows = snapshot.query(
      "SELECT state, starts_at, arrived_at FROM appointment WHERE day = ? AND department_id = ?",
      {day, department});
  while (rows.next()) {
    const auto state = appointment_state(rows->text(0)).value();
    sums.came += state == AppointmentState::arrived || state == AppointmentState::fulfilled;
    sums.missed += state == AppointmentState::noshow;
    const auto arrived = rows->maybe_instant(2);
    if (!arrived) continue;
    const double minutes = static_cast<double>((rows->instant(1) - *arrived).count()) / 60'000;
    sums.arrivals += 1;
    sums.minutes += minutes;
    sums.squares += minutes * minutes;
  }
  return sums;
}

}  // namespace yuyue::booking::clinic::records
