#include <algorithm>
#include <unordered_map>

#include "booking/appointment_records.hpp"
#include "booking/session_records.hpp"
#include "yuyue/booking/clinic/area_day.hpp"

namespace yuyue::booking::clinic {
namespace {

/// The area's sessions of one day; `s` is their alias. Takes the day and the area.
constexpr std::string_view kOfArea =
    " s.day = ? AND EXISTS (SELECT 1 FROM session_room x JOIN room r ON r.id = x.room_id"
    " WHERE x.session_id = s.id AND r.area_id = ?)";

AreaSession session_from(const store::Row& row) {
  constexpr int kNames = records::kSessionColumnCount;
  return {.session = records::session_from(row),
          .department = row.text(kNames),
          .department_en = row.text(kNames + 1),
          .kind = row.text(kNames + 2),
          .kind_en = row.text(kNames + 3),
          .practitioner = row.text(kNames + 4),
          .practitioner_en = row.text(kNames + 5),
          .title = row.text(kNames + 6),
          .title_en = row.text(kNames + 7),
          .rooms = {},
          .appointments = {}};
}

}  // namespace

std::vector<AreaSession> sessions_of_area_day(store::Snapshot& snapshot, AreaId area, Day day) {
  static const std::string kSessions =
      "SELECT " + std::string(records::kSessionColumns) +
      ", d.name, d.name_en, k.name, k.name_en, coalesce(p.name, ''), coalesce(p.name_en, ''),"
      " coalesce(p.title, ''), coalesce(p.title_en, '') FROM session s"
      " JOIN department d ON d.id = s.department_id JOIN clinic_kind k ON k.id = s.kind_id"
      " LEFT JOIN practitioner p ON p.id = s.practitioner_id WHERE" +
      std::string(kOfArea) + " ORDER BY s.starts_at, d.name, s.id";
  static const std::string kRooms =
      "SELECT s.id, y.id, y.name FROM session s JOIN session_room z ON z.session_id = s.id"
      " JOIN room y ON y.id = z.room_id WHERE" +
      std::string(kOfArea) + " ORDER BY s.id, z.position";
  std::vector<AreaSession> list;
  std::unordered_map<std::int64_t, std::size_t> at;
  for (auto rows = snapshot.query(kSessions, {day, area}); rows.next();) {
    list.push_back(session_from(rows.row()));
    at[list.back().session.id.value] = list.size() - 1;
  }
  for (auto rows = snapshot.query(kRooms, {day, area}); rows.next();)
    list[at.at(rows->id<SessionId>(0).value)].rooms.push_back({rows->id<RoomId>(1), rows->text(2)});
  return list;
}

std::vector<AreaSession> area_day(store::Snapshot& snapshot, AreaId area, Day day) {
  // A day's visits are found by its sessions and their slots.
  static const std::string kAppointments =
      "SELECT " + std::string(records::kAppointmentColumns) +
      " FROM session s CROSS JOIN slot l ON l.session_id = s.id"
      " CROSS JOIN appointment a ON a.slot_id = l.id WHERE" +
      std::string(kOfArea) + " AND a.state <> 'cancelled' ORDER BY a.starts_at, a.sequence, a.id";

  auto list = sessions_of_area_day(snapshot, area, day);
  std::unordered_map<std::int64_t, std::size_t> at;
  for (const auto& one : list) at.emplace(one.session.id.value, at.size());
  for (auto rows = snapshot.query(kAppointments, {day, area}); rows.next();) {
    auto appointment = records::appointment_from(rows.row());
    list[at.at(appointment.session.value)].appointments.push_back(std::move(appointment));
  }
  return list;
}

}  // namespace yuyue::booking::clinic
