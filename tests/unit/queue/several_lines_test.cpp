#include "yuyue/queue/several_lines.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace yuyue;
using namespace yuyue::queue;
using namespace std::chrono_literals;

namespace {

const Instant kMorning = from_millis(1'795'000'000'000);
const TicketId kMe{-101}, kMeToo{-102};

Line line_of(int first, int people) {
  Line line;
  for (int i = 0; i < people; ++i) {
    Joining joining;
    joining.id = TicketId{first + i};
    line.apply(line.join(joining, kMorning - 30min + i * 1min).value());
  }
  return line;
}

/// Every visit takes just so long.
Pace always(std::chrono::minutes length) {
  return {std::log(static_cast<double>(std::chrono::seconds(length).count())), 0, 0};
}

Post post(int station, std::vector<Duty> duties, std::vector<Pace> paces) {
  Post post;
  post.server.station = {station};
  post.server.duties = std::move(duties);
  post.server.opens = kMorning;
  post.server.closes = kMorning + 8h;
  post.paces = std::move(paces);
  return post;
}

double minutes_until(const std::map<TicketId, Forecast>& all, TicketId ticket) {
  return std::round(static_cast<double>((all.at(ticket).middle - kMorning).count()) / 6'000) / 10;
}

}  // namespace

TEST_CASE("one station, two lines, each with its own pace; newcomers take nobody's time") {
  const SeveralLines day{
      .lines = {line_of(1, 2), line_of(11, 2)},
      .posts = {post(1, {{.line = 0}, {.line = 1}}, {always(10min), always(3min)})},
      .newcomers = {{kMe, 0}, {kMeToo, 1}}};
  const auto found = forecast(day, kMorning);
  CHECK(minutes_until(found, TicketId{1}) == 0);
  CHECK(minutes_until(found, TicketId{11}) == 10);
  CHECK(minutes_until(found, TicketId{2}) == 13);
  CHECK(minutes_until(found, TicketId{12}) == 23);
  CHECK(minutes_until(found, kMe) == 26);
  CHECK(minutes_until(found, kMeToo) == 26);
}

TEST_CASE("whoever goes on to another line keeps their due time there") {
  const SeveralLines day{
      .lines = {line_of(1, 1), line_of(11, 3)},
      .posts = {post(1, {{.line = 0}}, {always(4min)}), post(2, {{.line = 1}}, {always(10min)})},
      .newcomers = {{kMe, 1}},
      .then = {{TicketId{1}, {1}}}};
  const auto found = forecast(day, kMorning);
  CHECK(minutes_until(found, TicketId{11}) == 0);
  CHECK(minutes_until(found, TicketId{12}) == 20);  // after the one who came from the other line
  CHECK(minutes_until(found, kMe) == 40);
}

TEST_CASE("a station that only helps does so once somebody has waited long enough") {
  const Duty helps{.line = 0, .help_after = 45min, .help_when_idle = false};
  const SeveralLines day{.lines = {line_of(1, 2)},
                         .posts = {post(1, {helps}, {always(5min)})},
                         .newcomers = {{kMe, 0}}};
  const auto found = forecast(day, kMorning);
  CHECK(minutes_until(found, TicketId{1}) == 15);  // waits for half an hour already
  CHECK(minutes_until(found, TicketId{2}) == 20);
  CHECK(minutes_until(found, kMe) == 45);
}

TEST_CASE("whoever is away is expected back, where that is said") {
  auto line = line_of(1, 1);
  line.apply(line.call(Station{1}, kMorning - 20min).value());
  line.apply(line.start(TicketId{1}, kMorning - 20min).value());
  line.apply(line.send_away(TicketId{1}, kMorning - 10min).value());
  SeveralLines day{.lines = {line, line_of(11, 30)},
                   .posts = {post(1, {{.line = 0}, {.line = 1}}, {always(30min), always(5min)})},
                   .newcomers = {{kMe, 1}}};
  const auto without = minutes_until(forecast(day, kMorning), kMe);
  day.away = 10min;
  CHECK(minutes_until(forecast(day, kMorning), kMe) > without);
}
