#include "yuyue/exams/repairs.hpp"

#include <algorithm>

#include "exams/repair_records.hpp"
#include "yuyue/exams/catalogue.hpp"
#include "yuyue/planner/replan.hpp"

namespace yuyue::exams {
namespace {

using Cause = Repair::Cause;

bool lost_its_place(const Repair& repair) {
  return repair.cause != Cause::done_early;
}

/// What was wrong is not said in words that a program understands: who was not prepared for an
/// examination has eaten if that needed fasting, and an empty bladder if it needed a full one.
void add(Wanting& wanting, const Repair& repair, const Exam& exam, const HospitalTime& time) {
  const bool fasting = exam.fasting > minutes{0}, full = exam.bladder == Bladder::full;
  const bool unprepared = repair.cause == Cause::unprepared;
  if (unprepared && fasting) wanting.ate = std::max(wanting.ate, std::optional(repair.since));
  if (unprepared && full) wanting.emptied = std::max(wanting.emptied, std::optional(repair.since));
  Wanting::Again again{.order = repair.order};
  // Whoever has gone, or lacks what cannot be made up for in an hour, comes on another day.
  if (repair.cause == Cause::left || (unprepared && !fasting && !full))
    again.from = time.day_of(repair.since) + date::days{1};
  if (lost_its_place(repair)) wanting.again.push_back(again);
}

bool matters(const planning::LooseEnd& end, const Repair& repair) {
  if (lost_its_place(repair)) return end.missing == repair.order.value;
  return end.standing && end.standing->id == repair.order.value;
}

bool anything_to_come(store::Snapshot& snapshot, PersonId person, Day today) {
  return snapshot
      .integer(
          "SELECT 1 FROM exam_plan p JOIN exam_plan_item i ON i.plan_id = p.id"
          " WHERE p.person_id = ? AND i.state = 'booked' AND i.day >= ? LIMIT 1",
          {person, today})
      .has_value();
}

}  // namespace

std::vector<planning::LooseEnd> RepairBasis::loose_ends() const {
  const auto at = basis.assignments(now_is);
  if (!at) return {};
  return planning::loose_ends(basis.planning, *at, basis.waiting);
}

RepairBasis Repairs::read(store::Snapshot& snapshot, PersonId person,
                          const std::vector<Appointed>& appointments, std::vector<Repair> repairs,
                          bool anew, Instant now) const {
  RepairBasis out{.person = person, .repairs = std::move(repairs)};
  out.wanting.every_plan = true;
  for (const auto& repair : out.repairs) {
    const auto order = find_order(snapshot, *env_.vault, repair.order).value();
    add(out.wanting, repair, find_exam(snapshot, order.exam).value(), *env_.time);
  }
  if (!anew) out.wanting.again.clear();
  out.basis = plans_.basis(snapshot, person, out.wanting, {}, appointments, anew, now);
  const auto& wanted = out.basis.planning.wanted;
  for (const auto& plan : plans_of(snapshot, person))
    for (const auto& at : plan.booked()) {
      if (std::ranges::find(wanted, at.order.value, &planning::Wanted::order) == wanted.end())
        continue;
      out.now_is.push_back(at);
      out.versions[plan.id] = plan.version;
    }
  return out;
}

RepairBasis Repairs::as_it_is(store::Snapshot& snapshot, PersonId person,
                              const std::vector<Appointed>& appointments, Instant now) const {
  return read(snapshot, person, appointments, repairs_of(snapshot, person), false, now);
}

RepairBasis Repairs::basis(store::Snapshot& snapshot, PersonId person,
                           const std::vector<Appointed>& appointments, Instant now) const {
  auto all = repairs_of(snapshot, person);
  const auto ends = read(snapshot, person, appointments, all, false, now).loose_ends();
  // Others may have made it good. Who was not prepared waits for a time in any case.
  const auto good = std::ranges::stable_partition(all, [&](const Repair& repair) {
    return repair.cause == Cause::unprepared ||
           std::ranges::any_of(ends, [&](const auto& end) { return matters(end, repair); });
  });
  std::vector<Repair> made_good(good.begin(), good.end());
  all.erase(good.begin(), good.end());
  auto out = read(snapshot, person, appointments, std::move(all), true, now);
  out.made_good = std::move(made_good);
  return out;
}

void Repairs::note(store::Transaction& tx, PersonId person, ExamPlanId plan, ExamOrderId order,
                   Cause cause, Instant now) const {
  const Repair repair{order, plan, person, cause, now};
  if (cause != Cause::unprepared) {
    if (!anything_to_come(tx, person, env_.time->day_of(now))) return;
    const auto ends = as_it_is(tx, person, {}, now).loose_ends();
    if (std::ranges::none_of(ends, [&](const auto& end) { return matters(end, repair); })) return;
  }
  records::put(tx, repair);
}

std::optional<std::vector<Arranged>> repaired(const RepairBasis& basis,
                                              std::chrono::steady_clock::time_point deadline) {
  if (basis.repairs.empty() || basis.basis.planning.wanted.empty()) return basis.now_is;
  const auto stay = basis.basis.assignments(basis.now_is);
  if (!stay) return std::nullopt;
  const auto problem = planning::problem_of(basis.basis.planning);
  const auto answer = planner::replan(problem, *stay, {.deadline = deadline});
  const bool found =
      answer.outcome == planner::Outcome::optimal || answer.outcome == planner::Outcome::feasible;
  return found ? std::optional(basis.basis.arranged(answer.plan.assignments)) : std::nullopt;
}

Result<std::vector<Arranged>> Repairs::settle(store::Transaction& tx, const RepairBasis& seen,
                                              const std::optional<std::vector<Arranged>>& wanted,
                                              const std::vector<Appointed>& appointments,
                                              const access::Actor& by, Instant now) const {
  for (const auto& [plan, version] : seen.versions)
    if (find_plan(tx, plan).value().version != version) return Refusal("changed-meanwhile");
  std::vector<Arranged> moved;
  if (wanted && !seen.repairs.empty()) {
    const auto fine =
        plans_.rearrange(tx, seen.person, seen.wanting, *wanted, appointments, by, now);
    if (!fine) return fine.error();
    for (const auto& at : *wanted)
      if (std::ranges::find(seen.now_is, at) == seen.now_is.end()) moved.push_back(at);
  }
  for (const auto& repair : seen.repairs) {
    const auto order = find_order(tx, *env_.vault, repair.order).value();
    if (wanted && !(lost_its_place(repair) && order.is_open())) {
      records::remove(tx, repair);
      continue;
    }
    records::tried(tx, repair, now);
    if (env_.journal && !repair.tried_at)
      env_.journal->record(tx, by,
                           {.what = "exam-plan-unsettled",
                            .subject = repair.plan,
                            .details = {{"order", to_string(repair.order)},
                                        {"cause", std::string(name_of(repair.cause))}}},
                           now);
  }
  for (const auto& repair : seen.made_good) records::remove(tx, repair);
  records::remove_moot(tx, seen.person);
  return moved;
}

}  // namespace yuyue::exams
