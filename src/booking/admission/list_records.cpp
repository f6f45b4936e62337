// Lists, the numbers of their days, checklist items.
#include <algorithm>
#include <map>
#include <stdexcept>

#include "booking/admission/records.hpp"

namespace yuyue::booking::admission {
namespace {

constexpr std::string_view kListColumns =
    "SELECT id, version, code, kind, name, name_en, department_id, location, location_en, monday,"
    " tuesday, wednesday, thursday, friday, saturday, sunday, on_holidays, answer_hours, active"
    " FROM admission_list";

AdmissionList list_from(const store::Row& row) {
  AdmissionList list;
  list.id = row.id<AdmissionListId>(0);
  list.version = row.integer(1);
  list.code = row.text(2);
  list.kind = list_kind(row.text(3)).value();
  list.name = row.text(4);
  list.name_en = row.text(5);
  list.department = row.maybe_id<DepartmentId>(6);
  list.location = row.text(7);
  list.location_en = row.text(8);
  for (int i = 0; i < 7; ++i)
    list.weekly.at(static_cast<std::size_t>(i)) = static_cast<int>(row.integer(9 + i));
  list.on_holidays = row.flag(16);
  list.answer_hours = static_cast<int>(row.integer(17));
  list.active = row.flag(18);
  return list;
}

ChecklistItem item_from(const store::Row& row) {
  return {.id = row.id<ChecklistItemId>(0),
          .version = row.integer(1),
          .kind = kind_from(row.text(2)).value(),
          .name = row.text(3),
          .name_en = row.text(4),
          .position = static_cast<int>(row.integer(5)),
          .by_appointment = row.flag(6),
          .active = row.flag(7)};
}

}  // namespace

std::vector<AdmissionList> lists(store::Snapshot& snapshot) {
  static const std::string sql = std::string(kListColumns) + " ORDER BY kind DESC, name";
  std::vector<AdmissionList> found;
  auto rows = snapshot.query(sql);
  while (rows.next()) found.push_back(list_from(rows.row()));
  return found;
}

std::optional<AdmissionList> find_list(store::Snapshot& snapshot, AdmissionListId id) {
  static const std::string sql = std::string(kListColumns) + " WHERE id = ?";
  auto rows = snapshot.query(sql, {id});
  if (!rows.next()) return std::nullopt;
  return list_from(rows.row());
}

std::vector<ChecklistItem> checklist_items(store::Snapshot& snapshot) {
  std::vector<ChecklistItem> found;
  auto rows = snapshot.query(
      "SELECT id, version, kind, name, name_en, position, by_appointment, active"
      " FROM checklist_item ORDER BY kind, position, id");
  while (rows.next()) found.push_back(item_from(rows.row()));
  return found;
}

std::vector<ListDay> list_days(store::Snapshot& snapshot, const AdmissionList& list, Day from,
                               Day to) {
  std::map<Day, CalendarDay> calendar;
  for (auto& special : calendar_days(snapshot, from, to)) {
    const auto day = special.day;
    calendar.emplace(day, std::move(special));
  }
  std::map<Day, ListDay> stored;
  auto rows = snapshot.query(
      "SELECT day, capacity, taken, by_hand FROM admission_day WHERE list_id = ?"
      " AND day BETWEEN ? AND ?",
      {list.id, from, to});
  while (rows.next())
    stored[rows->day(0)] = {.day = rows->day(0),
                            .capacity = static_cast<int>(rows->integer(1)),
                            .taken = static_cast<int>(rows->integer(2)),
                            .by_hand = rows->flag(3)};
  std::vector<ListDay> days;
  for (auto day = from; day <= to; day += date::days{1}) {
    const auto special = calendar.find(day);
    const int weekly = rules::weekly_capacity(
        list, day, special == calendar.end() ? std::nullopt : std::optional(special->second));
    auto found = stored.contains(day) ? stored[day] : ListDay{.day = day};
    if (!found.by_hand) found.capacity = std::max(found.taken, weekly);
    days.push_back(found);
  }
  return days;
}

namespace records {

void insert(store::Transaction& tx, const AdmissionList& l) {
  const auto& w = l.weekly;
  tx.execute(
      "INSERT INTO admission_list (id, version, code, kind, name, name_en, department_id, location,"
      " location_en, monday, tuesday, wednesday, thursday, friday, saturday, sunday, on_holidays,"
      " answer_hours, active) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {l.id, l.version, l.code, name_of(l.kind), l.name, l.name_en, l.department, l.location,
       l.location_en, w[0], w[1], w[2], w[3], w[4], w[5], w[6], l.on_holidays, l.answer_hours,
       l.active});
}

bool update(store::Transaction& tx, const AdmissionList& l) {
  const auto& w = l.weekly;
  return tx.execute(
             "UPDATE admission_list SET version = version + 1, code = ?, kind = ?, name = ?,"
             " name_en = ?, department_id = ?, location = ?, location_en = ?, monday = ?,"
             " tuesday = ?, wednesday = ?, thursday = ?, friday = ?, saturday = ?, sunday = ?,"
             " on_holidays = ?, answer_hours = ?, active = ? WHERE id = ? AND version = ?",
             {l.code, name_of(l.kind), l.name, l.name_en, l.department, l.location, l.location_en,
              w[0], w[1], w[2], w[3], w[4], w[5], w[6], l.on_holidays, l.answer_hours, l.active,
              l.id, l.version}) == 1;
}

void insert(store::Transaction& tx, const ChecklistItem& i) {
  tx.execute(
      "INSERT INTO checklist_item (id, version, kind, name, name_en, position, by_appointment,"
      " active) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      {i.id, i.version, name_of(i.kind), i.name, i.name_en, i.position, i.by_appointment,
       i.active});
}

bool update(store::Transaction& tx, const ChecklistItem& i) {
  return tx.execute(
             "UPDATE checklist_item SET version = version + 1, name = ?, name_en = ?,"
             " position = ?, by_appointment = ?, active = ? WHERE id = ? AND version = ?",
             {i.name, i.name_en, i.position, i.by_appointment, i.active, i.id, i.version}) == 1;
}

std::optional<ChecklistItem> find_item(store::Snapshot& snapshot, ChecklistItemId id) {
  auto rows = snapshot.query(
      "SELECT id, version, kind, name, name_en, position, by_appointment, active"
      " FROM checklist_item WHERE id = ?",
      {id});
  if (!rows.next()) return std::nullopt;
  return item_from(rows.row());
}

std::vector<ChecklistItem> active_items(store::Snapshot& snapshot, Kind kind) {
  auto items = checklist_items(snapshot);
  std::erase_if(items, [&](const auto& item) { return item.kind != kind || !item.active; });
  return items;
}

std::optional<ListDay> day(store::Snapshot& snapshot, AdmissionListId list, Day day) {
  auto rows = snapshot.query(
      "SELECT capacity, taken, by_hand FROM admission_day WHERE list_id = ? AND day = ?",
      {list, day});
  if (!rows.next()) return std::nullopt;
  return ListDay{.day = day,
                 .capacity = static_cast<int>(rows->integer(0)),
                 .taken = static_cast<int>(rows->integer(1)),
                 .by_hand = rows->flag(2)};
}

void set_day(store::Transaction& tx, AdmissionListId list, Day day, int capacity, bool by_hand) {
  tx.execute(
      "INSERT INTO admission_day (list_id, day, capacity, taken, by_hand) VALUES (?, ?, ?, 0, ?)"
      " ON CONFLICT (list_id, day) DO UPDATE SET capacity = excluded.capacity,"
      " by_hand = excluded.by_hand",
      {list, day, capacity, by_hand});
}

// The row is made, or follows its weekday's present number, before the conditional update decides.
bool take_day(store::Transaction& tx, AdmissionListId list, Day day, int weekly) {
  tx.execute(
      "INSERT INTO admission_day (list_id, day, capacity, taken, by_hand) VALUES (?, ?, ?, 0, 0)"
      " ON CONFLICT (list_id, day) DO UPDATE SET capacity ="
      " CASE WHEN by_hand = 1 THEN capacity WHEN taken > excluded.capacity THEN taken"
      " ELSE excluded.capacity END",
      {list, day, weekly});
  return tx.execute(
             "UPDATE admission_day SET taken = taken + 1"
             " WHERE list_id = ? AND day = ? AND taken < capacity",
             {list, day}) == 1;
}

void give_day_back(store::Transaction& tx, AdmissionListId list, Day day) {
  if (tx.execute("UPDATE admission_day SET taken = taken - 1 WHERE list_id = ? AND day = ?",
                 {list, day}) != 1)
    throw std::logic_error("an admission without its day");
}

}  // namespace records
}  // namespace yuyue::booking::admission
