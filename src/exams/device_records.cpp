// Sites, devices and closures, as they are kept.
#include "exams/device_records.hpp"

#include <nlohmann/json.hpp>

namespace yuyue::exams {
namespace {

using nlohmann::json;

Site site_from(store::Snapshot& snapshot, const store::Row& row) {
  Site site{.id = row.id<ExamSiteId>(0),
            .version = row.integer(1),
            .campus = row.id<CampusId>(2),
            .name = row.text(3),
            .name_en = row.text(4),
            .place = row.text(5),
            .place_en = row.text(6),
            .walks = {},
            .active = row.flag(7)};
  auto walks = snapshot.query(
      "SELECT to_site, minutes FROM exam_walk WHERE from_site = ? ORDER BY to_site", {site.id});
  while (walks.next()) site.walks.push_back({walks->id<ExamSiteId>(0), walks->minute(1)});
  return site;
}
constexpr const char* kSites =
    "SELECT id, version, campus_id, name, name_en, place, place_en, active FROM exam_site";

Device device_from(store::Snapshot& snapshot, const store::Row& row) {
  Device device{.id = row.id<ExamDeviceId>(0),
                .version = row.integer(1),
                .site = row.id<ExamSiteId>(2),
                .name = row.text(3),
                .name_en = row.text(4),
                .place = row.text(5),
                .place_en = row.text(6),
                .modality = row.text(7),
                .exams = {},
                .hours = {},
                .quotas = {},
                .example = row.flag(9),
                .active = row.flag(10)};
  for (const auto& id : json::parse(row.text(8))) device.exams.push_back(ExamId{id});
  auto hours = snapshot.query(
      "SELECT weekday, opens, closes, capacity FROM exam_device_hours WHERE device_id = ?"
      " ORDER BY weekday, opens",
      {device.id});
  while (hours.next())
    device.hours.push_back({static_cast<int>(hours->integer(0)), hours->minute(1), hours->minute(2),
                            static_cast<int>(hours->integer(3))});
  auto quotas = snapshot.query(
      "SELECT source, places, return_minutes FROM exam_device_quota WHERE device_id = ?"
      " ORDER BY source",
      {device.id});
  while (quotas.next()) {
    DeviceQuota quota{.source = source_from(quotas->text(0)).value(),
                      .places = static_cast<int>(quotas->integer(1))};
    if (!quotas->is_null(2)) quota.returned = quotas->minute(2);
    device.quotas.push_back(quota);
  }
  return device;
}
constexpr const char* kDevices =
    "SELECT id, version, site_id, name, name_en, place, place_en, modality, exams, example, active"
    " FROM exam_device";

Closure closure_from(const store::Row& row) {
  return {.id = row.id<ExamClosureId>(0),
          .device = row.id<ExamDeviceId>(1),
          .kind = closure_kind_from(row.text(2)).value(),
          .from = row.instant(3),
          .to = row.maybe_instant(4),
          .lifted = row.maybe_instant(5),
          .reason = row.text(6)};
}

}  // namespace

std::vector<Site> sites(store::Snapshot& snapshot) {
  static const std::string kSql = std::string(kSites) + " ORDER BY campus_id, name";
  std::vector<Site> list;
  for (auto rows = snapshot.query(kSql); rows.next();)
    list.push_back(site_from(snapshot, rows.row()));
  return list;
}
std::optional<Site> find_site(store::Snapshot& snapshot, ExamSiteId id) {
  static const std::string kSql = std::string(kSites) + " WHERE id = ?";
  auto rows = snapshot.query(kSql, {id});
  if (!rows.next()) return std::nullopt;
  return site_from(snapshot, rows.row());
}

std::vector<Device> devices(store::Snapshot& snapshot) {
  static const std::string kSql = std::string(kDevices) + " ORDER BY modality, name";
  std::vector<Device> list;
  for (auto rows = snapshot.query(kSql); rows.next();)
    list.push_back(device_from(snapshot, rows.row()));
  return list;
}
std::optional<Device> find_device(store::Snapshot& snapshot, ExamDeviceId id) {
  static const std::string kSql = std::string(kDevices) + " WHERE id = ?";
  auto rows = snapshot.query(kSql, {id});
  if (!rows.next()) return std::nullopt;
  return device_from(snapshot, rows.row());
}

std::vector<Closure> closures(store::Snapshot& snapshot, Instant since) {
  auto rows = snapshot.query(
      "SELECT id, device_id, kind, starts_at, ends_at, lifted_at, reason FROM exam_closure"
      " WHERE (ends_at IS NULL OR ends_at > ?) AND (lifted_at IS NULL OR lifted_at > ?)"
      " ORDER BY device_id, starts_at, id",
      {since, since});
  std::vector<Closure> list;
  while (rows.next()) list.push_back(closure_from(rows.row()));
  return list;
}
std::optional<Closure> find_closure(store::Snapshot& snapshot, ExamClosureId id) {
  auto rows = snapshot.query(
      "SELECT id, device_id, kind, starts_at, ends_at, lifted_at, reason FROM exam_closure"
      " WHERE id = ?",
      {id});
  if (!rows.next()) return std::nullopt;
  return closure_from(rows.row());
}

namespace records {
namespace {

void set_walks(store::Transaction& tx, const Site& site) {
  tx.execute("DELETE FROM exam_walk WHERE from_site = ?", {site.id});
  for (const auto& walk : site.walks)
    tx.execute("INSERT INTO exam_walk (from_site, to_site, minutes) VALUES (?, ?, ?)",
               {site.id, walk.to, walk.length});
}

void set_hours_and_quotas(store::Transaction& tx, const Device& d) {
  tx.execute("DELETE FROM exam_device_hours WHERE device_id = ?", {d.id});
  tx.execute("DELETE FROM exam_device_quota WHERE device_id = ?", {d.id});
  for (const auto& hours : d.hours)
    tx.execute(
        "INSERT INTO exam_device_hours (device_id, weekday, opens, closes, capacity)"
        " VALUES (?, ?, ?, ?, ?)",
        {d.id, hours.weekday, hours.opens, hours.closes, hours.capacity});
  for (const auto& quota : d.quotas)
    tx.execute(
        "INSERT INTO exam_device_quota (device_id, source, places, return_minutes)"
        " VALUES (?, ?, ?, ?)",
        {d.id, name_of(quota.source), quota.places, quota.returned});
}

std::string exams_text(const Device& device) {
  json list = json::array();
  for (const auto id : device.exams) list.push_back(id.value);
  return list.dump();
}

}  // namespace

void insert(store::Transaction& tx, const Site& s) {
  tx.execute(
      "INSERT INTO exam_site (id, version, campus_id, name, name_en, place, place_en, active)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      {s.id, s.version, s.campus, s.name, s.name_en, s.place, s.place_en, s.active});
  set_walks(tx, s);
}
bool update(store::Transaction& tx, const Site& s) {
  const bool updated =
      tx.execute(
          "UPDATE exam_site SET version = version + 1, campus_id = ?, name = ?, name_en = ?,"
          " place = ?, place_en = ?, active = ? WHERE id = ? AND version = ?",
          {s.campus, s.name, s.name_en, s.place, s.place_en, s.active, s.id, s.version}) == 1;
  if (updated) set_walks(tx, s);
  return updated;
}

void insert(store::Transaction& tx, const Device& d) {
  tx.execute(
      "INSERT INTO exam_device (id, version, site_id, name, name_en, place, place_en, modality,"
      " exams, example, active) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {d.id, d.version, d.site, d.name, d.name_en, d.place, d.place_en, d.modality, exams_text(d),
       d.example, d.active});
  set_hours_and_quotas(tx, d);
}
bool update(store::Transaction& tx, const Device& d) {
  const bool updated =
      tx.execute(
          "UPDATE exam_device SET version = version + 1, site_id = ?, name = ?, name_en = ?,"
          " place = ?, place_en = ?, modality = ?, exams = ?, example = ?, active = ?"
          " WHERE id = ? AND version = ?",
          {d.site, d.name, d.name_en, d.place, d.place_en, d.modality, exams_text(d), d.example,
           d.active, d.id, d.version}) == 1;
  if (updated) set_hours_and_quotas(tx, d);
  return updated;
}

void insert(store::Transaction& tx, const Closure& c, Instant now) {
  tx.execute(
      "INSERT INTO exam_closure (id, device_id, kind, starts_at, ends_at, reason, made_at)"
      " VALUES (?, ?, ?, ?, ?, ?, ?)",
      {c.id, c.device, name_of(c.kind), c.from, c.to, c.reason, now});
}
void lift(store::Transaction& tx, ExamClosureId id, Instant now) {
  tx.execute("UPDATE exam_closure SET lifted_at = ? WHERE id = ?", {now, id});
}

bool exists(store::Snapshot& snapshot, ExamSiteId id) {
  return snapshot.integer("SELECT 1 FROM exam_site WHERE id = ?", {id}).has_value();
}
bool exists(store::Snapshot& snapshot, CampusId id) {
  return snapshot.integer("SELECT 1 FROM campus WHERE id = ?", {id}).has_value();
}

}  // namespace records
}  // namespace yuyue::exams
