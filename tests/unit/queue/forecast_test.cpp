#include "yuyue/queue/forecast.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <random>

using namespace yuyue;
using namespace yuyue::queue;
using namespace std::chrono_literals;

namespace {

const Station kRoom1{1}, kRoom2{2};
const Instant kMorning = from_millis(1'795'000'000'000);

Line line_of(int people, Instant slot, LineRules rules = {}) {
  Line line(std::move(rules));
  for (int i = 1; i <= people; ++i) {
    Joining joining;
    joining.id = TicketId{i};
    joining.slot_start = slot;
    joining.sequence = i;
    line.apply(line.join(joining, slot - 10min).value());
  }
  return line;
}

/// Every visit takes just so long.
Pace always(std::chrono::seconds length) {
  return {std::log(static_cast<double>(length.count())), 0, 0};
}

Server server(Station station, Pace pace, std::vector<Duty> duties = {Duty{}}) {
  Server server;
  server.station = station;
  server.duties = std::move(duties);
  server.pace = pace;
  server.opens = kMorning;
  server.closes = kMorning + 4h;
  return server;
}

bool about(Instant a, Instant b) {
  return std::chrono::abs(a - b) < 2s;
}

}  // namespace

TEST_CASE("when every visit takes the same time, the forecast is the rule's own order") {
  const std::vector lines{line_of(4, kMorning)};
  auto room = server(kRoom1, always(10min));
  room.serving_since = kMorning - 4min;
  const std::vector servers{room};
  const auto found = forecast(lines, servers, {}, kMorning);
  REQUIRE(found.size() == 4);
  for (int i = 1; i <= 4; ++i) {
    const auto& one = found.at(TicketId{i});
    CHECK(about(one.middle, kMorning + 6min + (i - 1) * 10min));
    CHECK(one.most.from == one.most.to);
    CHECK(one.called == 1);
  }
}

TEST_CASE("breaks and closing are waited for, and said") {
  const std::vector lines{line_of(4, kMorning)};
  auto room = server(kRoom1, always(10min));
  room.breaks = {{kMorning + 10min, kMorning + 25min}};
  room.closes = kMorning + 40min;
  const std::vector servers{room};
  const auto found = forecast(lines, servers, {}, kMorning);
  CHECK(about(found.at(TicketId{1}).middle, kMorning));
  CHECK(about(found.at(TicketId{2}).middle, kMorning + 25min));
  CHECK(about(found.at(TicketId{3}).middle, kMorning + 35min));
  CHECK(found.at(TicketId{4}).called == 0);
}

TEST_CASE("two rooms share a line; one that opens later takes part from then on") {
  const std::vector lines{line_of(3, kMorning)};
  auto late = server(kRoom2, always(10min));
  late.opens = kMorning + 5min;
  const std::vector servers{server(kRoom1, always(10min)), late};
  const auto found = forecast(lines, servers, {}, kMorning);
  CHECK(about(found.at(TicketId{1}).middle, kMorning));
  CHECK(about(found.at(TicketId{2}).middle, kMorning + 5min));
  CHECK(about(found.at(TicketId{3}).middle, kMorning + 10min));
}

TEST_CASE("who is expected is let in before those who are due later") {
  const std::vector lines{line_of(2, kMorning + 30min)};
  const std::vector servers{server(kRoom1, always(10min))};
  const std::vector<Expected> expected{{.slot_start = kMorning,
                                        .sequence = 1,
                                        .shows = 1,
                                        .minutes_early = -2,
                                        .minutes_early_spread = 0}};
  const auto found = forecast(lines, servers, expected, kMorning);
  CHECK(about(found.at(TicketId{1}).middle, kMorning));
  CHECK(about(found.at(TicketId{2}).middle, kMorning + 20min));
}

TEST_CASE("who is expected is told, too, when they would be called if they come") {
  const std::vector lines{line_of(2, kMorning)};
  const std::vector servers{server(kRoom1, always(10min))};
  const std::vector<Expected> expected{
      {.slot_start = kMorning + 30min,
       .shows = 0.5,
       .minutes_early = 5,
       .minutes_early_spread = 0,
       .ticket = TicketId{-77}},
      {.slot_start = kMorning + 30min, .shows = 0, .ticket = TicketId{-78}}};
  const auto found = forecast(lines, servers, expected, kMorning);
  CHECK(about(found.at(TicketId{-77}).middle, kMorning + 25min));
  CHECK(found.at(TicketId{-77}).called == 1);
  CHECK(found.at(TicketId{-78}).called == 0);
}

TEST_CASE("the same question has the same answer") {
  const std::vector lines{line_of(6, kMorning)};
  const std::vector servers{server(kRoom1, {std::log(400.0), 0.1, 0.6})};
  const auto one = forecast(lines, servers, {}, kMorning);
  const auto two = forecast(lines, servers, {}, kMorning);
  for (const auto& [id, forecast] : one) {
    CHECK(forecast.middle == two.at(id).middle);
    CHECK(forecast.most.from <= forecast.half.from);
    CHECK(forecast.half.from <= forecast.middle);
    CHECK(forecast.middle <= forecast.half.to);
    CHECK(forecast.half.to <= forecast.most.to);
  }
}

TEST_CASE("a station compares its lines by due time and bias, and helps where it is told to") {
  std::vector lines{line_of(1, kMorning), line_of(1, kMorning + 10min)};
  const auto now = kMorning + 12min;
  CHECK(choose(lines, kRoom1, std::vector<Duty>{{.line = 0}, {.line = 1}}, now) == 0);
  CHECK(choose(lines, kRoom1, std::vector<Duty>{{.line = 0, .bias = 15min}, {.line = 1}}, now) ==
        1);
  // Only helping: the first one has waited 22 minutes by now, the second 12.
  const auto helps = [&](minutes after, bool when_idle) {
    const std::vector<Duty> duties{{.line = 0, .help_after = after, .help_when_idle = when_idle},
                                   {.line = 1}};
    return choose(lines, kRoom1, duties, now);
  };
  CHECK(helps(20min, true) == 0);
  CHECK(helps(25min, true) == 1);
  lines[1] = Line();
  CHECK(helps(25min, true) == 0);
  CHECK(helps(25min, false) == std::nullopt);
}

TEST_CASE("paces are learned for each, and lean on the service's while little is known") {
  PaceBook book(10min);
  const auto usual = [&](const PaceKey& key) {
    return std::exp(book.pace(key).mean) / 60;
  };
  const PaceKey slow{"expert", 1, 9}, quick{"expert", 2, 9}, unknown{"expert", 3, 9};
  const auto before = book.pace(unknown);
  CHECK(usual(unknown) == doctest::Approx(8.35).epsilon(0.01));  // the median of a mean of ten
  for (int i = 0; i < 60; ++i) {
    book.learn(slow, 15min + std::chrono::seconds{i});
    book.learn(quick, 4min + std::chrono::seconds{i});
  }
  CHECK(usual(slow) == doctest::Approx(15.3).epsilon(0.1));
  CHECK(usual(quick) == doctest::Approx(4.6).epsilon(0.15));
  CHECK(usual(unknown) > usual(quick));
  CHECK(usual(unknown) < usual(slow));
  CHECK(book.pace(slow).error < before.error / 3);
  for (int i = 0; i < 200; ++i) book.learn(slow, 8min);  // they have changed their ways
  CHECK(usual(slow) < 10);
  const auto kept = book.pace(slow).mean;
  book.learn(slow, 2s);
  book.learn(slow, 5h);
  CHECK(book.pace(slow).mean == kept);
}

namespace {

/// A day as it truly is: a doctor whose pace nobody knows beforehand, people who come when they
/// come.
struct TrueDay {
  explicit TrueDay(unsigned seed) : dice(seed) {
    mean = std::log(360.0) + 0.25 * normal();
    for (int i = 0; i < 24; ++i) {
      const auto slot = kMorning + (i / 6) * 30min;
      if (std::bernoulli_distribution(0.12)(dice)) continue;  // does not come
      const auto early = std::chrono::seconds{static_cast<int>(60 * (15 + 12 * normal()))};
      coming.push_back({std::max(slot - early, slot - 60min), slot, i % 6 + 1, i + 1});
    }
    std::ranges::sort(coming, {}, &Guest::at);
  }
  double normal() { return std::normal_distribution<double>()(dice); }

  void run(Score& score) {
    PaceBook book(7min);
    Instant now = kMorning - 60min;
    std::map<TicketId, std::vector<Forecast>> told;
    for (int asked = 0; !coming.empty() || line.next();) {
      let_in(now);
      if (now >= kMorning && line.next()) {
        if (++asked % 4 == 0) ask(now, book, told);
        const auto event = line.call(kRoom1, now).value();
        for (const auto& forecast : told[event.ticket]) score.add(forecast, now);
        line.apply(event);
        line.apply(line.finish(event.ticket, now).value());
        const auto took = std::chrono::seconds{static_cast<int>(std::exp(mean + 0.5 * normal()))};
        book.learn({"expert", 1, -1}, took);
        now += took;
      } else {
        now += 30s;
      }
    }
  }

  struct Guest {
    Instant at{}, slot{};
    int sequence = 0, id = 0;
  };
  void let_in(Instant now) {
    while (!coming.empty() && coming.front().at <= now) {
      Joining joining;
      joining.id = TicketId{coming.front().id};
      joining.slot_start = coming.front().slot;
      joining.sequence = coming.front().sequence;
      if (const auto event = line.join(joining, now)) line.apply(*event);
      coming.erase(coming.begin());
    }
  }
  void ask(Instant now, const PaceBook& book, std::map<TicketId, std::vector<Forecast>>& told) {
    auto room = server(kRoom1, book.pace({"expert", 1, -1}));
    room.closes = kMorning + 8h;
    std::vector<Expected> expected;
    for (const auto& guest : coming)
      expected.push_back({.slot_start = guest.slot, .sequence = guest.sequence, .shows = 1});
    const std::vector lines{line};
    const std::vector servers{room};
    for (const auto& [id, forecast] : forecast(lines, servers, expected, now))
      if (forecast.most.from > now) told[id].push_back(forecast);
  }

  std::mt19937 dice;
  double mean = 0;
  Line line;
  std::vector<Guest> coming;
};

}  // namespace

TEST_CASE("over many days the ranges hold about as often as they say") {
  Score score;
  for (unsigned seed = 0; seed < 80; ++seed) TrueDay(seed).run(score);
  MESSAGE(score.count << " forecasts: half " << score.share_within_half() << ", nine in ten "
                      << score.share_within_most() << ", off by " << score.mean_minutes_off()
                      << " min");
  CHECK(score.count > 1000);
  CHECK(score.share_within_most() > 0.85);
  CHECK(score.share_within_most() < 0.95);
  CHECK(score.share_within_half() > 0.40);
  CHECK(score.share_within_half() < 0.60);
}
