// Plans of all of a patient's examinations: choices, taking one, changing it.
#include <algorithm>

#include "api/exam_own_changes.hpp"
#include "api/exam_repairs.hpp"
#include "api/exam_returns.hpp"
#include "api/own_exams.hpp"
#include "yuyue/api/planning_gate.hpp"
#include "yuyue/planner/first_fit.hpp"

namespace yuyue::api {
namespace {

constexpr std::size_t kReason = 200;
/// Long enough for the hardest instances; what is not proven by then says so.
constexpr std::chrono::milliseconds kPatience{1500};

std::chrono::steady_clock::time_point deadline() {
  return std::chrono::steady_clock::now() + kPatience;
}

struct Wanted {
  PersonId person;
  exams::Wanting wanting{};
  exams::PlanWishes wishes{};
};

Result<exams::PlanBasis> read_basis(const Services& services, const Call& call,
                                    const Wanted& wanted) {
  return services.database.read([&](store::Snapshot& snapshot) -> Result<exams::PlanBasis> {
    if (auto fine = may_plan_for(services, snapshot, call, wanted.person); !fine)
      return fine.error();
    return services.exam_plans.basis(snapshot, wanted.person, wanted.wanting, wanted.wishes,
                                     appointed(snapshot, wanted.person, call.now), true, call.now);
  });
}

Json shown(const Services& services, PersonId person, const auto& show) {
  return services.database.read([&](store::Snapshot& snapshot) {
    const ExamNames names(snapshot);
    const ExamPlaces places(snapshot);
    return Json(show(ExamPlanView(services, snapshot, names, places, person)));
  });
}

Json shown(const Services& services, const Call& call, const ExamPlanView& view,
           const ExamConflicts& conflicts, const exams::Plan& plan) {
  auto out = view.plan(plan);
  out["conflicts"] = conflicts.of(view, plan);
  add_change_limits(services, call, plan, out);
  return out;
}
Json shown(const Services& services, const Call& call, store::Snapshot& snapshot,
           const exams::Plan& plan) {
  const ExamNames names(snapshot);
  const ExamPlaces places(snapshot);
  const ExamConflicts conflicts(services, snapshot, plan.person, call.now);
  return shown(services, call, ExamPlanView(services, snapshot, names, places, plan.person),
               conflicts, plan);
}

/// Planning is costly: nobody asks for it without end.
Result<void> ask(const Services& services, const Call& call) {
  return services.planning_gate.ask(access::principal_key(call.principal),
                                    call.principal.member().has_value(), call.now);
}

/// Reads, plans on a worker, and writes down what there is to choose from.
boost::asio::awaitable<Result<Json>> choices(const Services& services, const Call& call,
                                             Wanted wanted) {
  const auto basis = read_basis(services, call, wanted);
  if (!basis) co_return basis.error();
  exams::PlanPreview preview;
  std::function<void()> work = [&] {
    preview = exams::preview_of(*basis, deadline());
  };
  if (!co_await on_planner(services, work)) co_return Refusal("busy");
  co_return shown(services, wanted.person,
                  [&](const ExamPlanView& view) { return view.preview(*basis, preview); });
}

/// What of a plan would no longer be where it is: the one that is changed, and those that move.
std::vector<exams::Arranged> touched(const exams::Plan& plan, ExamOrderId changed,
                                     const std::vector<exams::Arranged>& wanted) {
  auto out = plan.booked();
  std::erase_if(out, [&](const exams::Arranged& at) {
    return at.order != changed && std::ranges::find(wanted, at) != wanted.end();
  });
  return out;
}

exams::PlanChange read_change(Input& in) {
  exams::PlanChange out;
  out.what = in.one_of("what", &exams::plan_change_from);
  out.order = in.id<ExamOrderId>("orderId");
  return out;
}

}  // namespace

LaterAnswer preview_exam_plan_of(const Services& services, const Call& call, PersonId person,
                                 Input& in) {
  Wanted wanted{.person = person};
  if (in.has("orderIds")) wanted.wanting.only = in.ids<ExamOrderId>("orderIds");
  wanted.wishes = read_wishes(in);
  // Who has not said so may have eaten until now.
  wanted.wanting.eaten = !in.flag("fasted", false);
  if (auto bad = in.finish()) co_return *bad;
  if (auto fine = ask(services, call); !fine) co_return fine.error();
  const auto preview = co_await choices(services, call, wanted);
  if (!preview) co_return preview.error();
  co_return json(200, *preview);
}

LaterAnswer preview_exam_plan(const Services& services, const Call& call) {
  Input in(call.request);
  const auto person = in.id<PersonId>("personId");
  co_return co_await preview_exam_plan_of(services, call, person, in);
}

LaterAnswer take_exam_plan_of(const Services& services, const Call& call, PersonId person,
                              Input& in) {
  Wanted wanted{.person = person};
  const auto items = read_arranged(in);
  wanted.wishes = read_wishes(in);
  const bool fasted = in.flag("fasted", false);
  if (auto bad = in.finish()) co_return *bad;
  for (const auto& item : items) wanted.wanting.only.push_back(item.order);
  const auto basis = read_basis(services, call, {wanted.person, wanted.wanting});
  if (!basis) co_return basis.error();
  // What a desk would have got by hand: the planner's worth is counted against it.
  std::optional<int> by_hand;
  std::function<void()> work = [&] {
    if (const auto plan = planner::first_fit(exams::planning::problem_of(basis->planning)))
      by_hand = exams::visits_of(*plan);
  };
  co_await on_worker(services, work);
  Work take = [&](store::Transaction& tx) -> Result<Json> {
    if (auto fine = may_plan_for(services, tx, call, wanted.person); !fine) return fine.error();
    const auto plan = services.exam_plans.take(tx, wanted.person, items, by_hand,
                                               appointed(tx, wanted.person, call.now),
                                               access::actor_of(call.principal), call.now);
    if (!plan) return plan.error();
    return shown(services, call, tx, *plan);
  };
  auto taken = co_await write_once(services, call, 201, take);
  if (taken || taken.error().code != "exam-place-gone") co_return taken;
  // Somebody was quicker: planned again, shown again.
  wanted.wanting.eaten = !fasted;
  const auto again = co_await choices(services, call, wanted);
  if (!again) co_return again.error();
  co_return problem(call.request, taken.error(), Json{{"preview", *again}});
}

LaterAnswer take_exam_plan(const Services& services, const Call& call) {
  Input in(call.request);
  const auto person = in.id<PersonId>("personId");
  co_return co_await take_exam_plan_of(services, call, person, in);
}

LaterAnswer list_exam_plans(const Services& services, const Call& call) {
  const auto person = query_id<PersonId>(call.request, "personId");
  if (!person) co_return person.error();
  if (!*person) co_return Refusal("query-too-wide");
  const auto body = services.database.read([&](store::Snapshot& snapshot) -> Result<Json> {
    if (auto fine = may_plan_for(services, snapshot, call, **person); !fine) return fine.error();
    const ExamNames names(snapshot);
    const ExamPlaces places(snapshot);
    const ExamPlanView view(services, snapshot, names, places, **person);
    const ExamConflicts conflicts(services, snapshot, **person, call.now);
    Json items = Json::array();
    for (const auto& plan : exams::plans_of(snapshot, **person))
      items.push_back(shown(services, call, view, conflicts, plan));
    return Json{{"items", std::move(items)}};
  });
  if (!body) co_return body.error();
  co_return co_await exams_seen(services, call, **person, "exam-plans-seen", *body);
}

LaterAnswer show_exam_plan(const Services& services, const Call& call) {
  std::optional<PersonId> person;
  const auto body = services.database.read([&](store::Snapshot& snapshot) -> Result<Json> {
    const auto plan = visible_exam_plan(services, snapshot, call);
    if (!plan) return plan.error();
    person = plan->person;
    return shown(services, call, snapshot, *plan);
  });
  if (!body) co_return body.error();
  co_return co_await exams_seen(services, call, *person, "exam-plans-seen", *body);
}

LaterAnswer preview_exam_plan_change(const Services& services, const Call& call) {
  Input in(call.request);
  const auto change = read_change(in);
  const auto wishes = read_wishes(in);
  if (auto bad = in.finish()) co_return *bad;
  if (auto fine = ask(services, call); !fine) co_return fine.error();
  const auto plan = services.database.read(
      [&](store::Snapshot& snapshot) { return visible_exam_plan(services, snapshot, call); });
  if (!plan) co_return plan.error();
  const auto target = touched(*plan, change.order, plan->booked());
  if (auto fine = may_change_exams(services, call, target, change.what); !fine)
    co_return fine.error();
  const Wanted wanted{plan->person, exams::wanting(plan->id, change), wishes};
  const auto basis = read_basis(services, call, wanted);
  if (!basis) co_return basis.error();
  exams::ChangePreview preview;
  std::function<void()> work = [&] {
    preview = exams::changed(*basis, plan->booked(), change, deadline());
  };
  if (!co_await on_planner(services, work)) co_return Refusal("busy");
  co_return json(200, shown(services, plan->person, [&](const ExamPlanView& view) {
                   return view.change(*basis, preview);
                 }));
}

LaterAnswer change_exam_plan(const Services& services, const Call& call) {
  Input in(call.request);
  auto change = read_change(in);
  change.reason = in.maybe_text("reason", kReason).value_or("");
  const auto version = in.version();
  const auto items = read_arranged(in);
  if (auto bad = in.finish()) co_return *bad;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto plan = visible_exam_plan(services, tx, call);
    if (!plan) return plan.error();
    const auto moved = touched(*plan, change.order, items);
    if (auto fine = may_change_exams(services, call, moved, change.what); !fine)
      return fine.error();
    const auto changed = services.exam_plans.change(tx, plan->id, version, change, items,
                                                    appointed(tx, plan->person, call.now),
                                                    access::actor_of(call.principal), call.now);
    if (!changed) return changed.error();
    if (change.what == exams::PlanChange::What::cancel)
      exam_not_awaited(services, tx, call, change.order);
    return shown(services, call, tx, *changed);
  };
  co_return co_await write_once(services, call, 200, work);
}

LaterAnswer give_exam_plan_up(const Services& services, const Call& call) {
  Input in(call.request);
  const auto reason = in.maybe_text("reason", kReason).value_or("");
  const auto version = in.version();
  if (auto bad = in.finish()) co_return *bad;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto plan = visible_exam_plan(services, tx, call);
    if (!plan) return plan.error();
    auto to_come = plan->booked();
    std::erase_if(to_come, [&](const exams::Arranged& at) {
      return services.time.at(at.day, at.start) <= call.now;
    });
    const auto what = exams::PlanChange::What::cancel;
    if (auto fine = may_change_exams(services, call, to_come, what); !fine) return fine.error();
    const auto left = services.exam_plans.give_up(tx, plan->id, version, reason,
                                                  access::actor_of(call.principal), call.now);
    if (!left) return left.error();
    return shown(services, call, tx, *left);
  };
  co_return co_await write_once(services, call, 200, work);
}

}  // namespace yuyue::api
