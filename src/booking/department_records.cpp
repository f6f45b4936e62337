// Departments, practitioners, and the national list of specialities.
#include "booking/reference_records.hpp"

namespace yuyue::booking {
namespace {

Department department_from(const store::Row& row) {
  return {.id = row.id<DepartmentId>(0),
          .version = row.integer(1),
          .code = row.text(2),
          .national_code = row.text(3),
          .name = row.text(4),
          .name_en = row.text(5),
          .pinyin = row.text(6),
          .initials = row.text(7),
          .keywords = records::split_keywords(row.text(8)),
          .group = row.text(9),
          .group_en = row.text(16),
          .campus = row.id<CampusId>(10),
          .location = row.text(11),
          .location_en = row.text(12),
          .intro = row.text(13),
          .intro_en = row.text(14),
          .active = row.flag(15)};
}

std::vector<Department> all(store::Rows rows) {
  std::vector<Department> list;
  while (rows.next()) list.push_back(department_from(rows.row()));
  return list;
}

Practitioner practitioner_from(const store::Row& row) {
  return {.id = row.id<PractitionerId>(0),
          .version = row.integer(1),
          .code = row.text(2),
          .name = row.text(3),
          .name_en = row.text(4),
          .pinyin = row.text(5),
          .title = row.text(6),
          .title_en = row.text(7),
          .title_rank = static_cast<int>(row.integer(8)),
          .intro = row.text(9),
          .active = row.flag(10)};
}

}  // namespace

std::vector<Department> departments(store::Snapshot& snapshot) {
  return all(snapshot.query(
      "SELECT id, version, code, national_code, name, name_en, pinyin, initials, keywords,"
      " heading, campus_id, location, location_en, intro, intro_en, active, heading_en FROM "
      "department"
      " WHERE added_in <= (SELECT revision FROM timetable) ORDER BY code"));
}

std::vector<Department> open_departments(store::Snapshot& snapshot, Day today) {
  return all(snapshot.query(
      "SELECT id, version, code, national_code, name, name_en, pinyin, initials, keywords,"
      " heading, campus_id, location, location_en, intro, intro_en, active, heading_en FROM "
      "department d"
      " WHERE active = 1 AND EXISTS (SELECT 1 FROM schedule s, timetable t"
      "  WHERE s.department_id = d.id AND s.added_in <= t.revision"
      "  AND (s.removed_in IS NULL OR s.removed_in > t.revision)"
      "  AND (s.valid_to IS NULL OR s.valid_to >= ?)) ORDER BY code",
      {today}));
}

std::optional<Department> find_department(store::Snapshot& snapshot, DepartmentId id) {
  auto rows = snapshot.query(
      "SELECT id, version, code, national_code, name, name_en, pinyin, initials, keywords,"
      " heading, campus_id, location, location_en, intro, intro_en, active, heading_en FROM "
      "department"
      " WHERE id = ? AND added_in <= (SELECT revision FROM timetable)",
      {id});
  if (!rows.next()) return std::nullopt;
  return department_from(rows.row());
}

std::vector<Practitioner> practitioners(store::Snapshot& snapshot) {
  std::vector<Practitioner> list;
  auto rows = snapshot.query(
      "SELECT id, version, code, name, name_en, pinyin, title, title_en, title_rank, intro, active"
      " FROM practitioner WHERE added_in <= (SELECT revision FROM timetable) ORDER BY code");
  while (rows.next()) list.push_back(practitioner_from(rows.row()));
  return list;
}

std::optional<Practitioner> find_practitioner(store::Snapshot& snapshot, PractitionerId id) {
  auto rows = snapshot.query(
      "SELECT id, version, code, name, name_en, pinyin, title, title_en, title_rank, intro, active"
      " FROM practitioner WHERE id = ? AND added_in <= (SELECT revision FROM timetable)",
      {id});
  if (!rows.next()) return std::nullopt;
  return practitioner_from(rows.row());
}

std::vector<Specialty> specialties(store::Snapshot& snapshot) {
  std::vector<Specialty> list;
  auto rows = snapshot.query("SELECT code, name FROM specialty ORDER BY code");
  while (rows.next()) list.push_back({rows->text(0), rows->text(1)});
  return list;
}

namespace records {

std::string join_keywords(const std::vector<std::string>& keywords) {
  std::string text;
  for (const auto& word : keywords) {
    if (!text.empty()) text += ';';
    text += word;
  }
  return text;
}

std::vector<std::string> split_keywords(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const auto end = text.find(';');
    if (end != 0) words.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return words;
}

void insert(store::Transaction& tx, const Department& d, std::int64_t added_in) {
  tx.execute(
      "INSERT INTO department (id, version, added_in, code, national_code, name, name_en, pinyin,"
      " initials, keywords, heading, campus_id, location, location_en, intro, intro_en, active,"
      " heading_en) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {d.id, d.version, added_in, d.code, d.national_code, d.name, d.name_en, d.pinyin, d.initials,
       join_keywords(d.keywords), d.group, d.campus, d.location, d.location_en, d.intro, d.intro_en,
       d.active, d.group_en});
}

bool update(store::Transaction& tx, const Department& d) {
  return tx.execute(
             "UPDATE department SET version = version + 1, code = ?, national_code = ?, name = ?,"
             " name_en = ?, pinyin = ?, initials = ?, keywords = ?, heading = ?, campus_id = ?,"
             " location = ?, location_en = ?, intro = ?, intro_en = ?, active = ?,"
             " heading_en = ? WHERE id = ? AND version = ?",
             {d.code, d.national_code, d.name, d.name_en, d.pinyin, d.initials,
              join_keywords(d.keywords), d.group, d.campus, d.location, d.location_en, d.intro,
              d.intro_en, d.active, d.group_en, d.id, d.version}) == 1;
}

void insert(store::Transaction& tx, const Practitioner& p, std::int64_t added_in) {
  tx.execute(
      "INSERT INTO practitioner (id, version, added_in, code, name, name_en, pinyin, title,"
      " title_en, title_rank, intro, active) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {p.id, p.version, added_in, p.code, p.name, p.name_en, p.pinyin, p.title, p.title_en,
       p.title_rank, p.intro, p.active});
}

bool update(store::Transaction& tx, const Practitioner& p) {
  return tx.execute(
             "UPDATE practitioner SET version = version + 1, code = ?, name = ?, name_en = ?,"
             " pinyin = ?, title = ?, title_en = ?, title_rank = ?, intro = ?, active = ?"
             " WHERE id = ? AND version = ?",
             {p.code, p.name, p.name_en, p.pinyin, p.title, p.title_en, p.title_rank, p.intro,
              p.active, p.id, p.version}) == 1;
}

bool exists(store::Snapshot& snapshot, DepartmentId id) {
  return snapshot.integer("SELECT 1 FROM department WHERE id = ?", {id}).has_value();
}
bool exists(store::Snapshot& snapshot, PractitionerId id) {
  return snapshot.integer("SELECT 1 FROM practitioner WHERE id = ?", {id}).has_value();
}

}  // namespace records
}  // namespace yuyue::booking
