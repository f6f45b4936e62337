#include "booking/timetable_records.hpp"

#include "booking/import_records.hpp"

#include <stdexcept>
#include <unordered_map>

namespace yuyue::booking {
namespace {

const std::string kSelect =
    "SELECT s.id, s.schedule_id, s.added_in, s.department_id, s.practitioner_id, s.kind_id,"
    " s.weekday, s.part, s.starts, s.ends, s.slot_capacity, s.fee, s.weeks, s.valid_from,"
    " s.valid_to, s.remote, s.on_holidays, s.quotas FROM schedule s, timetable t WHERE ";
const std::string kInForce =
    "s.added_in <= t.revision AND (s.removed_in IS NULL OR s.removed_in > t.revision)";

constexpr int kRowColumn = 0;

Schedule schedule_from(const store::Row& row) {
  const auto part = day_part(row.text(7));
  const auto weeks = weeks_from(row.text(12));
  if (!part || !weeks) throw std::runtime_error("unknown word in a row of the timetable");
  Schedule s;
  s.row = row.integer(kRowColumn);
  s.id = row.id<ScheduleId>(1);
  s.version = row.integer(2);
  s.department = row.id<DepartmentId>(3);
  s.practitioner = row.maybe_id<PractitionerId>(4);
  s.kind = row.id<ClinicKindId>(5);
  s.weekday = static_cast<int>(row.integer(6));
  s.part = *part;
  s.starts = row.minute(8);
  s.ends = row.minute(9);
  s.slot_capacity = static_cast<int>(row.integer(10));
  if (!row.is_null(11)) s.fee = row.integer(11);
  s.weeks = *weeks;
  s.valid_from = row.maybe_day(13);
  s.valid_to = row.maybe_day(14);
  s.remote = row.flag(15);
  s.on_holidays = row.flag(16);
  s.quotas = quotas_from_text(row.text(17));
  return s;
}

std::vector<Schedule> all(store::Rows rows) {
  std::vector<Schedule> list;
  while (rows.next()) list.push_back(schedule_from(rows.row()));
  return list;
}

void add_rooms(store::Snapshot& snapshot, std::vector<Schedule>& schedules) {
  std::unordered_map<std::int64_t, Schedule*> by_row;
  for (auto& schedule : schedules) by_row.emplace(schedule.row, &schedule);
  auto rows = snapshot.query(
      "SELECT r.schedule_row, r.room_id FROM schedule s"
      " JOIN schedule_room r ON r.schedule_row = s.id, timetable t"
      " WHERE s.added_in <= t.revision AND (s.removed_in IS NULL OR s.removed_in > t.revision)"
      " ORDER BY r.schedule_row, r.position");
  while (rows.next())
    if (const auto found = by_row.find(rows->integer(0)); found != by_row.end())
      found->second->rooms.push_back(rows->id<RoomId>(1));
}

void add_rooms(store::Snapshot& snapshot, Schedule& schedule) {
  auto rows = snapshot.query(
      "SELECT room_id FROM schedule_room WHERE schedule_row = ? ORDER BY position", {schedule.row});
  while (rows.next()) schedule.rooms.push_back(rows->id<RoomId>(0));
}

ScheduleException exception_from(const store::Row& row) {
  return {.id = row.id<ScheduleExceptionId>(0),
          .version = row.integer(1),
          .day = row.day(2),
          .schedule = row.maybe_id<ScheduleId>(3),
          .practitioner = row.maybe_id<PractitionerId>(4),
          .department = row.maybe_id<DepartmentId>(5),
          .reason = row.text(6)};
}

}  // namespace

std::vector<Schedule> schedules(store::Snapshot& snapshot, std::optional<DepartmentId> department) {
  static const std::string kAll =
      kSelect + kInForce + " ORDER BY s.department_id, s.weekday, s.starts, s.id";
  static const std::string kOfDepartment =
      kSelect + kInForce + " AND s.department_id = ? ORDER BY s.weekday, s.starts, s.id";
  auto list =
      department ? all(snapshot.query(kOfDepartment, {*department})) : all(snapshot.query(kAll));
  add_rooms(snapshot, list);
  return list;
}

std::optional<Schedule> find_schedule(store::Snapshot& snapshot, ScheduleId id) {
  static const std::string kSql = kSelect + kInForce + " AND s.schedule_id = ?";
  auto list = all(snapshot.query(kSql, {id}));
  if (list.empty()) return std::nullopt;
  add_rooms(snapshot, list.front());
  return std::move(list.front());
}

std::vector<ScheduleException> schedule_exceptions(store::Snapshot& snapshot, Day from, Day to) {
  std::vector<ScheduleException> list;
  auto rows = snapshot.query(
      "SELECT id, version, day, schedule_id, practitioner_id, department_id, reason"
      " FROM schedule_exception WHERE day BETWEEN ? AND ? ORDER BY day, id",
      {from, to});
  while (rows.next()) list.push_back(exception_from(rows.row()));
  return list;
}

namespace records {

TimetableState timetable_state(store::Snapshot& snapshot) {
  auto rows = snapshot.query(
      "SELECT revision, generation, made_generation, made_until, import_id FROM timetable"
      " WHERE id = 1");
  if (!rows.next()) throw std::runtime_error("the file has lost its timetable row");
  return {.revision = rows->integer(0),
          .generation = rows->integer(1),
          .made_generation = rows->integer(2),
          .made_until = rows->day(3),
          .import = rows->maybe_id<ImportId>(4)};
}

void set_revision(store::Transaction& tx, std::int64_t revision) {
  tx.execute("UPDATE timetable SET revision = ?, generation = generation + 1 WHERE id = 1",
             {revision});
}

void set_made(store::Transaction& tx, std::int64_t generation, Day until) {
  tx.execute(
      "UPDATE timetable SET made_generation = ?, made_until = ? WHERE id = 1 AND generation = ?",
      {generation, until, generation});
}

bool claim_import(store::Transaction& tx, ImportId import) {
  return tx.execute("UPDATE timetable SET import_id = ? WHERE id = 1 AND import_id IS NULL",
                    {import}) == 1;
}

void release_import(store::Transaction& tx) {
  tx.execute("UPDATE timetable SET import_id = NULL WHERE id = 1");
}

void insert_row(store::Transaction& tx, const Schedule& s, std::int64_t added_in) {
  const auto quotas = to_text(s.quotas);
  tx.execute(
      "INSERT INTO schedule (id, schedule_id, added_in, department_id, practitioner_id, kind_id,"
      " weekday, part, starts, ends, slot_capacity, fee, weeks, valid_from, valid_to, remote,"
      " on_holidays, quotas) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {s.row, s.id, added_in, s.department, s.practitioner, s.kind, s.weekday, name_of(s.part),
       s.starts, s.ends, s.slot_capacity, s.fee, name_of(s.weeks), s.valid_from, s.valid_to,
       s.remote, s.on_holidays, quotas});
  int position = 0;
  for (const auto room : s.rooms)
    tx.execute("INSERT INTO schedule_room (schedule_row, position, room_id) VALUES (?, ?, ?)",
               {s.row, ++position, room});
}

void end_row(store::Transaction& tx, std::int64_t row, std::int64_t removed_in) {
  tx.execute("UPDATE schedule SET removed_in = ? WHERE id = ? AND removed_in IS NULL",
             {removed_in, row});
}

std::vector<Schedule> schedules_of(store::Snapshot& snapshot, PractitionerId practitioner) {
  static const std::string kSql = kSelect + kInForce + " AND s.practitioner_id = ?";
  return all(snapshot.query(kSql, {practitioner}));
}

std::vector<Schedule> ended_schedules(store::Snapshot& snapshot) {
  static const std::string kSql = kSelect +
                                  "s.removed_in <= t.revision"
                                  " ORDER BY s.removed_in DESC, s.valid_from, s.starts, s.id";
  return all(snapshot.query(kSql));
}

std::optional<int> capacity_of_row(store::Snapshot& snapshot, std::int64_t row) {
  const auto capacity = snapshot.integer("SELECT slot_capacity FROM schedule WHERE id = ?", {row});
  if (!capacity) return std::nullopt;
  return static_cast<int>(*capacity);
}

Quotas quotas_of_row(store::Snapshot& snapshot, std::int64_t row) {
  const auto text = snapshot.text("SELECT quotas FROM schedule WHERE id = ?", {row});
  return text ? quotas_from_text(*text) : Quotas{};
}

void insert(store::Transaction& tx, const ScheduleException& e) {
  tx.execute(
      "INSERT INTO schedule_exception (id, version, day, schedule_id, practitioner_id,"
      " department_id, reason) VALUES (?, ?, ?, ?, ?, ?, ?)",
      {e.id, e.version, e.day, e.schedule, e.practitioner, e.department, e.reason});
}

bool update(store::Transaction& tx, const ScheduleException& e) {
  return tx.execute(
             "UPDATE schedule_exception SET version = version + 1, day = ?, schedule_id = ?,"
             " practitioner_id = ?, department_id = ?, reason = ? WHERE id = ? AND version = ?",
             {e.day, e.schedule, e.practitioner, e.department, e.reason, e.id, e.version}) == 1;
}

bool remove_exception(store::Transaction& tx, ScheduleExceptionId id, std::int64_t version) {
  return tx.execute("DELETE FROM schedule_exception WHERE id = ? AND version = ?", {id, version}) ==
         1;
}

std::optional<ScheduleException> find_exception(store::Snapshot& snapshot, ScheduleExceptionId id) {
  auto rows = snapshot.query(
      "SELECT id, version, day, schedule_id, practitioner_id, department_id, reason"
      " FROM schedule_exception WHERE id = ?",
      {id});
  if (!rows.next()) return std::nullopt;
  return exception_from(rows.row());
}

bool clear_unfinished_some(store::Transaction& tx, std::int64_t limit) {
  if (clear_changes_some(tx, std::nullopt, limit)) return true;
  const auto in_force = timetable_state(tx).revision;
  if (tx.execute("DELETE FROM schedule WHERE id IN"
                 " (SELECT id FROM schedule WHERE added_in > ? LIMIT ?)",
                 {in_force, limit}) > 0)
    return true;
  if (tx.execute("UPDATE schedule SET removed_in = NULL WHERE id IN"
                 " (SELECT id FROM schedule WHERE removed_in > ? LIMIT ?)",
                 {in_force, limit}) > 0)
    return true;
  // In the order in which they refer to each other.
  int removed = tx.execute(
      "DELETE FROM practitioner WHERE id IN"
      " (SELECT id FROM practitioner WHERE added_in > ? LIMIT ?)",
      {in_force, limit});
  removed += tx.execute(
      "DELETE FROM department WHERE id IN (SELECT id FROM department WHERE added_in > ? LIMIT ?)",
      {in_force, limit});
  removed +=
      tx.execute("DELETE FROM room WHERE id IN (SELECT id FROM room WHERE added_in > ? LIMIT ?)",
                 {in_force, limit});
  if (removed > 0) return true;
  tx.execute("DELETE FROM building WHERE added_in > ?", {in_force});
  tx.execute("DELETE FROM campus WHERE added_in > ?", {in_force});
  release_import(tx);
  return false;
}

}  // namespace records
}  // namespace yuyue::booking
