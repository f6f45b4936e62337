// Orders of examinations, the questionnaire, and what somebody has had elsewhere.
#include <algorithm>

#include "api/exam_repairs.hpp"
#include "api/exam_returns.hpp"
#include "api/own_exams.hpp"
#include "yuyue/exams/performing.hpp"

namespace yuyue::api {
namespace {

constexpr std::size_t kMostOrders = 20, kCode = 40, kBodyPart = 60, kNumber = 64, kReason = 200;

/// An order as a request has it; the examination by its code, as hospital systems know it.
struct GivenOrder {
  std::string code;
  exams::NewOrder order;
};

GivenOrder read_order(Input& in, const Json& object) {
  Input one(object, "/orders");
  GivenOrder out;
  out.code = one.text("exam", kCode);
  out.order.body_part = one.maybe_text("bodyPart", kBodyPart).value_or("");
  out.order.urgency =
      one.maybe_one_of("urgency", &exams::urgency_from).value_or(exams::Urgency::routine);
  out.order.needed_by = one.maybe_day("neededBy");
  out.order.external = one.maybe_text("externalNumber", kNumber).value_or("");
  in.wrong_inside(one.finish());
  return out;
}

/// A bundle's examinations as orders, each like `pattern`.
Result<std::vector<exams::NewOrder>> orders_in(store::Snapshot& snapshot,
                                               const std::vector<GivenOrder>& given,
                                               const std::string& bundle,
                                               const exams::NewOrder& pattern) {
  std::vector<exams::NewOrder> out;
  for (const auto& one : given) {
    const auto exam = exams::find_exam(snapshot, one.code);
    if (!exam) return Refusal("unknown-reference").with("name", "exam").with("value", one.code);
    out.push_back(one.order);
    out.back().exam = exam->id;
  }
  if (bundle.empty()) return out;
  const auto all = exams::bundles(snapshot);
  const auto found = std::ranges::find(all, bundle, &exams::Bundle::code);
  if (found == all.end() || !found->active)
    return Refusal("unknown-reference").with("name", "bundle").at("/bundle");
  for (const auto exam : found->exams) {
    // Given by itself as well, with its own part of the body or date: that one is meant.
    if (std::ranges::find(out, exam, &exams::NewOrder::exam) != out.end()) continue;
    out.push_back(pattern);
    out.back().exam = exam;
    const auto part = found->body_parts.find(exam);
    if (part != found->body_parts.end()) out.back().body_part = part->second;
  }
  return out;
}

/// Who has ordered, and whose places are taken.
struct Origin {
  std::optional<AppointmentId> visit;
  std::optional<PractitionerId> practitioner;
  std::optional<DepartmentId> department;
  exams::Source comes_from = exams::Source::outpatient;
};

Origin read_origin(Input& in) {
  Origin out;
  out.visit = in.maybe_id<AppointmentId>("appointmentId");
  out.practitioner = in.maybe_id<PractitionerId>("practitionerId");
  out.department = in.maybe_id<DepartmentId>("departmentId");
  out.comes_from =
      in.maybe_one_of("comesFrom", &exams::source_from).value_or(exams::Source::outpatient);
  return out;
}

/// What nobody has said is known from the visit, or from whose account it is.
Result<void> complete(const Services& services, store::Snapshot& snapshot, const Call& call,
                      PersonId person, Origin& origin) {
  if (origin.practitioner && !booking::find_practitioner(snapshot, *origin.practitioner))
    return Refusal("unknown-reference").with("name", "practitionerId").at("/practitionerId");
  if (origin.department && !booking::find_department(snapshot, *origin.department))
    return Refusal("unknown-reference").with("name", "departmentId").at("/departmentId");
  if (origin.visit) {
    const auto visit = booking::find_appointment(snapshot, *origin.visit);
    if (!visit || visit->person != person)
      return Refusal("appointment-not-theirs").at("/appointmentId");
    if (!origin.practitioner) origin.practitioner = visit->practitioner;
    if (!origin.department) origin.department = visit->department;
  }
  const auto account = call.principal.account();
  if (!origin.practitioner && account)
    if (const auto found = services.accounts.find(snapshot, *account))
      origin.practitioner = found->practitioner;
  return {};
}

exams::OrderSource source_of(const Call& call) {
  const auto& principal = call.principal;
  if (principal.kind == access::PrincipalKind::key) return exams::OrderSource::system;
  return principal.may(access::Permission::book_exams) ? exams::OrderSource::desk
                                                       : exams::OrderSource::clinician;
}

LaterAnswer decide(const Services& services, const Call& call, auto decision) {
  Input in(call.request);
  const auto reason = in.maybe_text("reason", kReason).value_or("");
  if (auto bad = in.finish()) co_return *bad;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto done = decision(tx, reason);
    if (!done) return done.error();
    exam_not_awaited(services, tx, call, done->id);
    const ExamNames names(tx);
    const auto sheet = services.exam_orders.sheet_of(tx, done->person, call.now);
    return exam_order_json(services, tx, names, sheet, *done, call.now);
  };
  co_return co_await write_once(services, call, 200, work);
}

}  // namespace

LaterAnswer add_exam_orders(const Services& services, const Call& call) {
  Input in(call.request);
  const auto person = in.id<PersonId>("personId");
  std::vector<GivenOrder> given;
  if (in.has("orders"))
    for (const auto& object : in.objects("orders", kMostOrders))
      given.push_back(read_order(in, object));
  const auto bundle = in.maybe_text("bundle", kCode).value_or("");
  exams::NewOrder pattern;
  pattern.urgency =
      in.maybe_one_of("urgency", &exams::urgency_from).value_or(exams::Urgency::routine);
  pattern.needed_by = in.maybe_day("neededBy");
  auto origin = read_origin(in);
  if (auto bad = in.finish()) co_return *bad;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    if (auto fine = may_plan_for(services, tx, call, person); !fine) return fine.error();
    auto list = orders_in(tx, given, bundle, pattern);
    if (!list) return list.error();
    if (auto fine = complete(services, tx, call, person, origin); !fine) return fine.error();
    for (auto& one : *list) {
      one.practitioner = origin.practitioner;
      one.department = origin.department;
      one.comes_from = origin.comes_from;
    }
    const auto ordered = services.exam_orders.order(tx, person, *list, source_of(call),
                                                    access::actor_of(call.principal), call.now);
    if (!ordered) return ordered.error();
    return exam_orders_json(services, tx, person, ordered->orders, call.now);
  };
  co_return co_await write_once(services, call, 201, work);
}

LaterAnswer list_exam_orders(const Services& services, const Call& call) {
  const auto person = query_id<PersonId>(call.request, "personId");
  if (!person) co_return person.error();
  if (!*person) co_return Refusal("query-too-wide");
  const bool all = call.request.query_or("state", "open") == "all";
  const auto shown = services.database.read([&](store::Snapshot& snapshot) -> Result<Json> {
    if (auto fine = may_plan_for(services, snapshot, call, **person); !fine) return fine.error();
    const auto orders = exams::orders_of(snapshot, services.vault, **person, !all);
    auto out = exam_orders_json(services, snapshot, **person, orders, call.now);
    out["appointments"] = planned_around_json(snapshot, **person, call.now);
    if (!call.principal.member())
      for (std::size_t i = 0; i < orders.size(); ++i)
        add_exam_order_events(services, snapshot, orders[i], out["items"][i]);
    return out;
  });
  if (!shown) co_return shown.error();
  co_return co_await exams_seen(services, call, **person, "exam-orders-seen", *shown);
}

LaterAnswer leave_exam_out(const Services& services, const Call& call) {
  co_return co_await decide(services, call, [&](store::Transaction& tx, const std::string& why) {
    return services.exam_orders.leave_out(tx, call.id<ExamOrderId>("order"), why,
                                          access::actor_of(call.principal), call.now);
  });
}

LaterAnswer cancel_exam_order(const Services& services, const Call& call) {
  co_return co_await decide(services, call, [&](store::Transaction& tx, const std::string& why) {
    return services.exam_orders.cancel(tx, call.id<ExamOrderId>("order"), why,
                                       access::actor_of(call.principal), call.now);
  });
}

LaterAnswer finish_exam(const Services& services, const Call& call) {
  std::optional<PersonId> person;
  const auto done =
      co_await decide(services, call, [&](store::Transaction& tx, const std::string&) {
        const auto order = exams::finish(tx, services.exam_orders, services.exam_plans,
                                         call.id<ExamOrderId>("order"),
                                         access::actor_of(call.principal), call.now);
        if (order) person = order->person;
        return order;
      });
  // The same request once more has changed nothing.
  if (done && person) co_await exams_planned_anew(services, call, *person);
  co_return done;
}

exams::Answers read_exam_answers(Input& in) {
  const auto given = in.maybe_object("answers");
  if (!given) in.wrong("answers", "object");
  exams::Answers answers;
  const auto object = given.value_or(Json::object());
  for (const auto& [code, value] : object.items()) {
    if (value.is_boolean())
      answers[code] = value.get<bool>() ? 1 : 0;
    else if (value.is_number_integer() && value >= 0 && value <= 1'000'000)
      answers[code] = value.get<int>();
    else
      in.wrong("answers", "known value");
  }
  return answers;
}

LaterAnswer answer_exam_questions(const Services& services, const Call& call) {
  Input in(call.request);
  const auto person = in.id<PersonId>("personId");
  const auto answers = read_exam_answers(in);
  if (auto bad = in.finish()) co_return *bad;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    if (auto fine = may_plan_for(services, tx, call, person); !fine) return fine.error();
    const auto done = services.exam_orders.answer(tx, person, answers,
                                                  access::actor_of(call.principal), call.now);
    if (!done) return done.error();
    const auto orders = exams::orders_of(tx, services.vault, person, true);
    return exam_orders_json(services, tx, person, orders, call.now);
  };
  co_return co_await write_once(services, call, 200, work);
}

LaterAnswer add_exam_history(const Services& services, const Call& call) {
  Input in(call.request);
  exams::ExamResult result{.person = in.id<PersonId>("personId")};
  const auto code = in.text("exam", kCode);
  result.institution = in.maybe_text("institution", kCode).value_or("");
  result.number = in.maybe_text("number", kNumber).value_or("");
  const auto taken = parse_rfc3339(in.text("takenAt"));
  if (!taken) in.wrong("takenAt", "time");
  if (auto bad = in.finish()) co_return *bad;
  result.taken_at = *taken;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    if (auto fine = may_plan_for(services, tx, call, result.person); !fine) return fine.error();
    const auto exam = exams::find_exam(tx, code);
    if (!exam) return Refusal("unknown-reference").with("name", "exam").with("value", code);
    auto one = result;
    one.exam = exam->id;
    const auto added =
        services.exam_orders.add_result(tx, one, access::actor_of(call.principal), call.now);
    if (!added) return added.error();
    return Json{{"id", to_string(added->id)},
                {"exam", code},
                {"institution", added->institution},
                {"number", added->number},
                {"takenAt", services.time.rfc3339(added->taken_at)}};
  };
  co_return co_await write_once(services, call, 201, work);
}

}  // namespace yuyue::api
