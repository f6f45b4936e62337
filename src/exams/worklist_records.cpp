// Work at devices, as it is kept.
#include "exams/worklist_records.hpp"

#include <algorithm>

#include "yuyue/core/words.hpp"

namespace yuyue::exams {
namespace {

constexpr Words<7> kSteps{"recall", "start", "finish", "miss", "come-back", "unprepared", "leave"};

Work work_of(store::Snapshot& snapshot, ExamPlanId id, ExamPlaceId place) {
  const auto plan = find_plan(snapshot, id).value();
  return {*std::ranges::find(plan.items, place, &PlanItem::id), id, plan.person,
          queue::ticket_of(snapshot, records::subject_of(place))};
}

}  // namespace

std::string_view name_of(WorkStep::What what) {
  return word_of(kSteps, what);
}
std::optional<WorkStep::What> work_step_from(std::string_view name) {
  return from_word<WorkStep::What>(kSteps, name);
}

std::vector<Work> worklist(store::Snapshot& snapshot, ExamDeviceId device, Day day) {
  std::vector<Work> out;
  auto rows = snapshot.query(
      "SELECT plan_id, id FROM exam_plan_item"
      " WHERE device_id = ? AND day = ? AND state <> 'freed' ORDER BY start, id",
      {device, day});
  while (rows.next())
    out.push_back(work_of(snapshot, rows->id<ExamPlanId>(0), rows->id<ExamPlaceId>(1)));
  return out;
}

std::string worklist_seq(store::Snapshot& snapshot, ExamDeviceId device, Day day) {
  auto rows = snapshot.query(
      "SELECT count(*), coalesce(sum(state = 'done'), 0), coalesce(max(id), 0)"
      " FROM exam_plan_item WHERE device_id = ? AND day = ? AND state <> 'freed'",
      {device, day});
  rows.next();
  const auto line = line_of(snapshot, device, day);
  std::string out = std::to_string(line ? queue::last_event(snapshot, *line) : 0);
  for (const int column : {0, 1, 2}) out += "-" + std::to_string(rows->integer(column));
  return out;
}

std::optional<Work> find_work(store::Snapshot& snapshot, ExamPlaceId place) {
  const auto plan = snapshot.integer("SELECT plan_id FROM exam_plan_item WHERE id = ?", {place});
  if (!plan) return std::nullopt;
  return work_of(snapshot, ExamPlanId{*plan}, place);
}

std::optional<LineId> line_of(store::Snapshot& snapshot, ExamDeviceId device, Day day) {
  const auto id = snapshot.integer("SELECT id FROM exam_device_day WHERE device_id = ? AND day = ?",
                                   {device, day});
  if (!id) return std::nullopt;
  return queue::find_line(snapshot, {std::string(ExamDeviceKind::kPrefix), *id});
}

namespace records {

queue::Reference device_day(store::Transaction& tx, IdMaker& ids, ExamDeviceId device, Day day) {
  auto id =
      tx.integer("SELECT id FROM exam_device_day WHERE device_id = ? AND day = ?", {device, day});
  if (!id) {
    id = ids.next<ExamDeviceId>().value;
    tx.execute("INSERT INTO exam_device_day (id, device_id, day) VALUES (?, ?, ?)",
               {*id, device, day});
  }
  return {std::string(ExamDeviceKind::kPrefix), *id};
}

std::int64_t take_number(store::Transaction& tx, ExamDeviceId device, Day day) {
  return tx
      .integer(
          "UPDATE exam_device_day SET last_number = last_number + 1"
          " WHERE device_id = ? AND day = ? RETURNING last_number",
          {device, day})
      .value();
}

std::vector<Booked> booked_on(store::Snapshot& snapshot, ExamDeviceId device, Day day) {
  std::vector<Booked> out;
  auto rows = snapshot.query(
      "SELECT id, start, device_minutes FROM exam_plan_item"
      " WHERE device_id = ? AND day = ? AND state = 'booked' ORDER BY start, id",
      {device, day});
  while (rows.next())
    out.push_back({rows->id<ExamPlaceId>(0), static_cast<int>(rows->integer(1)),
                   static_cast<int>(rows->integer(2))});
  return out;
}

bool is_with_staff(store::Snapshot& snapshot, ExamPlaceId place) {
  const auto kept = queue::ticket_of(snapshot, subject_of(place));
  return kept && (kept->ticket.state == queue::State::called ||
                  kept->ticket.state == queue::State::serving);
}

void leave_line(store::Transaction& tx, const Environment& env, ExamPlaceId place,
                const access::Actor& by, Instant now) {
  const auto kept = queue::ticket_of(tx, subject_of(place));
  if (!kept || !queue::is_open(kept->ticket.state)) return;
  const queue::Lines lines(*env.ids, env.watcher);
  lines
      .change(
          tx, kept->line, [&](const queue::Line& line) { return line.leave(kept->ticket.id, now); },
          {by.kind, by.id}, "")
      .value();
}

std::optional<Unsettled> unsettled_before(store::Snapshot& snapshot, Day day) {
  auto rows = snapshot.query(
      "SELECT device_id, day FROM exam_plan_item WHERE state = 'booked' AND day < ?"
      " UNION SELECT d.device_id, d.day FROM line l JOIN exam_device_day d ON d.id = l.owner_id"
      " WHERE l.owner_kind = 'exd' AND l.state <> 'closed' AND l.day < ?"
      " ORDER BY 2, 1 LIMIT 1",
      {day, day});
  if (!rows.next()) return std::nullopt;
  return Unsettled{rows->id<ExamDeviceId>(0), rows->day(1)};
}

}  // namespace records
}  // namespace yuyue::exams
