// One row of advice for all examinations.
#include "yuyue/exams/timeline.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace yuyue;
using namespace yuyue::exams;
using namespace std::chrono_literals;

namespace {

const HospitalTime kTime;
const Day kMonday = *parse_day("2026-11-23");

Stop stop(std::int64_t id, int hour, int minute, void (*change)(Exam&)) {
  Exam exam;
  exam.id = ExamId{id};
  exam.name = "检查";
  exam.name_en = "Examination";
  exam.length = exam.device_time = 20min;
  change(exam);
  return {.exam = exam, .start = kTime.at(kMonday, MinuteOfDay{hour * 60 + minute})};
}

std::vector<Instant> times(const std::vector<Advice>& all, Advice::What what) {
  std::vector<Instant> out;
  for (const auto& one : all)
    if (one.what == what) out.push_back(one.at);
  return out;
}

const Instant kTold = kTime.at(kMonday - date::days{3}, MinuteOfDay{10 * 60});

Instant on(int days_before, int minute) {
  return kTime.at(kMonday - date::days{days_before}, MinuteOfDay{minute});
}

const Advice& only(const std::vector<Advice>& all, Advice::What what) {
  REQUIRE(times(all, what).size() == 1);
  return *std::ranges::find(all, what, &Advice::what);
}

}  // namespace

TEST_CASE("two fasting examinations are one fast; after a meal the next is a second") {
  const auto fasting = [](Exam& exam) {
    exam.fasting = 8h;
  };
  const auto late = [](Exam& exam) {
    exam.fasting = 4h;
  };
  const auto all = timeline_of(
      {stop(1, 9, 0, fasting), stop(2, 8, 0, fasting), stop(3, 15, 0, late)}, kTold, kTime);
  const auto meals = times(all, Advice::What::last_meal);
  REQUIRE(meals.size() == 2);
  // From midnight on: nobody is told at midnight, and on no day that could be mistaken.
  CHECK(meals[0] == on(1, 20 * 60));
  CHECK(meals[1] == on(0, 11 * 60));
  const auto free = times(all, Advice::What::may_eat);
  CHECK(free[0] == on(0, 9 * 60 + 20));
  CHECK(std::ranges::is_sorted(all, {}, &Advice::at));
  const auto& first = *std::ranges::find(all, Advice::What::last_meal, &Advice::what);
  CHECK(first.text == "晚上吃好最后一餐，夜里 00:00 以后不再进食，可以喝少量白水");
  CHECK(first.exams == std::vector{ExamId{2}, ExamId{1}});
  CHECK(reminder_of(first, kTime) == on(1, 18 * 60));
}

TEST_CASE("the strictest of food and water is said once; eating again waits for the slowest") {
  const auto all = timeline_of(
      {stop(1, 8, 0, [](Exam& exam) { exam.fasting = 8h; }), stop(2, 9, 0,
                                                                  [](Exam& exam) {
                                                                    exam.fasting = 8h;
                                                                    exam.water_stop = 4h;
                                                                    exam.eat_after = 2h;
                                                                  })},
      kTold, kTime);
  const auto& meal = only(all, Advice::What::last_meal);
  CHECK(meal.text == "晚上吃好最后一餐，夜里 00:00 以后不再进食；夜里 05:00 以后也不再喝水");
  CHECK(meal.exams == std::vector{ExamId{1}, ExamId{2}});
  CHECK(times(all, Advice::What::last_water).empty());
  CHECK(only(all, Advice::What::may_eat).at == on(0, 11 * 60 + 20));
}

TEST_CASE("equal words come once, on the evening before; a full bladder once") {
  const auto full = [](Exam& exam) {
    exam.bladder = Bladder::full;
    exam.preparation = "晚饭吃素。";
  };
  const auto all = timeline_of({stop(1, 10, 0, full), stop(2, 10, 30, full)}, kTold, kTime);
  CHECK(times(all, Advice::What::drink).size() == 1);
  const auto& evening = only(all, Advice::What::prepare);
  CHECK(evening.at == on(1, 18 * 60));
  CHECK(evening.text == "检查、检查：晚饭吃素");
  CHECK(times(all, Advice::What::exam).size() == 2);
}

TEST_CASE("medicines to stop are said from their day on, once; too late is said at once") {
  using When = Instruction::When;
  const auto breath = [](Exam& exam) {
    exam.instructions = {{When::before, 28, "停用抗生素4周。", "No antibiotics for 4 weeks."},
                         {When::before, 2, "停用抑酸药。", "No acid blockers."},
                         {When::booking, 0, "先问医生。", "Ask first."},
                         {When::day, 0, "带上药。", "Bring it."},
                         {When::after, 0, "多喝水。", "Drink."}};
  };
  auto second = stop(2, 10, 0, breath);
  second.notes.push_back({.question = "blood-thinner", .why = "不要自行停药", .why_en = "Ask"});
  const std::vector<Stop> stops{stop(1, 9, 0, breath), second};
  const auto all = timeline_of(stops, kTold, kTime);
  const auto& late = only(all, Advice::What::late);
  CHECK(late.at == kTold);
  CHECK(late.text == "检查、检查：停用抗生素4周（应从 10月26日 开始，已来不及）");
  CHECK(late.exams.size() == 2);
  const auto& begin = only(all, Advice::What::begin);
  CHECK(begin.at == on(2, 7 * 60));
  CHECK(begin.text_en == "Examination, Examination: No acid blockers");
  CHECK(reminder_of(begin, kTime) == on(3, 19 * 60));
  CHECK(only(all, Advice::What::note).text == "检查：不要自行停药；检查、检查：先问医生");
  CHECK(only(all, Advice::What::prepare).at == on(0, 7 * 60 + 30));
  CHECK(times(all, Advice::What::after).size() == 2);
  // In time, nothing is late.
  CHECK(times(timeline_of(stops, on(28, 12 * 60), kTime), Advice::What::late).empty());
}

TEST_CASE("planned for today: what should have been said last night is said now") {
  const auto told = on(0, 7 * 60);
  const auto all = timeline_of({stop(1, 9, 0,
                                     [](Exam& exam) {
                                       exam.fasting = 8h;
                                       exam.needs_companion = true;
                                       exam.preparation = "晚饭吃素。";
                                     })},
                               told, kTime);
  CHECK(only(all, Advice::What::last_meal).at == told);
  CHECK(only(all, Advice::What::last_meal).text == "从现在起不再进食，可以喝少量白水");
  CHECK(only(all, Advice::What::companion).at == told);
  CHECK(only(all, Advice::What::note).text == "晚饭吃素（前一天晚上起；没做到请告诉工作人员）");
  // Nothing to be prepared is worth a word, too; not beside what is planned apart.
  auto beside = stop(1, 9, 0, [](Exam&) {});
  beside.others = true;
  CHECK(times(timeline_of({beside}, kTold, kTime), Advice::What::prepare).empty());
  const auto plain = timeline_of({stop(1, 9, 0, [](Exam&) {})}, kTold, kTime);
  CHECK(only(plain, Advice::What::prepare).text == "不用空腹，可以正常吃饭、喝水");
}

TEST_CASE("one examination in a few words") {
  Exam exam;
  exam.fasting = 8h;
  exam.water_stop = 90min;
  exam.needs_companion = true;
  exam.preparation = "晚饭吃素。";
  exam.instructions = {{Instruction::When::after, 0, "多喝水。", "Drink."}};
  CHECK(preparation_of(exam).first == "禁食 8 小时；禁水 1.5 小时；须有成年家属陪同；晚饭吃素");
  CHECK(preparation_of({}).first.empty());
}
