// Where a patient goes next: the line's rule played forward, and only what breaks nothing.
#include "yuyue/exams/next_stop.hpp"

#include <doctest/doctest.h>

using namespace yuyue;
using namespace yuyue::exams;

namespace {

const Day kToday = *parse_day("2026-11-23");
constexpr int kNine = 540;

/// Two devices at two sites ten minutes apart; examinations A, B … each on one of them.
struct World {
  DayNow day;

  explicit World(int now) {
    auto& p = day.basis.planning;
    p.today = kToday;
    p.now = now;
    p.days = 1;
    p.walk = {{0, 10}, {10, 0}};
    for (int n = 0; n < 2; ++n) {
      p.places.push_back({n + 1, "M", n});
      p.free.emplace_back(1);
      day.devices.push_back({.free_from = now, .others = {}});
    }
    day.here = 0;
  }
  /// `code` booked at that minute; ten minutes long.
  Left& books(const std::string& code, int device, int minute) {
    const auto id = static_cast<std::int64_t>(day.left.size() + 1);
    planner::Item item{.code = code, .name = code, .minutes = 10, .device_minutes = 10};
    auto& p = day.basis.planning;
    p.wanted.push_back(
        {.order = id, .exam = code, .item = item, .last_day = 0, .places = {device}});
    ++p.free[static_cast<std::size_t>(device)][0][static_cast<std::size_t>(minute / 30)];
    day.booked.push_back({ExamOrderId{id}, ExamDeviceId{device + 1}, kToday, MinuteOfDay{minute}});
    day.left.push_back({.place = ExamPlaceId{id},
                        .plan = {},
                        .order = ExamOrderId{id},
                        .exam = code,
                        .item = item,
                        .booked = minute,
                        .device = device});
    return day.left.back();
  }
  void rule(planner::RuleKind kind, const char* a, const char* b, int minutes) {
    day.basis.planning.rules.push_back(
        {.id = "R", .kind = kind, .a = a, .b = b, .min_minutes = minutes});
  }
  void free(int device, int minute) {
    day.basis.planning
        .free[static_cast<std::size_t>(device)][0][static_cast<std::size_t>(minute / 30)] = 1;
  }
};

}  // namespace

TEST_CASE("a line's rule is played forward: whoever is there and due first") {
  CHECK(turn_at({.free_from = kNine, .others = {}}, kNine + 60, kNine + 5) == kNine + 5);
  const DeviceNow busy{.free_from = kNine + 10,
                       .others = {{kNine, kNine, 10}, {kNine + 30, kNine + 30, 20}}};
  // After the one who waits; the one to come at half past is not there yet.
  CHECK(turn_at(busy, kNine + 60, kNine) == kNine + 20);
  // Come at half past, they are due later than the one who comes then, too.
  CHECK(turn_at(busy, kNine + 60, kNine + 30) == kNine + 50);
  CHECK(turn_at(busy, kNine + 20, kNine + 30) == kNine + 30);
}

TEST_CASE("of what may be next, the soonest; the plan's own order only where rules ask for it") {
  World world(kNine - 30);
  world.books("A", 0, kNine);
  world.books("B", 1, kNine + 30);
  world.day.devices[0].others = {{kNine - 60, kNine - 30, 25}};

  SUBCASE("another device is free") {
    const auto stops = next_stops(world.day);
    REQUIRE(stops.size() == 2);
    CHECK(stops[0].left.exam == "B");
    CHECK(stops[0].why == NextStop::Why::shorter);
    CHECK(stops[0].walk == 10);
    CHECK(stops[0].begins == kNine - 20);
    CHECK(stops[1].left.exam == "A");
    CHECK(stops[1].wait() == 25);
  }
  SUBCASE("a rule wants A first") {
    world.rule(planner::RuleKind::before, "A", "B", 0);
    const auto stops = next_stops(world.day);
    REQUIRE(stops.size() == 1);
    CHECK(stops[0].left.exam == "A");
    CHECK(stops[0].why == NextStop::Why::planned);
  }
  SUBCASE("B would make them late for A") {
    world.day.devices[1].free_from = kNine + 20;
    const auto stops = next_stops(world.day);
    REQUIRE(stops.size() == 1);
    CHECK(stops[0].left.exam == "A");
  }
  SUBCASE("whatever they do they are late: the plan's next one") {
    world.day.devices[0].free_from = world.day.devices[1].free_from = kNine + 60;
    const auto stops = next_stops(world.day);
    REQUIRE(stops.size() == 1);
    CHECK(stops[0].left.exam == "A");
    CHECK(stops[0].why == NextStop::Why::late);
  }
  SUBCASE("an appointment is not missed for it") {
    planner::Item visit{.code = "visit", .name = "", .minutes = 30, .device_minutes = 30};
    world.day.standing.push_back({.what = planning::Standing::What::appointment,
                                  .item = visit,
                                  .minute = kNine - 15,
                                  .site = 1});
    for (const auto& stop : next_stops(world.day)) CHECK(stop.why == NextStop::Why::late);
  }
}

TEST_CASE("nobody is sent before they are prepared") {
  World world(kNine - 60);
  auto& only = world.books("A", 0, kNine + 90);
  SUBCASE("a full bladder takes an hour") {
    only.item.bladder = Bladder::full;
    CHECK(next_stops(world.day).at(0).begins == kNine);
  }
  SUBCASE("fasting since they were told to") {
    only.item.fasting = 480;
    only.fasts_since = 60;
    CHECK(next_stops(world.day).at(0).begins == kNine);
    // They have not been told to begin yet: they may have eaten just now.
    only.fasts_since.reset();
    CHECK(next_stops(world.day).at(0).begins == kNine + 90);
  }
  CHECK(next_stops(world.day).at(0).why == NextStop::Why::only);
}

TEST_CASE(
    "done early, a free place before the booked one is offered, the first that can be reached") {
  World world(kNine - 35);
  world.books("A", 1, kNine + 60);
  CHECK_FALSE(next_stops(world.day).at(0).earlier);
  world.free(1, kNine - 30);  // ten minutes' walk: too soon
  world.free(1, kNine + 30);
  CHECK(next_stops(world.day).at(0).earlier->start == MinuteOfDay{kNine + 30});
  world.free(1, kNine);
  const auto earlier = next_stops(world.day).at(0).earlier;
  REQUIRE(earlier);
  CHECK(earlier->start == MinuteOfDay{kNine});
  const auto place = world.day.left[0].place;
  CHECK(moved_earlier(world.day, place, *earlier)->front() == *earlier);
  auto another = *earlier;
  another.start += MinuteOfDay{30};
  CHECK_FALSE(moved_earlier(world.day, place, another));

  // Not where it would run into another one.
  world.books("B", 0, kNine);
  world.day.basis.planning.wanted[0].item.minutes = 30;
  CHECK(next_stops(world.day).at(0).left.exam == "B");
  for (const auto& stop : next_stops(world.day))
    if (stop.left.exam == "A") CHECK(stop.earlier->start == MinuteOfDay{kNine + 30});
}
