// Clinic kinds and days off.
#include <stdexcept>

#include "booking/reference_records.hpp"

namespace yuyue::booking {
namespace {

CalendarDay day_from(const store::Row& row) {
  CalendarDay day;
  day.day = row.day(0);
  day.version = row.integer(1);
  const auto kind = calendar_kind(row.text(2));
  if (!kind) throw std::runtime_error("unknown kind of day in the file: " + row.text(2));
  day.kind = *kind;
  if (!row.is_null(3)) day.as_weekday = static_cast<int>(row.integer(3));
  day.name = row.text(4);
  day.name_en = row.text(5);
  day.provisional = row.flag(6);
  day.source = row.text(7);
  return day;
}

}  // namespace

std::vector<ClinicKind> clinic_kinds(store::Snapshot& snapshot) {
  std::vector<ClinicKind> list;
  auto rows = snapshot.query(
      "SELECT id, version, code, name, name_en, fee, position, active FROM clinic_kind"
      " ORDER BY position, id");
  while (rows.next())
    list.push_back({.id = rows->id<ClinicKindId>(0),
                    .version = rows->integer(1),
                    .code = rows->text(2),
                    .name = rows->text(3),
                    .name_en = rows->text(4),
                    .fee = rows->integer(5),
                    .position = static_cast<int>(rows->integer(6)),
                    .active = rows->flag(7)});
  return list;
}

std::vector<CalendarDay> calendar_days(store::Snapshot& snapshot, Day from, Day to) {
  std::vector<CalendarDay> list;
  auto rows = snapshot.query(
      "SELECT day, version, kind, as_weekday, name, name_en, provisional, source FROM calendar_day"
      " WHERE day BETWEEN ? AND ? ORDER BY day",
      {from, to});
  while (rows.next()) list.push_back(day_from(rows.row()));
  return list;
}

namespace records {

std::optional<CalendarDay> calendar_day(store::Snapshot& snapshot, Day day) {
  auto found = calendar_days(snapshot, day, day);
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

void insert(store::Transaction& tx, const ClinicKind& k) {
  tx.execute(
      "INSERT INTO clinic_kind (id, version, code, name, name_en, fee, position, active)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      {k.id, k.version, k.code, k.name, k.name_en, k.fee, k.position, k.active});
}

bool update(store::Transaction& tx, const ClinicKind& k) {
  return tx.execute(
             "UPDATE clinic_kind SET version = version + 1, code = ?, name = ?, name_en = ?,"
             " fee = ?, position = ?, active = ? WHERE id = ? AND version = ?",
             {k.code, k.name, k.name_en, k.fee, k.position, k.active, k.id, k.version}) == 1;
}

void insert(store::Transaction& tx, const CalendarDay& d) {
  tx.execute(
      "INSERT INTO calendar_day (day, version, kind, as_weekday, name, name_en, provisional,"
      " source) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      {d.day, d.version, name_of(d.kind), d.as_weekday, d.name, d.name_en, d.provisional,
       d.source});
}

bool update(store::Transaction& tx, const CalendarDay& d) {
  return tx.execute(
             "UPDATE calendar_day SET version = version + 1, kind = ?, as_weekday = ?, name = ?,"
             " name_en = ?, provisional = ?, source = ? WHERE day = ? AND version = ?",
             {name_of(d.kind), d.as_weekday, d.name, d.name_en, d.provisional, d.source, d.day,
              d.version}) == 1;
}

bool remove_calendar_day(store::Transaction& tx, Day day, std::int64_t version) {
  return tx.execute("DELETE FROM calendar_day WHERE day = ? AND version = ?", {day, version}) == 1;
}

bool exists(store::Snapshot& snapshot, ClinicKindId id) {
  return snapshot.integer("SELECT 1 FROM clinic_kind WHERE id = ?", {id}).has_value();
}

}  // namespace records
}  // namespace yuyue::booking
