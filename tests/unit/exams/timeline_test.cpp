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

}  // namespace

TEST_CASE("two fasting examinations are one fast; after a meal the next is a second") {
  const auto fasting = [](Exam& exam) {
    exam.fasting = 8h;
  };
  const auto late = [](Exam& exam) {
    exam.fasting = 4h;
  };
  const auto all =
      timeline_of({stop(1, 9, 0, fasting), stop(2, 8, 0, fasting), stop(3, 15, 0, late)}, kTime);
  const auto meals = times(all, Advice::What::last_meal);
  REQUIRE(meals.size() == 2);
  CHECK(meals[0] == kTime.at(kMonday, MinuteOfDay{0}));
  CHECK(meals[1] == kTime.at(kMonday, MinuteOfDay{11 * 60}));
  const auto free = times(all, Advice::What::may_eat);
  CHECK(free[0] == kTime.at(kMonday, MinuteOfDay{9 * 60 + 20}));
  CHECK(std::ranges::is_sorted(all, {}, &Advice::at));
}

TEST_CASE("the catalogue's words come once, on the evening before; a full bladder once") {
  const auto full = [](Exam& exam) {
    exam.bladder = Bladder::full;
    exam.preparation = "憋尿";
  };
  const auto all = timeline_of({stop(1, 10, 0, full), stop(2, 10, 30, full)}, kTime);
  CHECK(times(all, Advice::What::drink).size() == 1);
  const auto evenings = times(all, Advice::What::prepare);
  REQUIRE(evenings.size() == 1);
  CHECK(evenings[0] == kTime.at(kMonday - date::days{1}, MinuteOfDay{18 * 60}));
  CHECK(times(all, Advice::What::exam).size() == 2);
}
