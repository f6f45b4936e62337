// The parts of a campus' centre, as they are kept.
#include "centre/catalogue_records.hpp"

namespace yuyue::centre {
namespace {

Zone zone_from(const store::Row& row) {
  return {.id = row.id<ZoneId>(0),
          .version = row.integer(1),
          .campus = row.id<CampusId>(2),
          .name = row.text(3),
          .name_en = row.text(4),
          .position = static_cast<int>(row.integer(5)),
          .active = row.flag(6)};
}

}  // namespace

std::vector<Zone> zones(store::Snapshot& snapshot) {
  std::vector<Zone> list;
  auto rows = snapshot.query(
      "SELECT id, version, campus_id, name, name_en, position, active FROM centre_zone"
      " ORDER BY campus_id, position, name");
  while (rows.next()) list.push_back(zone_from(rows.row()));
  return list;
}

std::optional<Zone> find_zone(store::Snapshot& snapshot, ZoneId id) {
  auto rows = snapshot.query(
      "SELECT id, version, campus_id, name, name_en, position, active FROM centre_zone"
      " WHERE id = ?",
      {id});
  if (!rows.next()) return std::nullopt;
  return zone_from(rows.row());
}

namespace records {

void insert(store::Transaction& tx, const Zone& zone) {
  tx.execute(
      "INSERT INTO centre_zone (id, version, campus_id, name, name_en, position, active)"
      " VALUES (?, ?, ?, ?, ?, ?, ?)",
      {zone.id, zone.version, zone.campus, zone.name, zone.name_en, zone.position, zone.active});
}

bool update(store::Transaction& tx, const Zone& zone) {
  return tx.execute(
             "UPDATE centre_zone SET version = version + 1, campus_id = ?, name = ?, name_en = ?,"
             " position = ?, active = ? WHERE id = ? AND version = ?",
             {zone.campus, zone.name, zone.name_en, zone.position, zone.active, zone.id,
              zone.version}) == 1;
}

bool exists(store::Snapshot& snapshot, ZoneId id) {
  return snapshot.integer("SELECT 1 FROM centre_zone WHERE id = ?", {id}).has_value();
}

bool is_used_elsewhere(store::Snapshot& snapshot, const Zone& zone) {
  return snapshot
      .integer(
          "SELECT 1 FROM service_window WHERE zone_id = ?1 AND campus_id <> ?2"
          " UNION ALL SELECT 1 FROM centre_device WHERE zone_id = ?1 AND campus_id IS NOT ?2"
          " LIMIT 1",
          {zone.id, zone.campus})
      .has_value();
}

}  // namespace records
}  // namespace yuyue::centre
