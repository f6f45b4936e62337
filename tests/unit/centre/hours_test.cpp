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
