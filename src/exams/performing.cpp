#include "yuyue/exams/performing.hpp"

#include <algorithm>

#include "exams/plan_records.hpp"
#include "exams/worklist_records.hpp"
#include "yuyue/exams/repairs.hpp"

namespace yuyue::exams {

Result<Order> finish(store::Transaction& tx, const Orders& orders, const Plans& plans,
                     ExamOrderId id, const access::Actor& by, Instant now) {
  const auto& env = orders.environment();
  auto order = find_order(tx, *env.vault, id);
  if (!order) return Refusal("not-found").with("what", "exam-order");
  const auto plan_id = plan_of(tx, id);
  if (order->state != OrderState::planned || !plan_id) return Refusal("exam-not-planned");
  const auto plan = find_plan(tx, *plan_id).value();
  const auto item = std::ranges::find_if(plan.items, [&](const PlanItem& one) {
    return one.at.order == id && one.state == PlanItem::State::booked;
  });
  records::leave_line(tx, env, item->id, by, now);
  records::set_state(tx, item->id, PlanItem::State::done);
  orders.become(tx, *order, OrderState::done, "", by, now);
  if (env.time->at(item->at.day, item->at.start) > now - item->length)
    Repairs(env, orders, plans).note(tx, plan.person, *plan_id, id, Repair::Cause::done_early, now);
  if (env.journal)
    env.journal->record(
        tx, by, {.what = "exam-done", .subject = id, .details = {{"plan", to_string(*plan_id)}}},
        now);
  return *order;
}

}  // namespace yuyue::exams
