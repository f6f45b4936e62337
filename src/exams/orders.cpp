#include "yuyue/exams/orders.hpp"

#include <algorithm>
#include <stdexcept>

#include "exams/order_records.hpp"
#include "yuyue/exams/catalogue.hpp"
#include "yuyue/exams/rules.hpp"
#include "yuyue/patients/service.hpp"

namespace yuyue::exams {
namespace {

constexpr std::size_t kMostAtOnce = 20;
/// How long what is needed beside another counts where nobody has said.
constexpr int kStillCounts = 30;

Refusal not_found(std::string_view what) {
  return Refusal("not-found").with("what", what);
}

/// A number names one thing: what is known by it is not answered under another name.
Refusal somebody_elses(std::string_view field) {
  return Refusal("field-invalid")
      .with("name", field)
      .with("expected", "a number that nobody else's has")
      .at("/" + std::string(field));
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}
/// What is added for another is of the same part.
std::string part_of(const Order& order, const std::optional<Exam>& exam) {
  return exam && exam->asks_body_part ? order.body_part : "";
}

}  // namespace

void Orders::insert(store::Transaction& tx, Order& order, const access::Actor& by,
                    Instant now) const {
  order.id = env_.ids->next<ExamOrderId>();
  order.version = 1;
  order.ordered_at = now;
  records::insert(tx, *env_.vault, order);
  records::add_event(tx, order.id, "ordered", by, now);
  if (!env_.journal) return;
  env_.journal->record(tx, by,
                       {.what = "exam-ordered",
                        .subject = order.id,
                        .details = {{"person", to_string(order.person)},
                                    {"exam", to_string(order.exam)},
                                    {"source", std::string(name_of(order.source))}}},
                       now);
}

Result<void> Orders::check(store::Snapshot& snapshot, PersonId person, const NewOrder& wanted,
                           Instant now) const {
  const auto exam = find_exam(snapshot, wanted.exam);
  if (!exam || !exam->active) return Refusal("unknown-reference").with("name", "exam");
  if (wanted.needed_by && *wanted.needed_by < env_.time->day_of(now))
    return Refusal("field-invalid").with("name", "neededBy").with("expected", "a day to come");
  if (exam->asks_body_part && is_blank(wanted.body_part))
    return Refusal("exam-body-part-needed")
        .with("exam", exam->name)
        .with("code", exam->code)
        .at("/bodyPart");
  for (const auto& other : orders_of(snapshot, *env_.vault, person, true))
    if (other.exam == wanted.exam && other.body_part == wanted.body_part)
      return Refusal("exam-already-ordered").with("exam", exam->name);
  return {};
}

Result<Ordered> Orders::order(store::Transaction& tx, PersonId person,
                              const std::vector<NewOrder>& list, OrderSource source,
                              const access::Actor& by, Instant now) const {
  if (list.empty() || list.size() > kMostAtOnce)
    return Refusal("required").with("name", "orders").at("/orders");
  Ordered out;
  for (const auto& wanted : list) {
    if (!wanted.external.empty()) {
      if (const auto known = records::by_external(tx, wanted.external)) {
        auto order = find_order(tx, *env_.vault, *known).value();
        if (order.person != person) return somebody_elses("externalNumber");
        out.orders.push_back(std::move(order));
        continue;
      }
    }
    if (auto fine = check(tx, person, wanted, now); !fine) return fine.error();
    Order order{.person = person,
                .exam = wanted.exam,
                .body_part = wanted.body_part,
                .urgency = wanted.urgency,
                .needed_by = wanted.needed_by,
                .source = source,
                .external = wanted.external,
                .practitioner = wanted.practitioner,
                .department = wanted.department,
                .comes_from = wanted.comes_from};
    insert(tx, order, by, now);
    out.orders.push_back(order);
  }
  add_needed(tx, person, by, now);
  for (const auto& order : orders_of(tx, *env_.vault, person, true))
    if (order.added && order.ordered_at == now) out.orders.push_back(order);
  return out;
}

// What is added may need something itself: until nothing is missing. Loops of needs end, since what
// has been added is there.
void Orders::add_needed(store::Transaction& tx, PersonId person, const access::Actor& by,
                        Instant now) const {
  const auto sheet = sheet_of(tx, person, now);
  const auto results = results_of(tx, person);
  const auto today = env_.time->day_of(now);
  const auto is_there = [&](const std::vector<Order>& all, ExamId exam) {
    const auto days = records::validity(tx, exam).value_or(kStillCounts);
    const auto counts = [&](Instant at) {
      return env_.time->day_of(at) + date::days{days} >= today;
    };
    return std::ranges::any_of(all,
                               [&](const Order& other) {
                                 if (other.exam != exam) return false;
                                 if (other.state == OrderState::done)
                                   return counts(other.ordered_at);
                                 return other.is_open() || other.state == OrderState::planned ||
                                        other.state == OrderState::left_out;
                               }) ||
           std::ranges::any_of(results, [&](const ExamResult& result) {
             return result.exam == exam && counts(result.taken_at);
           });
  };
  for (bool added = true; added;) {
    added = false;
    for (const auto& order : orders_of(tx, *env_.vault, person, true)) {
      if (!order.is_open()) continue;
      for (const auto& need : rules::needs_of(find_exam(tx, order.exam).value(), sheet.answers)) {
        if (is_there(orders_of(tx, *env_.vault, person, false), need.exam)) continue;
        Order more{.person = person,
                   .exam = need.exam,
                   .body_part = part_of(order, find_exam(tx, need.exam)),
                   .urgency = order.urgency,
                   .needed_by = order.needed_by,
                   .source = OrderSource::added,
                   .added = AddedFor{order.id, need.why, need.why_en},
                   .practitioner = order.practitioner,
                   .department = order.department,
                   .comes_from = order.comes_from};
        insert(tx, more, by, now);
        added = true;
      }
    }
  }
}

AnswerSheet Orders::sheet_of(store::Snapshot& snapshot, PersonId person, Instant now) const {
  auto sheet = answers_of(snapshot, *env_.vault, person);
  const auto who = env_.patients ? env_.patients->person(snapshot, person) : std::nullopt;
  if (!who) return sheet;
  std::optional<int> age;
  if (who->birth_date) age = age_on(*who->birth_date, env_.time->day_of(now));
  for (const auto& question : questions(snapshot)) {
    if (rules::is_asked(question, who->sex, age)) continue;
    sheet.not_asked.insert(question.code);
    sheet.answers.erase(question.code);
  }
  return sheet;
}

Result<void> Orders::answer(store::Transaction& tx, PersonId person, const Answers& answers,
                            const access::Actor& by, Instant now) const {
  const auto all = questions(tx);
  auto sheet = answers_of(tx, *env_.vault, person);
  for (const auto& [code, value] : answers) {
    const auto found = std::ranges::find(all, code, &Question::code);
    if (found == all.end()) return Refusal("unknown-reference").with("name", "question");
    if (found->kind == Question::Kind::yes_no && value != 0 && value != 1)
      return Refusal("field-invalid").with("name", code).with("expected", "yes or no");
    sheet.answers[code] = value;
  }
  sheet.at = now;
  records::put_answers(tx, *env_.vault, person, sheet);
  if (env_.journal)
    env_.journal->record(tx, by,
                         {.what = "exam-questions-answered",
                          .subject = person,
                          .details = {{"count", std::to_string(answers.size())}}},
                         now);
  add_needed(tx, person, by, now);
  return {};
}

void Orders::become(store::Transaction& tx, Order& order, OrderState state,
                    const std::string& reason, const access::Actor& by, Instant now) const {
  if (!rules::may_become(order.state, state))
    throw std::logic_error("an examination's order cannot become that");
  order.state = state;
  order.reason = reason;
  ++order.version;
  records::update(tx, *env_.vault, order);
  records::add_event(tx, order.id, name_of(state), by, now);
}

Result<Order> Orders::leave_out(store::Transaction& tx, ExamOrderId id, const std::string& reason,
                                const access::Actor& by, Instant now) const {
  auto order = find_order(tx, *env_.vault, id);
  if (!order) return not_found("exam-order");
  if (reason.empty()) return Refusal("required").with("name", "reason").at("/reason");
  if (!order->is_open()) return Refusal("wrong-state").with("state", name_of(order->state));
  const auto cover = cover_of(tx, *env_.time, *order, env_.time->day_of(now));
  if (!cover) return Refusal("exam-not-covered");
  order->covered_by = cover->result.id;
  become(tx, *order, OrderState::left_out, reason, by, now);
  if (env_.journal)
    env_.journal->record(tx, by,
                         {.what = "exam-left-out",
                          .subject = order->id,
                          .details = {{"result", to_string(cover->result.id)}},
                          .note = reason},
                         now);
  return *order;
}

Result<Order> Orders::cancel(store::Transaction& tx, ExamOrderId id, const std::string& reason,
                             const access::Actor& by, Instant now) const {
  auto order = find_order(tx, *env_.vault, id);
  if (!order) return not_found("exam-order");
  if (!order->is_open()) return Refusal("wrong-state").with("state", name_of(order->state));
  become(tx, *order, OrderState::cancelled, reason, by, now);
  if (env_.journal)
    env_.journal->record(tx, by, {.what = "exam-cancelled", .subject = id, .note = reason}, now);
  return *order;
}

Result<ExamResult> Orders::add_result(store::Transaction& tx, ExamResult result,
                                      const access::Actor& by, Instant now) const {
  if (!find_exam(tx, result.exam)) return Refusal("unknown-reference").with("name", "exam");
  if (!result.institution.empty() && !records::knows_institution(tx, result.institution))
    return Refusal("unknown-reference").with("name", "institution");
  if (result.taken_at > now)
    return Refusal("field-invalid").with("name", "takenAt").with("expected", "a time past");
  if (auto known = records::by_number(tx, result.institution, result.number)) {
    if (known->person != result.person) return somebody_elses("number");
    return *known;
  }
  result.id = env_.ids->next<ExamResultId>();
  records::insert(tx, result);
  if (env_.journal)
    env_.journal->record(
        tx, by,
        {.what = "exam-result-added",
         .subject = result.id,
         .details = {{"person", to_string(result.person)}, {"exam", to_string(result.exam)}}},
        now);
  return result;
}

Result<void> Orders::remove_result(store::Transaction& tx, ExamResultId id,
                                   const std::string& reason, const access::Actor& by,
                                   Instant now) const {
  const auto result = records::find_result(tx, id);
  if (!result) return not_found("exam-result");
  if (reason.empty()) return Refusal("required").with("name", "reason").at("/reason");
  if (records::is_used(tx, id)) return Refusal("exam-result-used");
  records::remove(tx, id);
  if (env_.journal)
    env_.journal->record(
        tx, by,
        {.what = "exam-result-removed",
         .subject = id,
         .details = {{"person", to_string(result->person)}, {"exam", to_string(result->exam)}},
         .note = reason},
        now);
  return {};
}

void Orders::move_person(store::Transaction& tx, PersonId from, PersonId into) const {
  records::move_person(tx, *env_.vault, from, into);
}

}  // namespace yuyue::exams
