// What a patient is planned from: which orders are wanted, and what stands.
#include <algorithm>

#include "exams/order_records.hpp"
#include "exams/plan_reading.hpp"
#include "exams/worklist_records.hpp"

namespace yuyue::exams {
namespace {

using Again = Wanting::Again;

const Again* again_of(const Wanting& wanting, ExamOrderId order) {
  const auto found = std::ranges::find(wanting.again, order, &Again::order);
  return found == wanting.again.end() ? nullptr : &*found;
}

std::optional<Day> from_day(const Wanting& wanting, ExamOrderId order) {
  const auto* again = again_of(wanting, order);
  return again ? again->from : std::nullopt;
}

planning::Waiting waiting(const Order& order, const Exam& exam) {
  planning::Waiting out{.order = order.id.value, .exam = exam.code};
  if (order.added) out.needed_for = order.added->order.value;
  return out;
}

}  // namespace

bool Wanting::wants(const Order& order) const {
  if (!order.is_open()) return false;
  if (every_plan) return again_of(*this, order.id) != nullptr;
  return !plan && (only.empty() || std::ranges::find(only, order.id) != only.end());
}

bool Wanting::replans(ExamPlanId id) const {
  return every_plan || plan == id;
}

Wanting wanting(ExamPlanId plan, const PlanChange& change) {
  Wanting out{.plan = plan, .eaten = change.what == PlanChange::What::not_prepared};
  if (change.what == PlanChange::What::cancel) out.without = change.order;
  return out;
}

PlanBasis Plans::basis(store::Snapshot& snapshot, PersonId person, const Wanting& wanting,
                       const PlanWishes& wishes, const std::vector<Appointed>& appointments,
                       bool with_places, Instant now) const {
  PlanReading reading{snapshot, env_, person, now};
  reading.places();
  const auto sheet = orders_.sheet_of(snapshot, person, now);
  const auto orders = orders_of(snapshot, *env_.vault, person, false);
  const auto plans = plans_of(snapshot, person);
  reading.done = records::done_at(snapshot, person);
  std::optional<Source> source;
  std::vector<PlanItem> own;
  for (const auto& order : orders) {
    const auto exam = reading.catalogue.find(order.exam);
    if (exam == reading.catalogue.end()) continue;
    const auto verdict = rules::verdict(exam->second, sheet, *env_.time);
    if (wanting.wants(order)) {
      if (!source) source = order.comes_from;
      if (verdict.bars.empty() && verdict.unanswered.empty())
        reading.wants(order, verdict, from_day(wanting, order.id));
      else
        reading.basis.blocked.push_back({order, verdict});
      continue;
    }
    if (order.is_open()) reading.basis.waiting.push_back(waiting(order, exam->second));
    for (const auto& plan : plans)
      for (const auto& item : plan.items) {
        if (item.at.order != order.id || item.state == PlanItem::State::freed) continue;
        const bool again = wanting.replans(plan.id) && item.state == PlanItem::State::booked &&
                           env_.time->at(item.at.day, item.at.start) > now &&
                           !records::is_with_staff(snapshot, item.id);
        if (again) own.push_back(item);
        if (again && !source) source = order.comes_from;
        if (!again)
          reading.stands(order, item);
        else if (order.id != wanting.without)
          reading.wants_again(order, verdict, item);
      }
  }
  for (const auto& result : results_of(snapshot, person)) reading.had(result);
  reading.appointed(appointments);
  reading.pairs();
  if (wanting.eaten) reading.eaten(now);
  if (wanting.ate) reading.eaten(*wanting.ate);
  if (wanting.emptied) reading.emptied(*wanting.emptied);
  // The newest order says where the patient is now.
  reading.basis.source = source.value_or(Source::outpatient);
  const auto& planning = reading.basis.planning;
  if (with_places)
    reading.free(
        devices_.free_places(snapshot, reading.basis.source, planning.today, planning.days, now));
  else
    reading.judged_later();
  if (with_places)
    for (const auto& item : own) reading.own(item);
  reading.wishes(wishes);
  return std::move(reading.basis);
}

}  // namespace yuyue::exams
