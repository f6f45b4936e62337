// When a service can be had on a day, over all windows that serve it.
#include "yuyue/centre/hours.hpp"

#include <doctest/doctest.h>

using namespace yuyue;
using namespace yuyue::centre;

namespace {

constexpr ServiceId kStamps{1}, kCopies{2};

MinuteOfDay at(int hour, int minute = 0) {
  return MinuteOfDay{hour * 60 + minute};
}

Window window(std::vector<ServiceId> services, std::vector<OpenHours> hours) {
  Window w;
  for (const auto service : services) w.duties.push_back({.service = service});
  w.hours = std::move(hours);
  return w;
}

using Spans = std::vector<rules::OpenSpan>;

}  // namespace

TEST_CASE("a break of every window is a gap, a staggered one is not") {
  std::vector<Window> windows{window({kStamps}, {{1, at(8), at(12)}, {1, at(13, 30), at(17)}}),
                              window({kCopies}, {{1, at(7), at(18)}})};
  CHECK(rules::hours_of(windows, kStamps, 1) == Spans{{at(8), at(12)}, {at(13, 30), at(17)}});
  windows.push_back(window({kStamps, kCopies}, {{1, at(10), at(13)}}));
  CHECK(rules::hours_of(windows, kStamps, 1) == Spans{{at(8), at(13)}, {at(13, 30), at(17)}});
  // Where one ends when the other begins there is no gap either.
  windows.push_back(window({kStamps}, {{1, at(13), at(13, 30)}}));
  CHECK(rules::hours_of(windows, kStamps, 1) == Spans{{at(8), at(17)}});
  CHECK(rules::hours_of(windows, kCopies, 1) == Spans{{at(7), at(18)}});
}

TEST_CASE("another weekday, a holiday and a window that is not active have no hours") {
  auto only = window({kStamps}, {{1, at(8), at(12)}});
  CHECK(rules::hours_of({only}, kStamps, 2).empty());
  CHECK(rules::hours_of({only}, kStamps, 0).empty());
  CHECK(rules::hours_of({only}, kCopies, 1).empty());
  only.active = false;
  CHECK(rules::hours_of({only}, kStamps, 1).empty());
  CHECK(rules::hours_of(only, 1).empty());
}

TEST_CASE(
    "the last number is given some minutes before a closing, unless another window gives it") {
  using rules::Intake;
  Service stamps;
  stamps.id = kStamps;
  std::vector<Window> windows{window({kStamps}, {{1, at(8), at(12)}, {1, at(13, 30), at(17)}})};
  const auto intake = [&](int hour, int minute = 0) {
    return rules::intake_of(windows, stamps, 1, at(hour, minute));
  };
  CHECK(intake(7) == Intake{.open = true, .until = at(12)});
  CHECK(intake(11, 59) == Intake{.open = true, .until = at(12)});
  windows[0].last_number = std::chrono::minutes{30};
  CHECK(intake(7) == Intake{.open = true, .until = at(11, 30)});
  CHECK(intake(11, 29) == Intake{.open = true, .until = at(11, 30)});
  CHECK(intake(11, 30) == Intake{.open = false, .until = at(11, 30), .again = at(12)});
  CHECK(intake(12) == Intake{.open = true, .until = at(16, 30)});
  CHECK(intake(16, 30) == Intake{.open = false, .until = at(16, 30)});
  CHECK_FALSE(intake(17));
  // The service has a time of its own; the longer one holds.
  stamps.last_number = std::chrono::minutes{60};
  CHECK(intake(11) == Intake{.open = false, .until = at(11), .again = at(12)});
  stamps.last_number = std::chrono::minutes{0};
  windows.push_back(window({kStamps}, {{1, at(11), at(14)}}));
  CHECK(intake(11, 45) == Intake{.open = true, .until = at(14)});
  windows.back().last_number = std::chrono::minutes{150};
  CHECK(intake(11, 45) == Intake{.open = false, .until = at(11, 30), .again = at(13, 30)});
}
