// Walk-ins, the place before the room, transfers, closing and settling.
#include "clinic_world.hpp"

using namespace yuyue;
using namespace yuyue::booking;
using namespace yuyue::booking::test;
using enum clinic::Step::What;

TEST_CASE("whoever comes without an appointment gets a free place, and stands in line at once") {
  ClinicWorld world;
  const auto who = world.people(4);
  world.here(who[0], world.morning, 0);
  const auto made = world.walk_in(who[1], world.morning);
  REQUIRE(made.has_value());
  CHECK(made->appointment.state == AppointmentState::arrived);
  CHECK(!made->appointment.extra);
  CHECK(made->ticket->ticket.number == "W1");
  CHECK(made->ticket->ticket.why == queue::Due::walk_in);
  CHECK(made->ticket->ticket.rank.due == world.at("2026-11-24", 8 * 60));
  CHECK(world.walk_in(who[1], world.morning).error().code == "already-booked");
  CHECK(world.walk_in(who[2], world.morning, "", "king").error().code == "unknown-reference");
  const auto sooner = world.walk_in(who[2], world.morning, "", "elderly");
  REQUIRE(sooner.has_value());
  CHECK(sooner->ticket->ticket.number == "W2");
  CHECK(world.order(world.morning) == "W2 0800-1 W1");
  world.set_now("2026-11-23", 9 * 60);
  CHECK(world.walk_in(who[3], world.morning).error().code == "clinic-not-today");
  world.check_lines();
}

TEST_CASE("a full session takes a walk-in in with an extra number, for a reason") {
  ClinicWorld world;
  const auto who = world.people(10);
  for (std::size_t i = 0; i < 8; ++i) world.booked(who[i], world.expert, i / 2);
  CHECK(world.walk_in(who[8], world.expert).error().code == "reason-required");
  const auto made = world.walk_in(who[8], world.expert, "外地患者");
  REQUIRE(made.has_value());
  CHECK(made->appointment.extra);
  CHECK(made->appointment.starts_at == world.at("2026-11-24", 8 * 60));
  world.set_now("2026-11-24", 9 * 60 + 45);
  const auto late = world.walk_in(who[9], world.expert, "外地患者");
  REQUIRE(late.has_value());
  CHECK(late->appointment.starts_at == world.at("2026-11-24", 9 * 60 + 30));
  world.set_now("2026-11-24", 10 * 60 + 1);
  CHECK(world.walk_in(who[0], world.expert, "外地患者").error().code == "past-slot");
  world.check_lines();
}

TEST_CASE("where a fee is paid first, a walk-in stands in line once it is paid") {
  ClinicWorld world;
  const auto who = world.people(1);
  clinic::WalkInRequest request;
  request.session = world.morning;
  request.person = who[0];
  request.pay_until = [&](SlotId) {
    return world.now() + std::chrono::minutes{15};
  };
  const auto made = world.write([&](store::Transaction& tx) {
    return world.day.walk_in(tx, request, world.staff, world.now());
  });
  REQUIRE(made.has_value());
  CHECK(made->appointment.state == AppointmentState::pending);
  CHECK(!made->ticket);
  world.set_now("2026-11-24", 7 * 60 + 40);
  const auto paid = world.write([&](store::Transaction& tx) {
    return world.visits.confirm(tx, made->appointment.id, world.staff, world.now());
  });
  REQUIRE(paid.has_value());
  CHECK(world.appointment(made->appointment.id).state == AppointmentState::arrived);
  CHECK(world.ticket_of(made->appointment.id).ticket.rank.due ==
        world.at("2026-11-24", 8 * 60 + 10));
  world.check_lines();
}

TEST_CASE("what is known of somebody decides their class; who is booked keeps the slot") {
  ClinicWorld world;
  const auto who = world.people(3);
  world.known.all[who[0]].birth_date = *parse_day("1940-05-05");
  world.known.all[who[1]].needs = {"wheelchair"};
  const auto booked = world.here(who[0], world.morning, 1);
  const auto walking = world.walk_in(who[1], world.morning);
  REQUIRE(walking.has_value());
  CHECK(walking->ticket->ticket.priority == "disability");
  CHECK(walking->ticket->ticket.why == queue::Due::priority);
  CHECK(walking->ticket->ticket.extra_calls == 1);
  const auto kept =
      world.read([&](store::Snapshot& snapshot) { return queue::find_ticket(snapshot, booked); });
  CHECK(kept->ticket.priority == "elderly");
  CHECK(kept->ticket.why == queue::Due::slot);
  world.check_lines();
}

TEST_CASE("the place before the room holds so many, and a call takes the first of them") {
  ClinicWorld world(R"({"line": {"nearRoom": 1, "callsBeforeMissed": 1}})");
  const auto who = world.people(3);
  CHECK(world.beckon(world.morning).error().code == "nobody-waits");
  const auto first = world.here(who[0], world.morning, 0);
  const auto second = world.here(who[1], world.morning, 0);
  REQUIRE(world.beckon(world.morning).has_value());
  CHECK(world.beckon(world.morning).error().code == "near-full");
  CHECK(world.beckon(world.morning, 1)->ticket.id == second);
  CHECK(world.call(world.morning)->ticket.id == first);
  REQUIRE(world.step(second, miss).has_value());
  CHECK(world.call(world.morning, 1).error().code == "nobody-waits");
  REQUIRE(world.step(second, come_back).has_value());
  CHECK(world.call(world.morning, 1)->ticket.id == second);
  ClinicWorld without;
  const auto one = without.people(1);
  without.here(one[0], without.morning, 0);
  CHECK(without.beckon(without.morning).error().code == "no-near-place");
  world.check_lines();
}

TEST_CASE("handed to a colleague, one keeps the due time and is called into their rooms") {
  ClinicWorld world;
  const auto who = world.people(3);
  const auto one = world.here(who[0], world.morning, 0);
  const auto theirs = world.here(who[1], world.expert, 0);
  CHECK(world.transfer(one, world.eyes).error().code == "transfer-elsewhere");
  CHECK(world.transfer(one, world.morning).error().code == "same-line");
  CHECK(world.transfer(one, world.expert, "").error().code == "required");
  const auto there = world.transfer(one, world.expert);
  REQUIRE(there.has_value());
  CHECK(there->ticket.rank.due == world.at("2026-11-24", 8 * 60));
  CHECK(there->ticket.number == "0800-1A");
  CHECK(world.order(world.morning).empty());
  CHECK(world.call(world.expert)->ticket.id == theirs);
  REQUIRE(world.step(theirs, finish).has_value());
  CHECK(world.call(world.expert)->ticket.id == there->ticket.id);
  REQUIRE(world.step(there->ticket.id, finish).has_value());
  const auto id = clinic::appointment_of(there->subject);
  CHECK(world.appointment(id).state == AppointmentState::fulfilled);
  CHECK(world.appointment(id).session == world.morning);
  const auto history =
      world.read([&](store::Snapshot& snapshot) { return events_of(snapshot, id); });
  CHECK(std::ranges::count(history, "transferred", &AppointmentEvent::what) == 1);
  world.check_lines();
}

TEST_CASE("a line that closes takes nobody in, and is closed when the last one is settled") {
  ClinicWorld world;
  const auto who = world.people(8);
  const auto seen = world.here(who[0], world.morning, 0);
  const auto carried = world.here(who[1], world.morning, 0);
  const auto home = world.here(who[2], world.morning, 0);
  const auto moved = world.here(who[3], world.morning, 1);
  const auto late = world.booked(who[4], world.morning, 1);
  REQUIRE(world.begin_closing(world.morning).has_value());
  CHECK(world.arrive(late.id).error().code == "line-closing");
  CHECK(world.walk_in(who[5], world.morning).error().code == "line-closing");
  const auto elsewhere = world.read([&](store::Snapshot& snapshot) {
    return clinic::taking_over(snapshot, world.morning, world.now());
  });
  CHECK(elsewhere == std::vector{world.expert, world.afternoon});
  REQUIRE(world.call(world.morning)->ticket.id == seen);
  REQUIRE(world.step(seen, finish).has_value());
  CHECK(world.step(seen, come_back).error().code == "line-closing");
  REQUIRE(world.transfer(carried, world.afternoon).has_value());
  CHECK(world.transfer(home, world.morning).error().code == "same-line");
  REQUIRE(world.step(home, leave).has_value());
  CHECK(world.line_state(world.morning) == queue::LineState::closing);
  const auto another = world.slots_in(world.eyes).at(0).id;
  const auto rebooked = world.write([&](store::Transaction& tx) {
    return world.day.rebook(tx, moved, another, "今天看不完", world.staff, world.now());
  });
  REQUIRE(rebooked.has_value());
  CHECK(rebooked->state == AppointmentState::booked);
  CHECK(!rebooked->arrived_at);
  CHECK(world.line_state(world.morning) == queue::LineState::closed);
  REQUIRE(world.reopen(world.morning).has_value());
  CHECK(world.reopen(world.morning).error().code == "line-open");
  CHECK(world.arrive(late.id).has_value());
  CHECK(world.arrive(rebooked->id).has_value());
  world.check_lines();
}

TEST_CASE("an empty line is closed at once, also one that nobody ever joined") {
  ClinicWorld world;
  REQUIRE(world.begin_closing(world.eyes).has_value());
  CHECK(world.line_state(world.eyes) == queue::LineState::closed);
  REQUIRE(world.begin_closing(world.eyes).has_value());
  world.check_lines();
}

TEST_CASE("after the day whoever is left was not seen, and that is no no-show of theirs") {
  ClinicWorld world;
  const auto who = world.people(3);
  const auto left = world.booked(who[0], world.morning, 0);
  REQUIRE(world.arrive(left.id).has_value());
  const auto away = world.here(who[1], world.morning, 0);
  REQUIRE(world.call(world.morning).has_value());
  REQUIRE(world.call(world.morning, 1)->ticket.id == away);
  REQUIRE(world.step(away, finish).has_value());
  const auto settle = [&] {
    return world.write(
        [&](store::Transaction& tx) { return world.day.settle_past(tx, world.now()); });
  };
  world.set_now("2026-11-25", 3 * 60);
  CHECK(!settle());
  world.set_now("2026-11-25", 4 * 60 + 1);
  CHECK(settle());
  CHECK(!settle());
  CHECK(world.line_state(world.morning) == queue::LineState::closed);
  CHECK(world.appointment(left.id).state == AppointmentState::arrived);
  world.read([&](store::Snapshot& snapshot) {
    CHECK(clinic::not_seen(snapshot, left.id) == clinic::NotSeen::day_over);
    CHECK(clinic::count_not_seen(snapshot, world.morning) == 1);
    return true;
  });
  const auto after_all = world.write([&](store::Transaction& tx) {
    return world.visits.fulfil(tx, left.id, world.staff, world.now());
  });
  REQUIRE(after_all.has_value());
  CHECK(world.read([&](store::Snapshot& snapshot) {
    return clinic::count_not_seen(snapshot, world.morning);
  }) == 0);
  world.check_lines();
}
