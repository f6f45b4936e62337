#include "app/demo_exam_plans.hpp"

#include "app/demo_data.hpp"
#include "yuyue/planner/first_fit.hpp"
#include "yuyue/planner/planner.hpp"

namespace yuyue::app {
namespace {

using namespace demo_data;
using std::chrono::days;
using std::chrono::minutes;

/// Of a planner's search: a limit that repeats exactly, and does not keep the start waiting.
constexpr std::uint64_t kSteps = 20'000;
constexpr MinuteOfDay kAsked{9 * 60 + 30};

class PlanFiller {
  template <class F>
  auto write(F job) {
    return database_.write_now(store::Lane::housekeeping, std::move(job));
  }

 public:
  PlanFiller(Hospital& hospital, Instant now)
      : database_(hospital.database()), services_(hospital.services()), now_(now) {}

  /// All orders first, then who has results of elsewhere, then the plans in the order of the file.
  void add(const toml::table& item) {
    const auto asked = services_.time.at(
        services_.time.day_of(now_) - days{item["asked_days_ago"].value_or(0)}, kAsked);
    const auto at = std::min(asked, now_);
    const auto person = write([&](store::Transaction& tx) {
      const auto id = register_person(tx, item, at);
      order(tx, item, id, at);
      return id;
    });
    if (item["recognised"].is_string()) {
      leave_out(text(item, "recognised"), person, at);
      return;
    }
    if (!take(person, item["comes_after_days"].value_or(1), at)) return;
    for (const auto& plan : plans_of(person)) work_off(plan);
  }

 private:
  PersonId register_person(store::Transaction& tx, const toml::table& item, Instant at) {
    const patients::NewPerson person{
        .name = text(item, "name"),
        .documents = {{*identifier_type("resident-card"), text(item, "number"), {}}},
        .phone = text(item, "phone")};
    return must(services_.patients.register_person(tx, by_, person, at), person.name).id;
  }

  void order(store::Transaction& tx, const toml::table& item, PersonId person, Instant at) {
    std::vector<exams::NewOrder> list;
    for (const auto& code : *item["exams"].as_array()) {
      const auto exam = exams::find_exam(tx, code.value_or(std::string())).value();
      list.push_back(
          {.exam = exam.id, .body_part = exam.asks_body_part ? text(item, "part") : std::string()});
    }
    must(services_.exam_orders.order(tx, person, list, exams::OrderSource::clinician, {}, at),
         "examinations");
    exams::Answers answers;
    for (const auto& question : exams::questions(tx))
      if (question.kind == exams::Question::Kind::yes_no) answers[question.code] = 0;
    answers["companion"] = 1;
    must_do(services_.exam_orders.answer(tx, person, answers, {}, at));
  }
  static void must_do(const Result<void>& done) {
    if (!done) throw std::runtime_error("demo data: " + done.error().code);
  }

  /// A result of elsewhere covers it.
  void leave_out(const std::string& institution, PersonId person, Instant at) {
    write([&](store::Transaction& tx) {
      for (const auto& order : exams::orders_of(tx, services_.vault, person, true)) {
        const exams::ExamResult result{.person = person,
                                       .exam = order.exam,
                                       .institution = institution,
                                       .number = "D" + std::to_string(order.id.value % 1'000'000),
                                       .taken_at = at - days{1}};
        must(services_.exam_orders.add_result(tx, result, {}, at), "result");
        must(services_.exam_orders.leave_out(tx, order.id, "外院结果已出，医生同意互认", {}, at),
             "recognition");
      }
      return true;
    });
  }

  /// False: no plan in so many steps, which leaves the orders to whoever tries the demo.
  bool take(PersonId person, int after_days, Instant at) {
    exams::PlanWishes wishes;
    for (int day = after_days; day < after_days + 10; ++day)
      wishes.days.push_back(services_.time.day_of(at) + days{day});
    const auto basis = database_.read([&](store::Snapshot& snapshot) {
      return services_.exam_plans.basis(snapshot, person, {.eaten = true}, wishes, {}, true, at);
    });
    const auto problem = exams::planning::problem_of(basis.planning);
    const auto answer =
        planner::plan(planner::with_wishes(problem, basis.wishes), {.steps = kSteps});
    if (answer.plan.assignments.empty()) return false;
    const auto by_hand = planner::first_fit(problem);
    return write([&](store::Transaction& tx) {
      return services_.exam_plans
          .take(tx, person, basis.arranged(answer.plan.assignments),
                by_hand ? std::optional(exams::visits_of(*by_hand)) : std::nullopt, {}, {}, at)
          .has_value();
    });
  }
  std::vector<exams::Plan> plans_of(PersonId person) {
    return database_.read(
        [&](store::Snapshot& snapshot) { return exams::plans_of(snapshot, person); });
  }

  /// What was due before now has been done, in its time.
  void work_off(const exams::Plan& plan) {
    write([&](store::Transaction& tx) {
      const auto& list = services_.exam_worklist;
      using What = exams::WorkStep::What;
      for (const auto& item : plan.items) {
        const auto start = services_.time.at(item.at.day, item.at.start);
        if (start + item.length > now_) continue;
        must(list.arrive(tx, item.id, {}, start - minutes{10}), "arrival");
        must(list.call(tx, item.at.device, item.id, "按预约时间", {}, start), "call");
        must(list.step(tx, item.id, {What::start}, {}, start), "start");
        must(list.step(tx, item.id, {What::finish}, {}, start + item.length), "finish");
      }
      return true;
    });
  }

  store::Database& database_;
  const api::Services& services_;
  const access::Principal by_ = access::Principal::system("demo");
  Instant now_;
};

}  // namespace

void fill_demo_exam_plans(Hospital& hospital, Instant now) {
  PlanFiller filler(hospital, now);
  for_each_table(read("exams.toml"), "patient", [&](const toml::table& item) { filler.add(item); });
}

}  // namespace yuyue::app
