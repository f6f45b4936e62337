#include "yuyue/queue/line.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "yuyue/queue/taking_back.hpp"

using namespace yuyue;
using namespace yuyue::queue;
using namespace std::chrono_literals;

namespace {

const HospitalTime kTime;
const Station kRoom1{1}, kRoom2{2};

/// 23 November 2026, hospital time.
Instant at(int hour, int minute) {
  return kTime.at(Day{date::days{20780}}, MinuteOfDay{hour * 60 + minute});
}

struct Day23 {
  explicit Day23(LineRules rules = {}) : line(std::move(rules)) {}

  TicketId booked(int sequence, Instant slot, Instant now, const std::string& priority = "") {
    return join({.slot_start = slot, .sequence = sequence, .priority = priority}, now);
  }
  TicketId walk_in(Instant now, const std::string& priority = "") {
    return join({.priority = priority}, now);
  }
  TicketId join(Joining joining, Instant now) {
    joining.id = TicketId{++last};
    joining.number = std::to_string(last);
    did(line.join(joining, now));
    return joining.id;
  }
  void did(const Result<Event>& event) {
    REQUIRE_MESSAGE(event.has_value(), (event ? "" : event.error().code));
    line.apply(*event);
  }
  std::string refused(const Result<Event>& event) { return event ? "" : event.error().code; }
  /// Numbers, in order: "3 1 2".
  std::string order(std::optional<Station> station = {}) const {
    std::string text;
    for (const auto* ticket : line.order(station))
      text += (text.empty() ? "" : " ") + ticket->number;
    return text;
  }
  const Ticket& ticket(TicketId id) const { return *line.find(id); }
  void visit(TicketId id, Instant now) {
    did(line.call(id, kRoom1, now));
    did(line.start(id, now));
  }

  Line line;
  std::int64_t last = 0;
};

}  // namespace

TEST_CASE("the earliest due goes first; equal ones by the number in the slot, then check-in") {
  Day23 day;
  day.walk_in(at(8, 0));                // 1: due 8:30
  day.booked(2, at(8, 30), at(8, 1));   // 2: due 8:30, second in the slot
  day.booked(1, at(8, 30), at(8, 20));  // 3: due 8:30, first in the slot
  day.booked(1, at(8, 0), at(8, 25));   // 4: due 8:00
  day.walk_in(at(8, 0));                // 5: as 1, came after
  CHECK(day.order() == "4 3 2 1 5");
}

TEST_CASE("on time, late, and late by the hospital's own rules") {
  Day23 day({.late_penalty = 15min, .early = 60min, .on_time = 30min});
  const auto on_time = day.booked(1, at(9, 0), at(9, 30));
  CHECK(day.ticket(on_time).rank.due == at(9, 0));
  const auto late = day.booked(2, at(9, 0), at(9, 30) + 1ms);
  CHECK(day.ticket(late).rank.due == at(9, 45) + 1ms);
  CHECK(day.ticket(late).why == Due::late);
  const auto called_late_by_policy =
      day.join({.slot_start = at(9, 0), .sequence = 3, .late = true}, at(9, 10));
  CHECK(day.ticket(called_late_by_policy).rank.due == at(9, 25));
}

TEST_CASE("priority classes shorten a walk-in's allowance, and a late one's penalty") {
  Day23 day({.class_allowances = {{"elderly", 10min}, {"urgent", -60min}}, .late_penalty = 15min});
  const auto plain = day.walk_in(at(9, 0));
  const auto old = day.walk_in(at(9, 0), "elderly");
  const auto urgent = day.walk_in(at(9, 0), "urgent");
  CHECK(day.ticket(plain).rank.due == at(9, 30));
  CHECK(day.ticket(old).rank.due == at(9, 10));
  CHECK(day.ticket(urgent).rank.due == at(8, 0));
  const auto late = day.booked(1, at(8, 0), at(9, 0), "elderly");
  CHECK(day.ticket(late).rank.due == at(9, 10));
  CHECK(day.ticket(late).why == Due::priority);
  CHECK(day.order() == "3 4 2 1");
}

TEST_CASE("who was missed goes back by some visits, fixed when they return") {
  Day23 day({.calls_before_missed = 2, .missed_steps = 3, .planned = 5min});
  const auto one = day.booked(1, at(8, 0), at(7, 50));
  day.did(day.line.call(kRoom1, at(8, 0)));
  CHECK(day.refused(day.line.miss(one, at(8, 1))) == "not-called-enough");
  day.did(day.line.recall(one, at(8, 1)));
  day.did(day.line.miss(one, at(8, 2)));
  CHECK(day.order().empty());
  CHECK(day.refused(day.line.call(kRoom1, at(8, 2))) == "nobody-waits");
  day.did(day.line.come_back_missed(one, at(8, 20)));
  CHECK(day.ticket(one).rank.due == at(8, 35));
  CHECK(day.ticket(one).calls == 2);
}

TEST_CASE("who comes back from examinations is called after every two first visits") {
  Day23 day;
  std::vector<TicketId> back;
  for (int i = 1; i <= 3; ++i) back.push_back(day.booked(i, at(8, 0), at(7, 50)));
  for (const auto id : back) {
    day.visit(id, at(8, 0));
    day.did(day.line.send_away(id, at(8, 10)));
  }
  for (int i = 1; i <= 5; ++i) day.booked(i, at(8, 30), at(8, 20));  // 4 … 8
  for (const auto id : back) day.did(day.line.come_back(id, at(8, 40)));
  // Three first visits have been called, so somebody who comes back is next.
  CHECK(day.order() == "1 4 5 2 6 7 3 8");
  CHECK(day.ticket(back[0]).rank.due == at(8, 0));
}

TEST_CASE("a finished visit goes on when the results are there") {
  Day23 day;
  const auto one = day.booked(1, at(8, 0), at(7, 50));
  day.visit(one, at(8, 0));
  day.did(day.line.finish(one, at(8, 10)));
  day.did(day.line.come_back(one, at(9, 0)));
  CHECK(day.ticket(one).returner);
  CHECK(day.ticket(one).number == "1");
}

TEST_CASE("who comes back never waits behind somebody due later than a walk-in of that moment") {
  Day23 day({.walk_in_allowance = 30min, .early = 120min, .firsts_per_returner = 10});
  const auto one = day.booked(1, at(8, 0), at(7, 50));
  day.visit(one, at(8, 0));
  day.did(day.line.send_away(one, at(8, 5)));
  day.booked(1, at(9, 0), at(8, 50));   // 2
  day.booked(1, at(9, 30), at(8, 50));  // 3
  day.booked(1, at(10, 0), at(8, 50));  // 4
  day.did(day.line.come_back(one, at(9, 0)));
  CHECK(day.order() == "2 1 3 4");
}

TEST_CASE("a line of several rooms: one number is called once, and assigned ones by their room") {
  Day23 day;
  const auto one = day.booked(1, at(8, 0), at(7, 50));
  const auto two = day.booked(2, at(8, 0), at(7, 50));
  day.booked(3, at(8, 0), at(7, 50));
  day.did(day.line.assign(one, kRoom2, at(7, 55)));
  CHECK(day.order(kRoom1) == "2 3");
  CHECK(day.order(kRoom2) == "1 2 3");
  day.did(day.line.call(kRoom1, at(8, 0)));
  CHECK(day.ticket(two).state == State::called);
  CHECK(day.refused(day.line.call(kRoom1, at(8, 1))) == "still-called");
  CHECK(day.refused(day.line.call(two, kRoom2, at(8, 1))) == "wrong-state");
  day.did(day.line.call(kRoom2, at(8, 1)));
  CHECK(day.ticket(one).station == kRoom2);
}

TEST_CASE("a second place before the room, so many for each") {
  Day23 day({.near_room = 2});
  for (int i = 1; i <= 4; ++i) day.booked(i, at(8, 0), at(7, 50));
  day.did(day.line.beckon(kRoom1, at(8, 0)));
  day.did(day.line.beckon(kRoom1, at(8, 0)));
  CHECK(day.refused(day.line.beckon(kRoom1, at(8, 0))) == "near-full");
  day.did(day.line.beckon(kRoom2, at(8, 0)));
  day.did(day.line.call(kRoom1, at(8, 1)));
  CHECK(day.line.near(kRoom1).size() == 1);
  CHECK(day.line.near(kRoom1)[0]->number == "2");
  day.did(day.line.call(kRoom2, at(8, 1)));
  CHECK(day.ticket(TicketId{3}).state == State::called);
  CHECK(day.order() == "4");
  Day23 without;
  CHECK(without.refused(without.line.beckon(kRoom1, at(8, 0))) == "no-near-place");
}

TEST_CASE("who does not come to the place before the room is asked again, and then passed over") {
  Day23 day({.calls_before_missed = 2, .near_room = 2});
  const auto one = day.booked(1, at(8, 0), at(7, 50));
  day.booked(2, at(8, 0), at(7, 50));
  day.did(day.line.beckon(kRoom1, at(8, 0)));
  day.did(day.line.beckon(kRoom1, at(8, 1)));
  CHECK(day.refused(day.line.miss(one, at(8, 2))) == "not-called-enough");
  day.did(day.line.recall(one, at(8, 3)));
  CHECK(day.line.near(kRoom1)[0]->id == one);
  CHECK(explain(day.line, day.ticket(one), kTime).back().code == "near");
  day.did(day.line.miss(one, at(8, 4)));
  CHECK(day.ticket(one).state == State::missed);
  day.did(day.line.call(kRoom1, at(8, 5)));
  CHECK(day.ticket(TicketId{2}).calls == 1);
}

TEST_CASE("some are called more often before they are passed over") {
  Day23 day({.calls_before_missed = 1});
  Joining joining;
  joining.id = TicketId{7};
  joining.number = "7";
  joining.extra_calls = 1;
  joining.priority = "elderly";
  day.did(day.line.join(joining, at(8, 0)));
  day.did(day.line.call(kRoom1, at(8, 1)));
  const auto refused = day.line.miss(TicketId{7}, at(8, 2));
  REQUIRE(!refused);
  CHECK(refused.error().params.at("needed") == "2");
  day.did(day.line.recall(TicketId{7}, at(8, 2)));
  CHECK(day.line.miss(TicketId{7}, at(8, 3)).has_value());
}

TEST_CASE("a slip of the finger is taken back, and everybody stands where they stood") {
  Day23 day;
  const auto a = day.booked(1, at(8, 0), at(7, 50));
  const auto b = day.booked(2, at(8, 0), at(7, 51));
  const auto slip = [&](auto step, int minute) {
    const auto before = day.ticket(a);
    day.did((day.line.*step)(a, at(8, minute)));
    day.did(take_back(day.line, before, at(8, minute)));
    CHECK(day.ticket(a) == before);
  };
  const auto waiting = day.ticket(a);
  day.did(day.line.call(kRoom1, at(8, 0)));
  day.did(take_back(day.line, waiting, at(8, 0)));
  CHECK(day.order() == "1 2");
  CHECK(day.ticket(a) == waiting);
  CHECK(day.line.firsts_since_returner() == 0);

  day.did(day.line.call(kRoom1, at(8, 1)));
  slip(&Line::recall, 2);
  slip(&Line::start, 2);
  slip(&Line::finish, 3);
  for (int i = 0; i < 2; ++i) day.did(day.line.recall(a, at(8, 4)));
  slip(&Line::miss, 5);
  day.did(day.line.start(a, at(8, 6)));
  slip(&Line::send_away, 6);
  slip(&Line::leave, 7);
  day.did(day.line.send_away(a, at(8, 7)));
  slip(&Line::come_back, 8);
  slip(&Line::leave, 8);

  day.did(day.line.come_back(a, at(8, 9)));
  day.did(day.line.call(a, kRoom1, at(8, 9)));
  const auto called = day.ticket(a);
  day.did(day.line.start(a, at(8, 9)));
  day.did(day.line.call(kRoom1, at(8, 10)));
  CHECK(day.ticket(b).state == State::called);
  CHECK(day.refused(take_back(day.line, called, at(8, 10))) == "still-called");
}

TEST_CASE("moved by staff exactly there, and by nobody else's arrival") {
  Day23 day;
  for (int i = 1; i <= 4; ++i) day.booked(i, at(8, 0), at(7, 50));
  day.did(day.line.move_before(TicketId{4}, TicketId{2}, at(8, 0)));
  CHECK(day.order() == "1 4 2 3");
  CHECK(day.ticket(TicketId{4}).why == Due::decision);
  day.did(day.line.move_after(TicketId{1}, TicketId{2}, at(8, 0)));
  CHECK(day.order() == "4 2 1 3");
  day.booked(9, at(8, 0), at(7, 0));
  CHECK(day.order() == "4 2 1 3 5");
}

TEST_CASE("by one's own wish later") {
  Day23 day;
  const auto one = day.booked(1, at(8, 0), at(7, 50));
  day.booked(2, at(8, 0), at(7, 50));
  day.booked(1, at(8, 30), at(7, 50));
  day.did(day.line.postpone(one, 40min, at(7, 55)));
  CHECK(day.ticket(one).rank.due == at(8, 40));
  CHECK(day.order() == "2 3 1");
}

TEST_CASE("a call against the rule is a decision; one by the rule is none") {
  Day23 day;
  const auto one = day.booked(1, at(8, 0), at(7, 50));
  const auto two = day.booked(2, at(8, 0), at(7, 50));
  CHECK(day.line.call(two, kRoom1, at(8, 0))->decision);
  CHECK(!day.line.call(one, kRoom1, at(8, 0))->decision);
}

TEST_CASE("settings that would break the promise are refused") {
  const auto why = [](const LineRules& rules) {
    const auto fine = check(rules);
    return fine ? "" : fine.error().params.at("name");
  };
  CHECK(why({}).empty());
  CHECK(why({.late_penalty = 31min}) == "latePenalty");
  CHECK(why({.class_allowances = {{"elderly", 31min}}}) == "classAllowances/elderly");
  CHECK(why({.calls_before_missed = 0}) == "callsBeforeMissed");
  CHECK(why({.planned = 0min}) == "planned");
  CHECK(promise({}) == 90min);
  CHECK(promise({.class_allowances = {{"urgent", -60min}}, .early = 30min}) == 90min);
}

TEST_CASE("every ticket says why it stands where it stands") {
  Day23 day;
  const auto one = day.booked(1, at(8, 30), at(8, 10));
  const auto two = day.walk_in(at(8, 5));
  const auto reasons = explain(day.line, day.ticket(one), kTime);
  REQUIRE(reasons.size() == 2);
  CHECK(reasons[0].code == "due-slot");
  CHECK(reasons[0].params.at("slot") == "08:30");
  CHECK(reasons[1].code == "ahead");
  CHECK(reasons[1].params.at("n") == "0");
  CHECK(explain(day.line, day.ticket(two), kTime)[0].code == "due-walk-in");
}
