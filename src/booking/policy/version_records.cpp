#include "booking/policy/version_records.hpp"

namespace yuyue::booking::policy {
namespace {

Version version_from(const store::Row& row) {
  return {.id = row.id<PolicyVersionId>(0),
          .effective_from = row.instant(1),
          .document = row.text(2),
          .note = row.text(3),
          .created_at = row.instant(4),
          .created_by = row.text(5)};
}

}  // namespace

namespace records {

void insert(store::Transaction& tx, const Version& v) {
  tx.execute(
      "INSERT INTO policy_version (id, effective_from, document, note, created_at, created_by)"
      " VALUES (?, ?, ?, ?, ?, ?)",
      {v.id, v.effective_from, v.document, v.note, v.created_at, v.created_by});
}

}  // namespace records

std::vector<Version> versions(store::Snapshot& snapshot) {
  std::vector<Version> list;
  auto rows = snapshot.query(
      "SELECT id, effective_from, document, note, created_at, created_by FROM policy_version"
      " ORDER BY effective_from DESC, id DESC");
  while (rows.next()) list.push_back(version_from(rows.row()));
  return list;
}

std::optional<Version> find_version(store::Snapshot& snapshot, PolicyVersionId id) {
  auto rows = snapshot.query(
      "SELECT id, effective_from, document, note, created_at, created_by FROM policy_version"
      " WHERE id = ?",
      {id});
  if (!rows.next()) return std::nullopt;
  return version_from(rows.row());
}

std::int64_t count_versions(store::Snapshot& snapshot) {
  return snapshot.integer("SELECT count(*) FROM policy_version").value_or(0);
}

DayCalendar load_days(store::Snapshot& snapshot) {
  DayCalendar days;
  auto rows = snapshot.query("SELECT day, kind FROM calendar_day");
  while (rows.next())
    (rows->text(1) == "holiday" ? days.holidays : days.workdays).insert(rows->day(0));
  return days;
}

}  // namespace yuyue::booking::policy
