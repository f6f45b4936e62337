#include "yuyue/core/time.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

using namespace yuyue;
using std::chrono::milliseconds;
using std::chrono::minutes;

namespace {

Day day(const char* text) {
  const auto parsed = parse_day(text);
  REQUIRE(parsed.has_value());
  return *parsed;
}

/// Zones with changes of half an hour, at midnight, and across the date line among them.
const std::vector<std::string> kZones{
    "Asia/Shanghai",       "Asia/Urumqi",       "Europe/Berlin",  "UTC",
    "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Kathmandu", "Pacific/Apia"};

std::string berlin(const char* text, int minute) {
  const HospitalTime time("Europe/Berlin");
  return time.rfc3339(time.at(day(text), minutes{minute}));
}

}  // namespace

TEST_CASE("days go back and forth, and follow one another") {
  Day at = day("1899-12-31");
  std::string before = format_day(at);
  int weekday = iso_weekday(at);
  for (int i = 0; i < 120000; ++i) {
    at += date::days{1};
    const std::string text = format_day(at);
    REQUIRE(parse_day(text) == at);
    REQUIRE(before < text);  // text sorts as days do: the file relies on it
    REQUIRE(iso_weekday(at) == weekday % 7 + 1);
    weekday = iso_weekday(at);
    before = text;
  }
}

TEST_CASE("only days that exist, written in one way") {
  for (const char* text :
       {"", "2026-1-01", "2026-01-1", "26-01-01", "2026-02-29", "2026-13-01", "2026-00-10",
        "2026-01-00", "2026-04-31", "2026/01/01", "2026-01-01 ", " 2026-01-01", "2026-01-0a",
        "2026-+1-01", "+026-01-01", "20260101", "2026-01-01T00:00:00Z"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_day(text).has_value());
  }
  CHECK(parse_day("2024-02-29").has_value());
}

TEST_CASE("minutes of the day go back and forth") {
  for (int minute = 0; minute <= 1440; ++minute) {
    const std::string text = format_minute(minutes{minute});
    CHECK(text.size() == 5);
    CHECK(parse_minute(text) == minutes{minute});
  }
  CHECK(parse_minute("8:05") == minutes{485});
  CHECK(format_minute(minutes{1440}) == "24:00");
  for (const char* text : {"", ":", "8", "8:5", "08:60", "24:01", "25:00", "008:00", "08:000",
                           "-8:00", "+8:00", "08.00", " 8:00", "08:00 ", "8：00"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_minute(text).has_value());
  }
}

TEST_CASE("weekdays and weeks are those of ISO 8601") {
  CHECK(iso_weekday(day("2026-11-23")) == 1);
  CHECK(iso_weekday(day("2026-11-29")) == 7);
  CHECK(iso_week(day("2026-01-01")) == 1);
  CHECK(iso_week(day("2024-12-30")) == 1);
  CHECK(iso_week(day("2026-12-31")) == 53);
  CHECK(iso_week(day("2027-01-03")) == 53);
  CHECK(iso_week(day("2027-01-04")) == 1);
}

TEST_CASE("moments are read with any offset and cut to milliseconds") {
  const auto instant = parse_rfc3339("2026-11-23T08:30:00+08:00");
  REQUIRE(instant.has_value());
  CHECK(to_millis(*instant) == 1795393800000);
  CHECK(parse_rfc3339("2026-11-23T00:30:00Z") == instant);
  CHECK(parse_rfc3339("2026-11-22t19:00:00-05:30") == instant);
  CHECK(parse_rfc3339("2026-11-23T00:30:00.25Z") == *instant + milliseconds{250});
  CHECK(parse_rfc3339("2026-11-23T00:30:00.0019999Z") == *instant + milliseconds{1});
  CHECK(parse_rfc3339("1969-12-31T23:59:59.999Z") == from_millis(-1));
}

TEST_CASE("anything else is no moment") {
  for (const char* text :
       {"", "2026-11-23", "2026-11-23T08:30:00", "2026-11-23T08:30Z", "2026-11-23T24:00:00Z",
        "2026-11-23T08:60:00Z", "2026-11-23T08:30:61Z", "2026-02-30T08:30:00Z",
        "2026-11-23T08:30:00.Z", "2026-11-23T08:30:00,5Z", "2026-11-23T08:30:00+0800",
        "2026-11-23T08:30:00+24:00", "2026-11-23T08:30:00+08:60", "2026-11-23T08:30:00+08:00 ",
        "2026-11-23T08:30:00.123", "2026-11-23T-8:30:00Z", "2026-11-23T08:30:00ZZ"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_rfc3339(text).has_value());
  }
}

TEST_CASE("no text whatever confuses the readers") {
  std::mt19937 random(1);
  const std::string alphabet = "0123456789-:TZ.+ ";
  for (int round = 0; round < 50000; ++round) {
    std::string text(random() % 30, ' ');
    for (char& c : text) c = alphabet[random() % alphabet.size()];
    if (const auto parsed = parse_day(text)) CHECK(format_day(*parsed) == text);
    (void)parse_minute(text);
    (void)parse_rfc3339(text);
  }
}

TEST_CASE("a moment in any zone goes back and forth") {
  std::mt19937_64 random(2);
  std::uniform_int_distribution<std::int64_t> seconds(0, 4102444800);  // 1970 … 2100
  for (const auto& name : kZones) {
    CAPTURE(name);
    const HospitalTime time(name);
    CHECK(time.zone_name() == name);
    for (int round = 0; round < 3000; ++round) {
      const Instant t = from_millis(seconds(random) * 1000);
      REQUIRE(parse_rfc3339(time.rfc3339(t)) == t);
      // Its civil time names it, or, where the clock passes twice, the same wall time before it.
      const Instant named = time.at(time.day_of(t), time.minute_of(t));
      REQUIRE(named <= t);
      REQUIRE(time.day_of(named) == time.day_of(t));
      REQUIRE(time.minute_of(named) == time.minute_of(t));
      REQUIRE(t - named < std::chrono::hours{2});
      REQUIRE(time.minute_of(t) < minutes{1440});
    }
  }
}

TEST_CASE("later on the wall is never earlier in truth") {
  for (const auto& name : kZones) {
    CAPTURE(name);
    const HospitalTime time(name);
    for (Day at = day("2011-01-01"); at < day("2012-02-01"); at += date::days{1}) {
      for (int minute = 0; minute < 1440; minute += 30) {
        REQUIRE(time.at(at, minutes{minute}) <= time.at(at, minutes{minute + 30}));
      }
      REQUIRE(time.at(at, minutes{1440}) == time.at(at + date::days{1}, minutes{0}));
    }
  }
}

TEST_CASE("skipped and repeated times take the earliest") {
  CHECK(berlin("2026-03-29", 119) == "2026-03-29T01:59:00+01:00");
  CHECK(berlin("2026-03-29", 120) == "2026-03-29T03:00:00+02:00");  // 02:00 does not exist
  CHECK(berlin("2026-03-29", 150) == "2026-03-29T03:00:00+02:00");
  CHECK(berlin("2026-03-29", 180) == "2026-03-29T03:00:00+02:00");
  CHECK(berlin("2026-10-25", 150) == "2026-10-25T02:30:00+02:00");  // comes again at +01:00
  CHECK(berlin("2026-10-25", 180) == "2026-10-25T03:00:00+01:00");
}

TEST_CASE("the hospital's day begins at its own midnight") {
  const HospitalTime time;
  const Instant midnight = *parse_rfc3339("2026-11-22T16:00:00Z");
  CHECK(time.day_of(midnight) == day("2026-11-23"));
  CHECK(time.minute_of(midnight) == minutes{0});
  CHECK(time.day_of(midnight - milliseconds{1}) == day("2026-11-22"));
  CHECK(time.minute_of(midnight - milliseconds{1}) == minutes{1439});
  CHECK(time.rfc3339(midnight) == "2026-11-23T00:00:00+08:00");
  CHECK(HospitalTime("Asia/Kathmandu").rfc3339(midnight) == "2026-11-22T21:45:00+05:45");
  CHECK(HospitalTime("America/Sao_Paulo").rfc3339(midnight) == "2026-11-22T13:00:00-03:00");
}

TEST_CASE("an unknown zone is refused") {
  CHECK_THROWS(HospitalTime("Asia/Nowhere"));
}
