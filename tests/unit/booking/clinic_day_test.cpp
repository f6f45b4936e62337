#include "yuyue/booking/clinic/clinic_day.hpp"

#include "fixture.hpp"

using namespace yuyue;
using namespace yuyue::booking;
using namespace yuyue::booking::test;

namespace {

/// A morning's clinic on Tuesday in two rooms; whoever arrives stands in its line.
struct Morning : Clinic {
  Morning() {
    import("本部,0304,心内科,普通,,,,周二,上午,8:00,10:00,3,301/302,,,,\n");
    env.listener = &day;
    booking_now = Appointments(env);
    all = slots("2026-11-24");
    session = all.at(0).session;
    rooms = read([&](store::Snapshot& snapshot) { return clinic::rooms_of(snapshot, session); });
    REQUIRE(rooms.size() == 2);
    who = people(12);
  }
  AppointmentId booked(std::size_t person, std::size_t slot) {
    set_now("2026-11-23", 9 * 60);
    const auto made = book(who.at(person), all.at(slot).id);
    REQUIRE(made.has_value());
    return made->id;
  }
  void arrive(AppointmentId id, int minute) {
    set_now("2026-11-24", minute);
    const auto done =
        write([&](store::Transaction& tx) { return booking_now.arrive(tx, id, staff, now()); });
    REQUIRE(done.has_value());
  }
  Result<queue::KeptTicket> call(std::size_t room, std::optional<TicketId> ticket = {},
                                 const std::string& reason = "") {
    return write([&](store::Transaction& tx) {
      return day.call(tx, session, rooms.at(room).id, ticket, reason, staff, now());
    });
  }
  Result<queue::KeptTicket> step(TicketId ticket, clinic::Step::What what) {
    clinic::Step step;
    step.what = what;
    return write([&](store::Transaction& tx) { return day.step(tx, ticket, step, staff, now()); });
  }
  AppointmentState state(AppointmentId id) {
    return read([&](store::Snapshot& snapshot) { return find_appointment(snapshot, id)->state; });
  }
  void check_lines() {
    const auto problems =
        read([](store::Snapshot& snapshot) { return clinic::check_clinic_day(snapshot); });
    for (const auto& problem : problems) MESSAGE(problem);
    CHECK(problems.empty());
  }

  clinic::ClinicDay day{env, nullptr};
  Appointments booking_now{env};
  std::vector<Slot> all;
  SessionId session;
  std::vector<clinic::ClinicRoom> rooms;
  std::vector<PersonId> who;
};

using enum clinic::Step::What;

}  // namespace

TEST_CASE("who has arrived is called in the order of the slots, and nobody else is") {
  Morning morning;
  const auto late_slot = morning.booked(0, 2);
  const auto second = morning.booked(1, 0);
  const auto first_absent = morning.booked(2, 0);
  CHECK(morning.call(0).error().code == "nobody-waits");
  morning.arrive(late_slot, 7 * 60 + 40);
  morning.arrive(second, 7 * 60 + 50);
  const auto called = morning.call(0);
  REQUIRE(called.has_value());
  CHECK(clinic::appointment_of(called->subject) == second);
  CHECK(called->ticket.number == "0800-1");
  CHECK(clinic::appointment_of(morning.call(1)->subject) == late_slot);
  CHECK(morning.state(first_absent) == AppointmentState::booked);
  morning.check_lines();
}

TEST_CASE("a visit that is finished fulfils the appointment; with results it goes on") {
  Morning morning;
  const auto one = morning.booked(0, 0);
  morning.arrive(one, 7 * 60 + 50);
  const auto ticket = morning.call(0)->ticket.id;
  REQUIRE(morning.step(ticket, start).has_value());
  REQUIRE(morning.step(ticket, finish).has_value());
  CHECK(morning.state(one) == AppointmentState::fulfilled);
  CHECK(morning.step(ticket, start).error().code == "wrong-state");
  morning.set_now("2026-11-24", 9 * 60);
  REQUIRE(morning.step(ticket, come_back).has_value());
  const auto again = morning.call(1);
  REQUIRE(again.has_value());
  CHECK(again->ticket.id == ticket);
  REQUIRE(morning.step(ticket, finish).has_value());
  CHECK(morning.state(one) == AppointmentState::fulfilled);
  morning.check_lines();
}

TEST_CASE("whose appointment is cancelled or done elsewhere is not called") {
  Morning morning;
  const auto one = morning.booked(0, 0);
  const auto two = morning.booked(1, 0);
  morning.arrive(one, 7 * 60 + 50);
  morning.arrive(two, 7 * 60 + 51);
  const auto fulfilled = morning.write([&](store::Transaction& tx) {
    return morning.booking_now.fulfil(tx, one, morning.staff, morning.now());
  });
  REQUIRE(fulfilled.has_value());
  CHECK(clinic::appointment_of(morning.call(0)->subject) == two);
  CHECK(morning.call(1).error().code == "nobody-waits");
  morning.check_lines();
}

TEST_CASE("out of turn only with a reason, and only into the session's rooms") {
  Morning morning;
  const auto one = morning.booked(0, 0);
  const auto two = morning.booked(1, 1);
  morning.arrive(one, 7 * 60 + 50);
  morning.arrive(two, 7 * 60 + 51);
  const auto ticket = morning.read([&](store::Snapshot& snapshot) {
    return queue::ticket_of(snapshot, {"appointment", two.value})->ticket.id;
  });
  CHECK(morning.call(0, ticket).error().code == "required");
  const auto elsewhere = morning.write([&](store::Transaction& tx) {
    return morning.day.call(tx, morning.session, RoomId{1}, {}, "", morning.staff, morning.now());
  });
  CHECK(elsewhere.error().code == "unknown-reference");
  const auto called = morning.call(0, ticket, "胸痛");
  REQUIRE(called.has_value());
  CHECK(called->ticket.number == "0830-1");
}

TEST_CASE("a missed patient comes back later; who is late waits longer") {
  Morning morning;
  const auto one = morning.booked(0, 0);
  const auto late = morning.booked(1, 0);
  const auto next = morning.booked(2, 2);
  morning.arrive(one, 7 * 60 + 50);
  morning.arrive(next, 8 * 60);
  const auto ticket = morning.call(0)->ticket.id;
  CHECK(morning.step(ticket, miss).error().code == "not-called-enough");
  REQUIRE(morning.step(ticket, recall).has_value());
  REQUIRE(morning.step(ticket, recall).has_value());
  REQUIRE(morning.step(ticket, miss).has_value());
  morning.arrive(late, 8 * 60 + 45);
  REQUIRE(morning.step(ticket, come_back).has_value());
  // Due at 9:00 are 0900-1 (its slot) and the late 0800-2 (check-in and 15 minutes): the lower
  // number in the slot goes first. The missed one is due at 9:15, three of ten minutes later.
  CHECK(clinic::appointment_of(morning.call(0)->subject) == next);
  CHECK(clinic::appointment_of(morning.call(1)->subject) == late);
  morning.check_lines();
}
