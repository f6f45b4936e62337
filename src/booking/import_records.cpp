#include "booking/import_records.hpp"

#include "booking/reference_records.hpp"

namespace yuyue::booking::records {

void stage_change(store::Transaction& tx, ImportId import, const Campus& c) {
  tx.execute(
      "INSERT INTO import_campus (import_id, id, version, address, address_en)"
      " VALUES (?, ?, ?, ?, ?)",
      {import, c.id, c.version, c.address, c.address_en});
}

void stage_change(store::Transaction& tx, ImportId import, const Room& r) {
  tx.execute(
      "INSERT INTO import_room (import_id, id, version, building_id, floor)"
      " VALUES (?, ?, ?, ?, ?)",
      {import, r.id, r.version, r.building, r.floor});
}

void stage_change(store::Transaction& tx, ImportId import, const Department& d) {
  tx.execute(
      "INSERT INTO import_department (import_id, id, version, national_code, name, name_en, pinyin,"
      " initials, keywords, heading, heading_en, campus_id, active)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {import, d.id, d.version, d.national_code, d.name, d.name_en, d.pinyin, d.initials,
       join_keywords(d.keywords), d.group, d.group_en, d.campus, d.active});
}

void stage_change(store::Transaction& tx, ImportId import, const Practitioner& p) {
  tx.execute(
      "INSERT INTO import_practitioner (import_id, id, version, name, name_en, pinyin, title,"
      " title_en, title_rank, active) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {import, p.id, p.version, p.name, p.name_en, p.pinyin, p.title, p.title_en, p.title_rank,
       p.active});
}

int apply_changes(store::Transaction& tx, ImportId import) {
  int changed = tx.execute(
      "UPDATE campus SET version = campus.version + 1, address = s.address,"
      " address_en = s.address_en FROM import_campus s"
      " WHERE s.import_id = ? AND s.id = campus.id AND s.version = campus.version",
      {import});
  changed += tx.execute(
      "UPDATE room SET version = room.version + 1, building_id = s.building_id, floor = s.floor"
      " FROM import_room s"
      " WHERE s.import_id = ? AND s.id = room.id AND s.version = room.version",
      {import});
  changed += tx.execute(
      "UPDATE department SET version = department.version + 1, national_code = s.national_code,"
      " name = s.name, name_en = s.name_en, pinyin = s.pinyin, initials = s.initials,"
      " keywords = s.keywords, heading = s.heading, heading_en = s.heading_en,"
      " campus_id = s.campus_id, active = s.active FROM import_department s"
      " WHERE s.import_id = ? AND s.id = department.id AND s.version = department.version",
      {import});
  changed += tx.execute(
      "UPDATE practitioner SET version = practitioner.version + 1, name = s.name,"
      " name_en = s.name_en, pinyin = s.pinyin, title = s.title, title_en = s.title_en,"
      " title_rank = s.title_rank, active = s.active FROM import_practitioner s"
      " WHERE s.import_id = ? AND s.id = practitioner.id AND s.version = practitioner.version",
      {import});
  return changed;
}

bool clear_changes_some(store::Transaction& tx, std::optional<ImportId> import,
                        std::int64_t limit) {
  int removed = tx.execute(
      "DELETE FROM import_campus WHERE (import_id, id) IN (SELECT import_id, id"
      " FROM import_campus WHERE ?1 IS NULL OR import_id = ?1 LIMIT ?2)",
      {import, limit});
  removed += tx.execute(
      "DELETE FROM import_room WHERE (import_id, id) IN (SELECT import_id, id"
      " FROM import_room WHERE ?1 IS NULL OR import_id = ?1 LIMIT ?2)",
      {import, limit});
  removed += tx.execute(
      "DELETE FROM import_department WHERE (import_id, id) IN (SELECT import_id, id"
      " FROM import_department WHERE ?1 IS NULL OR import_id = ?1 LIMIT ?2)",
      {import, limit});
  removed += tx.execute(
      "DELETE FROM import_practitioner WHERE (import_id, id) IN (SELECT import_id, id"
      " FROM import_practitioner WHERE ?1 IS NULL OR import_id = ?1 LIMIT ?2)",
      {import, limit});
  return removed > 0;
}

}  // namespace yuyue::booking::records
