// What a triage desk is warned of.
#include <doctest/doctest.h>

#include "yuyue/booking/clinic/area_day.hpp"

using namespace yuyue;
using namespace yuyue::booking::clinic;
using namespace std::chrono_literals;

namespace {

const HospitalTime kTime;
const queue::Station kRoom{1};

Instant at(int hour, int minute) {
  return kTime.at(Day{date::days{20780}}, MinuteOfDay{hour * 60 + minute});
}

struct Morning {
  TicketId booked(int number, Instant slot, Instant now) {
    queue::Joining joining;
    joining.id = TicketId{number};
    joining.number = std::to_string(number);
    joining.slot_start = slot;
    joining.sequence = number;
    line.apply(line.join(joining, now).value());
    return joining.id;
  }
  /// "behind 2 8:00"
  std::string warned(Instant now, const std::vector<Expectation>& expected = {}) const {
    std::string text;
    for (const auto& one : warnings_of(line, at(12, 0), expected, now)) {
      text += (text.empty() ? "" : ", ") + std::string(name_of(one.what)) + " " +
              line.find(one.ticket)->number + " " + format_minute(kTime.minute_of(one.since));
    }
    return text;
  }
  queue::Line line;
};

}  // namespace

TEST_CASE("a line is behind when its next one should have been called a slot's length ago") {
  Morning morning;
  CHECK(morning.warned(at(9, 0)).empty());
  morning.booked(1, at(8, 30), at(8, 0));
  CHECK(morning.warned(at(9, 0)).empty());
  CHECK(morning.warned(at(9, 1)) == "behind 1 08:30");
}

TEST_CASE("whoever comes back waits from then on") {
  Morning morning;
  const auto id = morning.booked(1, at(8, 0), at(7, 50));
  morning.line.apply(morning.line.call(kRoom, at(8, 0)).value());
  morning.line.apply(morning.line.start(id, at(8, 1)).value());
  morning.line.apply(morning.line.send_away(id, at(8, 5)).value());
  CHECK(morning.warned(at(10, 0)).empty());
  morning.line.apply(morning.line.come_back(id, at(9, 50)).value());
  CHECK(morning.warned(at(10, 0)) == "over-promise 1 07:50");
  CHECK(morning.warned(at(10, 21)) == "over-promise 1 07:50, behind 1 09:50");
}

TEST_CASE("nobody waits longer than the line promises without being named") {
  Morning morning;
  morning.booked(1, at(9, 0), at(8, 40));
  morning.booked(2, at(8, 30), at(8, 20));
  const auto promise = queue::promise(morning.line.rules());
  CHECK(morning.warned(at(8, 20) + promise).find("over-promise") == std::string::npos);
  CHECK(morning.warned(at(8, 20) + promise + 1min).starts_with("over-promise 2 08:20"));
}

TEST_CASE("who will hardly be called before the session ends is named, the last of them") {
  Morning morning;
  const auto first = morning.booked(1, at(11, 30), at(11, 20));
  const auto last = morning.booked(2, at(11, 30), at(11, 20));
  CHECK(morning.warned(at(11, 25), {{first, at(11, 50)}, {last, at(12, 0)}}).empty());
  CHECK(morning.warned(at(11, 25), {{first, at(12, 5)}, {last, at(12, 15)}}) == "past-end 2 12:15");
}
