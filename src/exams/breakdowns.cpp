#include "yuyue/exams/breakdowns.hpp"

#include <algorithm>
#include <map>

#include "exams/plan_records.hpp"
#include "exams/worklist_records.hpp"
#include "yuyue/exams/repairs.hpp"
#include "yuyue/planner/replan.hpp"

namespace yuyue::exams {

std::vector<HitPlan> Breakdowns::hit(store::Snapshot& snapshot, Instant now) const {
  std::map<ExamPlanId, HitPlan> plans;
  for (const auto& closure : closures(snapshot, now)) {
    const auto from = std::max(now, closure.from);
    for (const auto& place :
         taken_places(snapshot, *env_.time, closure.device, from, closure.until())) {
      const auto starts = env_.time->at(place.day, MinuteOfDay{place.slot * planner::kSlotMinutes});
      const auto id =
          snapshot.integer("SELECT plan_id FROM exam_plan_item WHERE id = ?", {place.holder});
      // Who is on it already is looked after there; who was done early needs nothing more.
      if (!id || starts <= now || records::is_with_staff(snapshot, ExamPlaceId{place.holder}))
        continue;
      const ExamPlanId plan_id{*id};
      const auto whole = find_plan(snapshot, plan_id).value();
      const auto item = std::ranges::find(whole.items, ExamPlaceId{place.holder}, &PlanItem::id);
      if (item->state != PlanItem::State::booked) continue;
      auto& plan = plans.try_emplace(plan_id, HitPlan{.plan = whole}).first->second;
      if (std::ranges::find(plan.hit, item->at.order) != plan.hit.end()) continue;
      const auto order = find_order(snapshot, *env_.vault, item->at.order).value();
      plan.first = plan.hit.empty() ? starts : std::min(plan.first, starts);
      plan.urgency = std::max(plan.urgency, order.urgency);
      plan.hit.push_back(order.id);
    }
  }
  std::vector<HitPlan> out;
  for (auto& [id, plan] : plans) out.push_back(std::move(plan));
  std::ranges::sort(out, [](const HitPlan& one, const HitPlan& other) {
    return std::tuple(other.urgency, one.first, one.plan.id) <
           std::tuple(one.urgency, other.first, other.plan.id);
  });
  return out;
}

PlanBasis Breakdowns::basis(store::Snapshot& snapshot, const HitPlan& hit,
                            const std::vector<Appointed>& appointments, Instant now) const {
  const Wanting wanting{.plan = hit.plan.id};
  auto out = plans_.basis(snapshot, hit.plan.person, wanting, {}, appointments, true, now);
  // A plan's own places count as free: not those on what is closed.
  auto& planning = out.planning;
  for (const auto& item : hit.plan.items) {
    if (std::ranges::find(hit.hit, item.at.order) == hit.hit.end()) continue;
    if (item.state != PlanItem::State::booked) continue;
    const auto at = out.assignments({item.at});
    if (!at || at->front().day >= planning.days) continue;
    auto& slots = planning.free[static_cast<std::size_t>(at->front().device)]
                               [static_cast<std::size_t>(at->front().day)];
    const auto taken =
        (item.device_time.count() + planner::kSlotMinutes - 1) / planner::kSlotMinutes;
    for (int slot = at->front().slot; slot < at->front().slot + taken; ++slot)
      slots[static_cast<std::size_t>(slot)] = 0;
  }
  return out;
}

std::optional<std::vector<Arranged>> replanned(const PlanBasis& basis, const Plan& plan,
                                               std::chrono::steady_clock::time_point deadline) {
  const auto problem = planning::problem_of(basis.planning);
  std::vector<planner::Assignment> stay;
  for (const auto& one : plan.booked())
    if (const auto at = basis.assignments({one})) stay.push_back(at->front());
  const auto answer = planner::replan(problem, stay, {.deadline = deadline});
  const bool found =
      answer.outcome == planner::Outcome::optimal || answer.outcome == planner::Outcome::feasible;
  return found ? std::optional(basis.arranged(answer.plan.assignments)) : std::nullopt;
}

Result<Plan> Breakdowns::settle(store::Transaction& tx, const HitPlan& hit,
                                const std::optional<std::vector<Arranged>>& wanted,
                                const std::vector<Appointed>& appointments, const access::Actor& by,
                                Instant now) const {
  const auto& plan = hit.plan;
  if (wanted)
    return plans_.change(tx, plan.id, plan.version,
                         {.what = PlanChange::What::move, .order = hit.hit.front()}, *wanted,
                         appointments, by, now);
  if (!records::raise_version(tx, plan.id, plan.version)) return Refusal("changed-meanwhile");
  for (const auto& item : plan.items) {
    if (item.state != PlanItem::State::booked) continue;
    if (std::ranges::find(hit.hit, item.at.order) == hit.hit.end()) continue;
    devices_.give_places_back(tx, item.id.value);
    records::leave_line(tx, env_, item.id, by, now);
    records::set_state(tx, item.id, PlanItem::State::freed);
    auto order = find_order(tx, *env_.vault, item.at.order).value();
    orders_.become(tx, order, OrderState::ordered, "", by, now);
  }
  const Repairs repairs(env_, orders_, plans_);
  for (const auto order : hit.hit)
    repairs.note(tx, plan.person, plan.id, order, Repair::Cause::device_closed, now);
  if (env_.journal)
    env_.journal->record(tx, by,
                         {.what = "exam-plan-put-off",
                          .subject = plan.id,
                          .details = {{"items", std::to_string(hit.hit.size())}}},
                         now);
  return find_plan(tx, plan.id).value();
}

}  // namespace yuyue::exams
