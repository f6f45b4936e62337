// Waiting areas.
#include <algorithm>

#include "booking/reference_records.hpp"

namespace yuyue::booking {
namespace {

constexpr const char* kColumns =
    "SELECT id, version, campus_id, name, name_en, posted_code, shows_names, call_times FROM area";

Area area_from(const store::Row& row) {
  return {.id = row.id<AreaId>(0),
          .version = row.integer(1),
          .campus = row.id<CampusId>(2),
          .name = row.text(3),
          .name_en = row.text(4),
          .posted_code = row.text(5),
          .shows_names = row.flag(6),
          .call_times = static_cast<int>(row.integer(7)),
          .rooms = {}};
}

std::vector<RoomId> rooms_of(store::Snapshot& snapshot, AreaId area) {
  std::vector<RoomId> list;
  auto rows = snapshot.query(
      "SELECT id FROM room WHERE area_id = ? AND added_in <= (SELECT revision FROM timetable)"
      " ORDER BY name",
      {area});
  while (rows.next()) list.push_back(rows->id<RoomId>(0));
  return list;
}

std::vector<Area> with_rooms(store::Snapshot& snapshot, std::vector<Area> list) {
  for (auto& area : list) area.rooms = rooms_of(snapshot, area.id);
  return list;
}

}  // namespace

std::vector<Area> areas(store::Snapshot& snapshot) {
  static const std::string kSql = std::string(kColumns) + " ORDER BY campus_id, name";
  std::vector<Area> list;
  for (auto rows = snapshot.query(kSql); rows.next();) list.push_back(area_from(rows.row()));
  return with_rooms(snapshot, std::move(list));
}

std::optional<Area> find_area(store::Snapshot& snapshot, AreaId id) {
  static const std::string kSql = std::string(kColumns) + " WHERE id = ?";
  std::optional<Area> found;
  if (auto rows = snapshot.query(kSql, {id}); rows.next()) found = area_from(rows.row());
  if (found) found->rooms = rooms_of(snapshot, id);
  return found;
}

std::optional<Area> area_of_posted_code(store::Snapshot& snapshot, std::string_view code) {
  const auto id = snapshot.integer("SELECT id FROM area WHERE posted_code = ?", {code});
  return id ? find_area(snapshot, AreaId{*id}) : std::nullopt;
}

std::vector<SessionId> sessions_of_area(store::Snapshot& snapshot, AreaId area, Day day) {
  std::vector<SessionId> list;
  auto rows = snapshot.query(
      "SELECT s.id FROM session s WHERE s.day = ? AND EXISTS (SELECT 1 FROM session_room x"
      " JOIN room r ON r.id = x.room_id WHERE x.session_id = s.id AND r.area_id = ?)"
      " ORDER BY s.starts_at, s.id",
      {day, area});
  while (rows.next()) list.push_back(rows->id<SessionId>(0));
  return list;
}

std::vector<AreaId> areas_of_session(store::Snapshot& snapshot, SessionId session) {
  std::vector<AreaId> list;
  auto rows = snapshot.query(
      "SELECT DISTINCT r.area_id FROM session_room x JOIN room r ON r.id = x.room_id"
      " WHERE x.session_id = ? AND r.area_id IS NOT NULL ORDER BY r.area_id",
      {session});
  while (rows.next()) list.push_back(rows->id<AreaId>(0));
  return list;
}

namespace records {
namespace {

/// Exactly the area's rooms. A room that moves changes, and so does the area that it leaves.
void set_rooms(store::Transaction& tx, const Area& a) {
  for (const auto room : rooms_of(tx, a.id))
    if (std::ranges::find(a.rooms, room) == a.rooms.end())
      tx.execute("UPDATE room SET area_id = NULL, version = version + 1 WHERE id = ?", {room});
  for (const auto room : a.rooms) {
    tx.execute(
        "UPDATE area SET version = version + 1"
        " WHERE id = (SELECT area_id FROM room WHERE id = ?) AND id <> ?",
        {room, a.id});
    tx.execute(
        "UPDATE room SET area_id = ?1, version = version + 1 WHERE id = ?2 AND area_id IS NOT ?1",
        {a.id, room});
  }
}

}  // namespace

void insert(store::Transaction& tx, const Area& a) {
  tx.execute(
      "INSERT INTO area (id, version, campus_id, name, name_en, posted_code, shows_names,"
      " call_times) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      {a.id, a.version, a.campus, a.name, a.name_en, a.posted_code, a.shows_names, a.call_times});
  set_rooms(tx, a);
}

bool update(store::Transaction& tx, const Area& a) {
  const bool updated =
      tx.execute(
          "UPDATE area SET version = version + 1, campus_id = ?, name = ?, name_en = ?,"
          " shows_names = ?, call_times = ? WHERE id = ? AND version = ?",
          {a.campus, a.name, a.name_en, a.shows_names, a.call_times, a.id, a.version}) == 1;
  if (updated) set_rooms(tx, a);
  return updated;
}

void set_posted_code(store::Transaction& tx, AreaId area, std::string_view code) {
  tx.execute("UPDATE area SET version = version + 1, posted_code = ? WHERE id = ?", {code, area});
}

bool exists(store::Snapshot& snapshot, AreaId id) {
  return snapshot.integer("SELECT 1 FROM area WHERE id = ?", {id}).has_value();
}
bool is_in_campus(store::Snapshot& snapshot, RoomId room, CampusId campus) {
  return snapshot.integer("SELECT 1 FROM room WHERE id = ? AND campus_id = ?", {room, campus})
      .has_value();
}
bool is_in_campus(store::Snapshot& snapshot, AreaId area, CampusId campus) {
  return snapshot.integer("SELECT 1 FROM area WHERE id = ? AND campus_id = ?", {area, campus})
      .has_value();
}

}  // namespace records
}  // namespace yuyue::booking
