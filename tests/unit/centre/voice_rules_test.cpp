// Pure rules of complaints.
#include <doctest/doctest.h>

#include "yuyue/centre/voice/complaints.hpp"

using namespace yuyue;
using namespace yuyue::centre::voice;

namespace {

Assignment with_state(AssignmentState state) {
  return {.id = {}, .complaint = {}, .office = {}, .state = state, .brief = {}};
}

}  // namespace

TEST_CASE("a complaint follows its assignments") {
  using enum AssignmentState;
  const auto after = [](std::initializer_list<AssignmentState> states) {
    std::vector<Assignment> all;
    for (const auto state : states) all.push_back(with_state(state));
    return rules::after(all);
  };
  CHECK(after({}) == State::received);
  CHECK(after({withdrawn}) == State::received);
  CHECK(after({open, accepted}) == State::assigned);
  CHECK(after({answered}) == State::assigned);
  CHECK(after({accepted, withdrawn}) == State::reviewed);
}

TEST_CASE("nobody is answered before the offices are, and only an answer is rated") {
  using rules::Step;
  CHECK_FALSE(rules::allowed(State::assigned, Step::reply));
  CHECK_FALSE(rules::allowed(State::assigned, Step::close));
  CHECK(rules::allowed(State::received, Step::reply));
  CHECK(rules::allowed(State::answered, Step::rate));
  CHECK_FALSE(rules::allowed(State::reviewed, Step::rate));
  CHECK_FALSE(rules::allowed(State::closed, Step::assign));
  CHECK(rules::allowed(State::closed, Step::reopen));
}

TEST_CASE("deadlines count working days, also over a holiday that never ends") {
  const auto friday = *parse_day("2026-11-20");
  const auto weekdays = [](Day day) {
    return iso_weekday(day) <= 5;
  };
  CHECK(rules::working_days_after(friday, 0, weekdays) == friday);
  CHECK(rules::working_days_after(friday, 1, weekdays) == *parse_day("2026-11-23"));
  CHECK(rules::working_days_after(friday, 5, weekdays) == *parse_day("2026-11-27"));
  CHECK(rules::working_days_after(friday, 5, [](Day) { return false; }) > friday);
}

TEST_CASE("numbers and codes") {
  CHECK(rules::number(2026, 12) == "2026-0012");
  CHECK(rules::number(2026, 123456) == "2026-123456");
  CHECK(rules::normal_code(" abcde-fghjk") == "ABCDEFGHJK");
  CHECK_FALSE(rules::normal_code("ABCDE-FGHJ1"));
  CHECK_FALSE(rules::normal_code("ABCDE"));
}

TEST_CASE("a text without who wrote it") {
  const Who who{.name = "钱来福", .phone = "19912345678"};
  CHECK(rules::without("我叫钱来福，电话19912345678，钱来福上。", who) ==
        "我叫＊＊，电话＊＊，＊＊上。");
  CHECK(rules::without("谢谢", who) == "谢谢");
  CHECK(rules::without("甲", {}) == "甲");
}
