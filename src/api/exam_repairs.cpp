#include "api/exam_repairs.hpp"

#include <algorithm>

#include "api/people_shown.hpp"

namespace yuyue::api {
namespace {

using exams::planning::LooseEnd;

constexpr std::chrono::milliseconds kPatience{1500};
constexpr int kTries = 3, kMostShown = 200;

exams::Repairs repairs_with(const Services& services) {
  return {services.exam_orders.environment(), services.exam_orders, services.exam_plans};
}

exams::RepairBasis read_basis(const Services& services, PersonId person, Instant now) {
  return services.database.read([&](store::Snapshot& snapshot) {
    return repairs_with(services).basis(snapshot, person, appointed(snapshot, person, now), now);
  });
}

using Moved = std::vector<exams::Arranged>;
using MaybeMoved = std::optional<Moved>;

std::string words(const exams::RepairBasis& seen, const MaybeMoved& wanted, const Moved& moved) {
  if (wanted && !moved.empty())
    return "【检查预约】因有一项检查没能按原计划做，您的检查改到 " + exam_times(moved) +
           "，其余不变。准备要求请在“我的检查”中查看。如不方便，请联系服务台。";
  const bool known = std::ranges::all_of(
      seen.repairs, [](const exams::Repair& one) { return one.tried_at.has_value(); });
  if (wanted || known) return {};
  return "【检查预约】因有一项检查没能按原计划做，您的检查需要重新安排，暂时没有合适的时间，请联系"
         "服务台。抱歉。";
}

/// In one transaction: the new times and the message, or that there are none.
Result<Moved> settle(const Services& services, store::Transaction& tx,
                     const exams::RepairBasis& seen, const MaybeMoved& wanted,
                     const access::Actor& by, Instant now) {
  const auto moved =
      repairs_with(services).settle(tx, seen, wanted, appointed(tx, seen.person, now), by, now);
  if (!moved || seen.repairs.empty()) return moved;
  if (const auto text = words(seen, wanted, *moved); !text.empty())
    owe_exam_notice(services, tx, seen.person, seen.repairs.front().plan, text, now);
  return moved;
}

Json replanned_json(const Services& services, PersonId person, std::string_view state,
                    const Moved& moved, Instant now) {
  return services.database.read([&](store::Snapshot& snapshot) {
    const ExamNames names(snapshot);
    const ExamPlaces places(snapshot);
    const ExamPlanView view(services, snapshot, names, places, person);
    return Json{{"state", state},
                {"items", view.items(moved)},
                {"conflicts", ExamConflicts(services, snapshot, person, now).all(view)}};
  });
}

struct Sentence {
  std::string_view rule, zh, en;
};
constexpr Sentence kClauses[] = {
    {"place", "两项的时间冲突，或路上来不及", "The two overlap, or the way between is too long"},
    {"stomach", "空腹和进餐的要求冲突", "Fasting and eating are in each other's way"},
    {"bladder", "憋尿和禁水的要求冲突", "A full bladder and the other's needs do not go together"},
    {"need", "另一项要先做，它还没有时间", "The other one is needed for it and has no time yet"}};

}  // namespace

std::string exam_times(const std::vector<exams::Arranged>& all) {
  std::string times;
  for (const auto& at : all) {
    const auto day = format_day(at.day);
    times += (times.empty() ? "" : "、") + day.substr(5, 2) + "月" + day.substr(8, 2) + "日 " +
             format_minute(at.start);
  }
  return times;
}

void owe_exam_notice(const Services& services, store::Transaction& tx, PersonId id, ExamPlanId plan,
                     std::string text, Instant now) {
  const auto person = services.patients.person(tx, id);
  if (!person || person->phone.empty()) return;
  services.outbox.owe(tx,
                      {.to = person->phone,
                       .text = std::move(text),
                       .void_at = now + std::chrono::hours{72},
                       .about_kind = std::string(ExamPlanKind::kPrefix),
                       .about_id = plan.value},
                      now);
}

// Somebody else may be quicker, at a place or at the same plan: then once more.
boost::asio::awaitable<Json> exams_planned_anew(const Services& services, const Call& call,
                                                PersonId person) {
  for (int n = 0; n < kTries; ++n) {
    const auto seen = read_basis(services, person, call.now);
    if (seen.repairs.empty()) co_return Json();
    MaybeMoved wanted;
    std::function<void()> plan = [&] {
      wanted = exams::repaired(seen, std::chrono::steady_clock::now() + kPatience);
    };
    if (!co_await on_planner(services, plan)) break;
    Moved moved;
    Work work = [&](store::Transaction& tx) -> Result<Json> {
      const auto done =
          settle(services, tx, seen, wanted, access::actor_of(call.principal), call.now);
      if (!done) return done.error();
      moved = *done;
      return Json();
    };
    const auto settled = co_await write(services, call, 204, work);
    if (settled)
      co_return replanned_json(services, person, wanted ? "taken" : "none", moved, call.now);
  }
  co_return replanned_json(services, person, "later", {}, call.now);
}

bool settle_exam_repairs(const Services& services, PersonId person, Instant now) {
  const auto seen = read_basis(services, person, now);
  const auto wanted = exams::repaired(seen, std::chrono::steady_clock::now() + kPatience);
  const auto done = services.database.write_now(
      store::Lane::housekeeping, [&](store::Transaction& tx) -> Result<bool> {
        const auto moved = settle(services, tx, seen, wanted, {.kind = "system"}, now);
        if (!moved) return moved.error();
        return true;
      });
  return done.has_value();
}

ExamConflicts::ExamConflicts(const Services& services, store::Snapshot& snapshot, PersonId person,
                             Instant now) {
  const auto plans = exams::plans_of(snapshot, person);
  if (std::ranges::all_of(plans, [](const exams::Plan& plan) { return plan.booked().empty(); }))
    return;
  auto seen =
      repairs_with(services).as_it_is(snapshot, person, appointed(snapshot, person, now), now);
  ends_ = seen.loose_ends();
  basis_ = std::move(seen.basis);
}

Json ExamConflicts::one(const ExamPlanView& view, const LooseEnd& end) const {
  const auto order_json = [&](std::int64_t order, std::string_view what) {
    const ExamOrderId id{order};
    return Json{{"what", what},
                {"orderId", to_string(id)},
                {"exam", view.names.of(view.orders.at(id).exam)}};
  };
  const ExamOrderId id{end.order};
  Json out{{"orderId", to_string(id)},
           {"exam", view.names.of(view.orders.at(id).exam)},
           {"rule", end.rule},
           {"note", ""},
           {"noteEn", ""}};
  if (const auto note = basis_.notes.find(end.rule); note != basis_.notes.end())
    out["note"] = note->second.first, out["noteEn"] = note->second.second;
  for (const auto& clause : kClauses)
    if (clause.rule == end.rule) out["note"] = clause.zh, out["noteEn"] = clause.en;
  if (end.other) out["with"] = order_json(*end.other, "planned");
  if (end.missing) out["with"] = order_json(*end.missing, "waiting");
  if (end.standing) out["with"] = view.standing(basis_.planning, *end.standing);
  return out;
}

Json ExamConflicts::of(const ExamPlanView& view, const exams::Plan& plan) const {
  Json out = Json::array();
  for (const auto& at : plan.booked())
    for (const auto& end : ends_)
      if (end.order == at.order.value) out.push_back(one(view, end));
  return out;
}

Json ExamConflicts::all(const ExamPlanView& view) const {
  Json out = Json::array();
  for (const auto& end : ends_) out.push_back(one(view, end));
  return out;
}

// Staff help these patients: what could not be made good by itself.
LaterAnswer list_exam_repairs(const Services& services, const Call& call) {
  const auto body = services.database.read([&](store::Snapshot& snapshot) {
    const ExamNames names(snapshot);
    const auto all = exams::all_repairs(snapshot, kMostShown);
    std::vector<PersonId> ids;
    for (const auto& one : all) ids.push_back(one.person);
    const PeopleShown people(services, snapshot, call, ids);
    Json items = Json::array();
    for (const auto& one : all) {
      const auto order = exams::find_order(snapshot, services.vault, one.order).value();
      items.push_back({{"planId", to_string(one.plan)},
                       {"orderId", to_string(one.order)},
                       {"exam", names.of(order.exam)},
                       {"person", people.of(one.person)},
                       {"cause", exams::name_of(one.cause)},
                       {"reason", order.reason},
                       {"since", services.time.rfc3339(one.since)},
                       {"tried", one.tried_at.has_value()}});
    }
    return Json{{"items", std::move(items)}};
  });
  Work record = [&](store::Transaction& tx) -> Result<Json> {
    services.audit.record(tx, call.principal,
                          {.action = "exam-repairs-seen", .subject = {}, .details = {}, .note = {}},
                          call.now);
    return Json();
  };
  if (auto recorded = co_await write(services, call, 204, record); !recorded)
    co_return recorded.error();
  co_return json(200, body);
}

}  // namespace yuyue::api
