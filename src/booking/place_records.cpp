// Campuses, buildings, rooms.
#include "booking/reference_records.hpp"

namespace yuyue::booking {

std::vector<Campus> campuses(store::Snapshot& snapshot) {
  std::vector<Campus> list;
  auto rows = snapshot.query(
      "SELECT id, version, name, name_en, address, address_en FROM campus"
      " WHERE added_in <= (SELECT revision FROM timetable) ORDER BY id");
  while (rows.next())
    list.push_back({.id = rows->id<CampusId>(0),
                    .version = rows->integer(1),
                    .name = rows->text(2),
                    .name_en = rows->text(3),
                    .address = rows->text(4),
                    .address_en = rows->text(5)});
  return list;
}

std::vector<Building> buildings(store::Snapshot& snapshot) {
  std::vector<Building> list;
  auto rows = snapshot.query(
      "SELECT id, version, campus_id, name, name_en FROM building"
      " WHERE added_in <= (SELECT revision FROM timetable) ORDER BY campus_id, name");
  while (rows.next())
    list.push_back({.id = rows->id<BuildingId>(0),
                    .version = rows->integer(1),
                    .campus = rows->id<CampusId>(2),
                    .name = rows->text(3),
                    .name_en = rows->text(4)});
  return list;
}

std::vector<Room> rooms(store::Snapshot& snapshot) {
  std::vector<Room> list;
  auto rows = snapshot.query(
      "SELECT id, version, campus_id, building_id, name, floor, area_id FROM room"
      " WHERE added_in <= (SELECT revision FROM timetable) ORDER BY campus_id, name");
  while (rows.next())
    list.push_back({.id = rows->id<RoomId>(0),
                    .version = rows->integer(1),
                    .campus = rows->id<CampusId>(2),
                    .building = rows->maybe_id<BuildingId>(3),
                    .name = rows->text(4),
                    .floor = rows->text(5),
                    .area = rows->maybe_id<AreaId>(6)});
  return list;
}

namespace records {

std::int64_t revision(store::Snapshot& snapshot) {
  return snapshot.integer("SELECT revision FROM timetable WHERE id = 1").value();
}

void raise_generation(store::Transaction& tx) {
  tx.execute("UPDATE timetable SET generation = generation + 1 WHERE id = 1");
}

void insert(store::Transaction& tx, const Campus& c, std::int64_t added_in) {
  tx.execute(
      "INSERT INTO campus (id, version, added_in, name, name_en, address, address_en)"
      " VALUES (?, ?, ?, ?, ?, ?, ?)",
      {c.id, c.version, added_in, c.name, c.name_en, c.address, c.address_en});
}

void insert(store::Transaction& tx, const Building& b, std::int64_t added_in) {
  tx.execute(
      "INSERT INTO building (id, version, added_in, campus_id, name, name_en)"
      " VALUES (?, ?, ?, ?, ?, ?)",
      {b.id, b.version, added_in, b.campus, b.name, b.name_en});
}

void insert(store::Transaction& tx, const Room& r, std::int64_t added_in) {
  tx.execute(
      "INSERT INTO room (id, version, added_in, campus_id, building_id, name, floor, area_id)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      {r.id, r.version, added_in, r.campus, r.building, r.name, r.floor, r.area});
  if (r.area) tx.execute("UPDATE area SET version = version + 1 WHERE id = ?", {r.area});
}

bool update(store::Transaction& tx, const Campus& c) {
  return tx.execute(
             "UPDATE campus SET version = version + 1, name = ?, name_en = ?, address = ?,"
             " address_en = ? WHERE id = ? AND version = ?",
             {c.name, c.name_en, c.address, c.address_en, c.id, c.version}) == 1;
}

bool update(store::Transaction& tx, const Building& b) {
  return tx.execute(
             "UPDATE building SET version = version + 1, campus_id = ?, name = ?, name_en = ?"
             " WHERE id = ? AND version = ?",
             {b.campus, b.name, b.name_en, b.id, b.version}) == 1;
}

// Both areas' lists of rooms change with the room: nobody may save an older list over this.
bool update(store::Transaction& tx, const Room& r) {
  tx.execute(
      "UPDATE area SET version = version + 1 WHERE EXISTS (SELECT 1 FROM room"
      " WHERE room.id = ?1 AND room.version = ?2 AND room.area_id IS NOT ?3"
      " AND area.id IN (room.area_id, ?3))",
      {r.id, r.version, r.area});
  return tx.execute(
             "UPDATE room SET version = version + 1, campus_id = ?, building_id = ?, name = ?,"
             " floor = ?, area_id = ? WHERE id = ? AND version = ?",
             {r.campus, r.building, r.name, r.floor, r.area, r.id, r.version}) == 1;
}

bool exists(store::Snapshot& snapshot, CampusId id) {
  return snapshot.integer("SELECT 1 FROM campus WHERE id = ?", {id}).has_value();
}
bool exists(store::Snapshot& snapshot, BuildingId id) {
  return snapshot.integer("SELECT 1 FROM building WHERE id = ?", {id}).has_value();
}
bool exists(store::Snapshot& snapshot, RoomId id) {
  return snapshot.integer("SELECT 1 FROM room WHERE id = ?", {id}).has_value();
}

}  // namespace records
}  // namespace yuyue::booking
