#include "yuyue/booking/booking_code.hpp"

#include <doctest/doctest.h>

#include <random>
#include <set>

using namespace yuyue::booking;

TEST_CASE("booking codes are read as people say and write them") {
  const auto code = make_code(49301827);
  REQUIRE(code.size() == 9);
  CHECK(parse_code(code) == code);
  CHECK(parse_code(spaced_code(code)) == code);
  CHECK(spaced_code("493018275") == "493 018 275");
  CHECK(parse_code("  " + code.substr(0, 3) + "-" + code.substr(3) + " ") == code);
  for (const char* wrong : {"", "12345678", "0000000000", "abcdefghi", "1234567890"})
    CHECK(!parse_code(wrong));
}

TEST_CASE("the check digit finds every wrong digit and nearly every swap of neighbours") {
  std::mt19937 random(7);
  std::uniform_int_distribution<std::int64_t> payloads(10'000'000, 99'999'999);
  int swaps = 0, missed = 0;
  for (int i = 0; i < 3000; ++i) {
    const auto code = make_code(payloads(random));
    REQUIRE(parse_code(code));
    for (std::size_t at = 0; at < code.size(); ++at) {
      for (char digit = '0'; digit <= '9'; ++digit) {
        if (digit == code[at]) continue;
        auto wrong = code;
        wrong[at] = digit;
        REQUIRE(!parse_code(wrong));
      }
      if (at + 1 == code.size() || code[at] == code[at + 1]) continue;
      auto swapped = code;
      std::swap(swapped[at], swapped[at + 1]);
      ++swaps;
      missed += parse_code(swapped).has_value();
    }
  }
  INFO("swaps not noticed: ", missed, " of ", swaps);
  CHECK(missed * 40 < swaps);
}

TEST_CASE("codes are given out once") {
  CodeMaker maker;
  std::set<std::string> seen;
  for (int i = 0; i < 10'000; ++i) CHECK(seen.insert(maker.next()).second);
}

TEST_CASE("a code tells nothing of the next one") {
  CodeMaker maker;
  auto payload = [&] {
    return std::stoll(maker.next()) / 10;
  };
  std::set<std::int64_t> steps;
  int near = 0;
  auto last = payload();
  for (int i = 0; i < 1'000; ++i) {
    const auto next = payload();
    steps.insert(next - last);
    if (std::abs(next - last) < 1'000) ++near;
    last = next;
  }
  CHECK(steps.size() > 990);
  CHECK(near < 5);
}
