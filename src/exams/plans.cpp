#include "yuyue/exams/plans.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "exams/plan_records.hpp"
#include "exams/repair_records.hpp"
#include "exams/worklist_records.hpp"
#include "yuyue/exams/catalogue.hpp"
#include "yuyue/exams/rules.hpp"

namespace yuyue::exams {
namespace {

constexpr std::size_t kMostItems = 30;

Refusal not_found(std::string_view what) {
  return Refusal("not-found").with("what", what);
}

int days_of(const std::vector<Arranged>& all) {
  std::set<Day> days;
  for (const auto& one : all) days.insert(one.day);
  return static_cast<int>(days.size());
}

/// Where an order has its place, or had it last. `plans`: the newest first.
std::pair<const Plan*, const PlanItem*> last_place(const std::vector<Plan>& plans,
                                                   ExamOrderId order) {
  std::pair<const Plan*, const PlanItem*> last{};
  for (const auto& plan : plans)
    for (const auto& item : plan.items) {
      if (item.at.order != order) continue;
      if (item.state != PlanItem::State::freed) return {&plan, &item};
      if (!last.first) last = {&plan, &item};
    }
  return last;
}

/// Whoever made the arrangement: it is looked at anew, every clause of it.
Result<void> holds(const PlanBasis& basis, const std::vector<Arranged>& wanted) {
  const auto at = basis.assignments(wanted);
  if (!at) return Refusal("exam-plan-invalid").with("why", "not-open");
  std::set<ExamOrderId> orders;
  for (const auto& one : wanted)
    if (!orders.insert(one.order).second) return Refusal("exam-plan-invalid").with("why", "twice");
  const auto broken = planning::broken(basis.planning, *at);
  if (!broken.empty()) return Refusal("exam-plan-invalid").with("why", broken.front());
  return {};
}

}  // namespace

/// New rows for `wanted`, and their places: all or none.
Result<void> Plans::put(store::Transaction& tx, ExamPlanId plan,
                        const std::vector<Arranged>& wanted, Source source, const access::Actor& by,
                        Instant now) const {
  std::vector<TakenPlaces> places;
  for (const auto& at : wanted) {
    auto order = find_order(tx, *env_.vault, at.order).value();
    const auto exam = find_exam(tx, order.exam).value();
    const PlanItem item{.id = env_.ids->next<ExamPlaceId>(),
                        .at = at,
                        .length = exam.length,
                        .device_time = exam.device_time,
                        .recovery = exam.recovery};
    records::insert(tx, plan, item);
    orders_.become(tx, order, OrderState::planned, "", by, now);
    places.push_back({.holder = item.id.value,
                      .device = at.device,
                      .day = at.day,
                      .slot = static_cast<int>(at.start.count()) / planner::kSlotMinutes,
                      .slots = rules::slots_of(exam),
                      .source = source});
  }
  return devices_.take_places(tx, std::move(places), now);
}

void Plans::free(store::Transaction& tx, const PlanItem& item, OrderState becomes,
                 const std::string& reason, const access::Actor& by, Instant now) const {
  devices_.give_places_back(tx, item.id.value);
  records::leave_line(tx, env_, item.id, by, now);
  records::set_state(tx, item.id, PlanItem::State::freed);
  auto order = find_order(tx, *env_.vault, item.at.order).value();
  orders_.become(tx, order, becomes, reason, by, now);
}

Result<Plan> Plans::take(store::Transaction& tx, PersonId person,
                         const std::vector<Arranged>& wanted, std::optional<int> first_fit_days,
                         const std::vector<Appointed>& appointments, const access::Actor& by,
                         Instant now) const {
  if (wanted.empty() || wanted.size() > kMostItems)
    return Refusal("required").with("name", "items").at("/items");
  Wanting wanting;
  for (const auto& one : wanted) wanting.only.push_back(one.order);
  const auto known = basis(tx, person, wanting, {}, appointments, false, now);
  if (auto fine = holds(known, wanted); !fine) return fine.error();
  const Plan plan{.id = env_.ids->next<ExamPlanId>(),
                  .version = 1,
                  .person = person,
                  .taken_at = now,
                  .days = days_of(wanted),
                  .first_fit_days = first_fit_days,
                  .items = {}};
  records::insert(tx, plan);
  if (auto put_down = put(tx, plan.id, wanted, known.source, by, now); !put_down)
    return put_down.error();
  records::try_again(tx, plan.id);
  if (env_.journal)
    env_.journal->record(
        tx, by,
        {.what = "exam-plan-taken",
         .subject = plan.id,
         .details = {{"person", to_string(person)}, {"items", std::to_string(wanted.size())}}},
        now);
  return find_plan(tx, plan.id).value();
}

Result<Plan> Plans::change(store::Transaction& tx, ExamPlanId id, std::int64_t version,
                           const PlanChange& change, const std::vector<Arranged>& wanted,
                           const std::vector<Appointed>& appointments, const access::Actor& by,
                           Instant now) const {
  const auto plan = find_plan(tx, id);
  if (!plan) return not_found("exam-plan");
  const auto now_is = plan->booked();
  if (std::ranges::find(now_is, change.order, &Arranged::order) == now_is.end())
    return Refusal("exam-not-planned");
  const auto known = basis(tx, plan->person, wanting(id, change), {}, appointments, false, now);
  if (auto fine = holds(known, wanted); !fine) return fine.error();
  // What is left of the plan is planned as a whole: nothing is lost on the way.
  if (wanted.size() != known.planning.wanted.size())
    return Refusal("exam-plan-invalid").with("why", "incomplete");
  if (!records::raise_version(tx, id, version)) return Refusal("changed-meanwhile");
  std::vector<Arranged> moved;
  for (const auto& one : wanted)
    if (std::ranges::find(now_is, one) == now_is.end()) moved.push_back(one);
  for (const auto& item : plan->items) {
    if (item.state != PlanItem::State::booked) continue;
    const bool target = item.at.order == change.order;
    if (target && change.what == PlanChange::What::cancel)
      free(tx, item, OrderState::cancelled, change.reason, by, now);
    else if (target && change.what == PlanChange::What::not_prepared)
      free(tx, item, OrderState::failed_preparation, change.reason, by, now);
    else if (std::ranges::find(moved, item.at.order, &Arranged::order) != moved.end())
      free(tx, item, OrderState::ordered, change.reason, by, now);
  }
  if (auto put_down = put(tx, id, moved, known.source, by, now); !put_down) return put_down.error();
  records::try_again(tx, id);
  if (env_.journal)
    env_.journal->record(tx, by,
                         {.what = "exam-plan-changed",
                          .subject = id,
                          .details = {{"how", std::string(name_of(change.what))},
                                      {"order", to_string(change.order)},
                                      {"moved", std::to_string(moved.size())}},
                          .note = change.reason},
                         now);
  return find_plan(tx, id).value();
}

Result<void> Plans::rearrange(store::Transaction& tx, PersonId person, const Wanting& wanting,
                              const std::vector<Arranged>& wanted,
                              const std::vector<Appointed>& appointments, const access::Actor& by,
                              Instant now) const {
  const auto known = basis(tx, person, wanting, {}, appointments, false, now);
  if (auto fine = holds(known, wanted); !fine) return fine.error();
  if (wanted.size() != known.planning.wanted.size())
    return Refusal("exam-plan-invalid").with("why", "incomplete");
  std::map<ExamPlanId, std::vector<Arranged>> moved;
  std::map<ExamPlanId, std::int64_t> versions;
  const auto plans = plans_of(tx, person);
  for (const auto& at : wanted) {
    const auto [plan, item] = last_place(plans, at.order);
    if (!plan) return Refusal("exam-plan-invalid").with("why", "no-plan");
    const bool has_place = item->state == PlanItem::State::booked;
    if (has_place && item->at == at) continue;
    moved[plan->id].push_back(at);
    versions[plan->id] = plan->version;
    if (has_place) free(tx, *item, OrderState::ordered, "", by, now);
  }
  // First all is given back: what goes may go where another comes from.
  for (const auto& [plan, places] : moved) {
    records::raise_version(tx, plan, versions.at(plan));
    if (auto put_down = put(tx, plan, places, known.source, by, now); !put_down)
      return put_down.error();
    if (env_.journal)
      env_.journal->record(tx, by,
                           {.what = "exam-plan-changed",
                            .subject = plan,
                            .details = {{"how", "repair"},
                                        {"order", to_string(places.front().order)},
                                        {"moved", std::to_string(places.size())}}},
                           now);
  }
  return {};
}

Result<Plan> Plans::give_up(store::Transaction& tx, ExamPlanId id, std::int64_t version,
                            const std::string& reason, const access::Actor& by, Instant now) const {
  const auto plan = find_plan(tx, id);
  if (!plan) return not_found("exam-plan");
  std::vector<PlanItem> to_come;
  for (const auto& item : plan->items)
    if (item.state == PlanItem::State::booked && env_.time->at(item.at.day, item.at.start) > now)
      to_come.push_back(item);
  if (to_come.empty()) return Refusal("exam-not-planned");
  if (!records::raise_version(tx, id, version)) return Refusal("changed-meanwhile");
  for (const auto& item : to_come) free(tx, item, OrderState::ordered, reason, by, now);
  records::try_again(tx, id);
  if (env_.journal)
    env_.journal->record(tx, by,
                         {.what = "exam-plan-given-up",
                          .subject = id,
                          .details = {{"items", std::to_string(to_come.size())}},
                          .note = reason},
                         now);
  return find_plan(tx, id).value();
}

}  // namespace yuyue::exams
