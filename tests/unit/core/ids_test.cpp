#include "yuyue/core/ids.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <limits>
#include <random>
#include <string>
#include <thread>
#include <vector>

using namespace yuyue;

namespace {

/// Stands, steps or falls back as a test says.
class HandClock final : public Clock {
 public:
  Instant now() const override { return from_millis(millis.load()); }
  std::atomic<std::int64_t> millis{1795393800000};
};

}  // namespace

TEST_CASE("ids go back and forth, and their text sorts as they do") {
  std::mt19937_64 random(3);
  std::vector<std::int64_t> values{0, 1, 31, 32, std::numeric_limits<std::int64_t>::max()};
  for (int i = 0; i < 20000; ++i)
    values.push_back(static_cast<std::int64_t>(random() >> (1 + i % 63)));
  std::ranges::sort(values);
  std::string before;
  for (const auto value : values) {
    const AppointmentId id{value};
    const std::string text = to_string(id);
    REQUIRE(text.size() == 17);
    REQUIRE(text.starts_with("apt_"));
    REQUIRE(parse_id<AppointmentKind>(text) == id);
    REQUIRE(before <= text);
    before = text;
  }
}

TEST_CASE("an id of one thing is none of another") {
  const std::string text = to_string(SlotId{12345});
  CHECK(parse_id<SlotKind>(text).has_value());
  CHECK_FALSE(parse_id<SessionKind>(text).has_value());
}

TEST_CASE("one text for one id") {
  const std::string good = encode_id("apt", 0x7123456789abcdef);
  REQUIRE(decode_id("apt", good).has_value());
  std::string upper = good;
  std::ranges::transform(upper, upper.begin(), [](char c) { return c >= 'a' ? char(c - 32) : c; });
  for (const std::string& text :
       {std::string(), std::string("apt"), std::string("apt_"), good.substr(0, 16), good + "0",
        " " + good, good + " ", upper, "apt-" + good.substr(4), good.substr(4),
        std::string("apt_8000000000000"), std::string("apt_zzzzzzzzzzzzz")}) {
    CAPTURE(text);
    CHECK_FALSE(decode_id("apt", text).has_value());
  }
  // i, l, o, u and anything beyond the alphabet: Crockford reads some of them as digits, we do not.
  for (int byte = 0; byte < 256; ++byte) {
    std::string text = encode_id("apt", 0);
    text.back() = static_cast<char>(byte);
    const auto value = decode_id("apt", text);
    const bool in_alphabet =
        std::string_view("0123456789abcdefghjkmnpqrstvwxyz").find(char(byte)) != std::string::npos;
    CHECK(value.has_value() == in_alphabet);
    if (value) CHECK(encode_id("apt", *value) == text);
  }
}

TEST_CASE("ids rise, also while the clock stands, steps back or jumps") {
  HandClock clock;
  IdMaker ids(clock);
  std::mt19937 random(4);
  std::int64_t before = 0;
  for (int i = 0; i < 100000; ++i) {
    const auto value = ids.next_value();
    REQUIRE(value > before);
    before = value;
    if (i % 100 == 0) clock.millis += std::uniform_int_distribution<int>(-5000, 6000)(random);
  }
  clock.millis = 0;  // before ids' own epoch
  CHECK(ids.next_value() > before);
}

TEST_CASE("a later moment's id is greater, whoever made it") {
  HandClock clock;
  IdMaker one(clock);
  IdMaker other(clock);
  for (int i = 0; i < 1000; ++i) {
    const auto earlier = (i % 2 == 0 ? one : other).next_value();
    clock.millis += 2;
    CHECK((i % 2 == 0 ? other : one).next_value() > earlier);
  }
}

TEST_CASE("threads never get the same id") {
  const SystemClock clock;
  IdMaker ids(clock);
  std::vector<std::vector<std::int64_t>> made(4);
  std::vector<std::thread> threads;
  for (auto& mine : made) {
    threads.emplace_back([&ids, &mine] {
      for (int i = 0; i < 50000; ++i) mine.push_back(ids.next_value());
    });
  }
  for (auto& thread : threads) thread.join();
  std::vector<std::int64_t> all;
  for (const auto& mine : made) {
    CHECK(std::ranges::is_sorted(mine));
    all.insert(all.end(), mine.begin(), mine.end());
  }
  std::ranges::sort(all);
  CHECK(std::ranges::adjacent_find(all) == all.end());
  CHECK(all.front() > 0);
}
