#include "yuyue/booking/clinic/clinic_day.hpp"

namespace yuyue::booking::clinic {

std::vector<ClinicRoom> rooms_of(store::Snapshot& snapshot, SessionId session) {
  std::vector<ClinicRoom> list;
  auto rows = snapshot.query(
      "SELECT r.id, r.name FROM session_room x JOIN room r ON r.id = x.room_id"
      " WHERE x.session_id = ? ORDER BY x.position",
      {session});
  while (rows.next()) list.push_back({rows->id<RoomId>(0), rows->text(1)});
  return list;
}

}  // namespace yuyue::booking::clinic
