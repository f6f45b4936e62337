// What examinations somebody has had, here and elsewhere, and what follows for those ordered now.
#include <algorithm>

#include "api/exam_order_json.hpp"
#include "yuyue/exams/plans.hpp"
#include "yuyue/exams/recognition.hpp"
#include "yuyue/exams/rules.hpp"

namespace yuyue::api {
namespace {

using std::chrono::minutes;

constexpr std::size_t kReason = 200;

struct Past {
  std::optional<ExamResultId> result{};  ///< none: done here, on an order
  ExamId exam;
  std::string institution{}, number{};
  Instant at{};
};

/// What was put down, and what devices here have done; the newest first.
std::vector<Past> past_of(const Services& services, store::Snapshot& snapshot, PersonId person,
                          const std::vector<exams::Order>& orders) {
  std::vector<Past> out;
  for (const auto& one : exams::results_of(snapshot, person))
    out.push_back({one.id, one.exam, one.institution, one.number, one.taken_at});
  for (const auto& plan : exams::plans_of(snapshot, person))
    for (const auto& item : plan.items) {
      if (item.state != exams::PlanItem::State::done) continue;
      const auto order = std::ranges::find(orders, item.at.order, &exams::Order::id);
      if (order == orders.end()) continue;
      out.push_back({.exam = order->exam, .at = services.time.at(item.at.day, item.at.start)});
    }
  std::ranges::sort(out, std::greater(), &Past::at);
  return out;
}

/// So long after `past` the rule holds an ordered examination back; none: it does not.
std::optional<minutes> holds_back(const exams::Rule& rule, const exams::Exam& past,
                                  ExamId ordered) {
  const bool is_a = rule.a == past.id && rule.b == ordered;
  const bool is_b = rule.b == past.id && rule.a == ordered;
  if (!rule.active || (!is_a && !is_b)) return std::nullopt;
  if (rule.kind == exams::RuleKind::separate) return is_a ? rule.a_first : rule.b_first;
  if (rule.kind == exams::RuleKind::before && is_a) return exams::rules::least_gap(rule, past);
  return std::nullopt;
}

/// Orders that wait, as far as what is past matters for them.
struct Open {
  const Services& services;
  store::Snapshot& snapshot;
  const ExamNames& names;
  std::vector<exams::Order> orders;
  std::vector<exams::Rule> rules;
  Instant now;

  Json covers(const Past& past) const {
    Json out = Json::array();
    for (const auto& order : orders) {
      const auto cover = exams::cover_of(snapshot, services.time, order, services.time.day_of(now));
      if (past.result && cover && cover->result.id == *past.result)
        out.push_back({{"orderId", to_string(order.id)},
                       {"exam", names.of(order.exam)},
                       {"validUntil", format_day(cover->valid_until)}});
    }
    return out;
  }
  Json affects(const Past& past) const {
    Json out = Json::array();
    for (const auto& order : orders)
      for (const auto& rule : rules) {
        const auto gap = holds_back(rule, names.exam(past.exam), order.exam);
        if (!gap || past.at + *gap <= now) continue;
        out.push_back({{"orderId", to_string(order.id)},
                       {"exam", names.of(order.exam)},
                       {"until", services.time.rfc3339(past.at + *gap)},
                       {"note", rule.note},
                       {"noteEn", rule.note_en}});
      }
    return out;
  }
};

Json institution_json(const exams::Recognition& recognition, const std::string& code) {
  const auto known = std::ranges::find(recognition.institutions, code, &exams::Institution::code);
  if (known == recognition.institutions.end()) return Json();
  return {{"code", known->code},
          {"name", known->name},
          {"nameEn", known->name_en},
          {"recognised", known->active}};
}

Json past_json(const Services& services, store::Snapshot& snapshot, PersonId person, Instant now) {
  const ExamNames names(snapshot);
  const auto recognition = exams::recognition(snapshot);
  const auto all = exams::orders_of(snapshot, services.vault, person, false);
  Open open{services, snapshot, names, all, exams::exam_rules(snapshot), now};
  std::erase_if(open.orders, [](const exams::Order& order) { return !order.is_open(); });
  Json items = Json::array();
  for (const auto& past : past_of(services, snapshot, person, all)) {
    Json one{{"exam", names.of(past.exam)},
             {"number", past.number},
             {"takenAt", services.time.rfc3339(past.at)},
             {"covers", open.covers(past)},
             {"affects", open.affects(past)}};
    if (past.result) one["id"] = to_string(*past.result);
    if (!past.institution.empty())
      one["institution"] = institution_json(recognition, past.institution);
    items.push_back(std::move(one));
  }
  return {{"items", std::move(items)}};
}

}  // namespace

LaterAnswer list_past_exams(const Services& services, const Call& call) {
  const auto person = query_id<PersonId>(call.request, "personId");
  if (!person) co_return person.error();
  if (!*person) co_return Refusal("query-too-wide");
  const auto shown = services.database.read([&](store::Snapshot& snapshot) -> Result<Json> {
    if (auto fine = may_plan_for(services, snapshot, call, **person); !fine) return fine.error();
    return past_json(services, snapshot, **person, call.now);
  });
  if (!shown) co_return shown.error();
  co_return co_await exams_seen(services, call, **person, "exam-history-seen", *shown);
}

LaterAnswer remove_past_exam(const Services& services, const Call& call) {
  Input in(call.request);
  const auto reason = in.text("reason", kReason);
  if (auto bad = in.finish()) co_return *bad;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto done = services.exam_orders.remove_result(
        tx, call.id<ExamResultId>("result"), reason, access::actor_of(call.principal), call.now);
    if (!done) return done.error();
    return Json::object();
  };
  co_return co_await write_once(services, call, 200, work);
}

}  // namespace yuyue::api
