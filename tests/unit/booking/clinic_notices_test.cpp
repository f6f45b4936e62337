#include "yuyue/booking/clinic/notices.hpp"

#include "clinic_world.hpp"
#include "yuyue/booking/clinic/own_sessions.hpp"

using namespace yuyue;
using namespace yuyue::booking;
using namespace yuyue::booking::test;
using std::chrono::minutes;

namespace {

struct Heard final : clinic::DelayMessages, clinic::NoticeWatcher {
  void owe(store::Transaction&, const Appointment& appointment,
           const std::optional<clinic::Delay>& delay, bool here, Instant) override {
    told.push_back({appointment.id, delay ? delay->minutes : minutes{0}, here});
  }
  void notices_changed(SessionId) override { ++changes; }
  struct One {
    AppointmentId id;
    minutes late{};
    bool here = false;
    bool operator==(const One&) const = default;
  };
  std::vector<One> told;
  int changes = 0;
};

struct Announced : ClinicWorld {
  Result<clinic::Notices> late(int by, const std::string& reason = "急诊抢救") {
    return write([&](store::Transaction& tx) {
      return announcements.set_delay(tx, morning, minutes{by}, reason, staff, now());
    });
  }
  Result<clinic::Notices> on_time() {
    return write([&](store::Transaction& tx) {
      return announcements.clear_delay(tx, morning, staff, now());
    });
  }
  Result<clinic::Notices> pause(RoomId room, const std::string& reason = "会诊") {
    return write([&](store::Transaction& tx) {
      return announcements.pause(tx, morning, room, reason, minutes{10}, staff, now());
    });
  }
  Result<clinic::Notices> resume(RoomId room) {
    return write([&](store::Transaction& tx) {
      return announcements.resume(tx, morning, room, staff, now());
    });
  }
  Heard heard;
  clinic::Announcements announcements{env, &heard, &heard};
};

}  // namespace

TEST_CASE(
    "running late is told once to those who wait and those to come, and only of real changes") {
  Announced world;
  const auto who = world.people(4);
  const auto waits = world.booked(who[0], world.morning, 1).id;
  const auto coming = world.booked(who[1], world.morning, 2).id;
  const auto called = world.booked(who[2], world.morning, 0).id;
  const auto elsewhere = world.booked(who[3], world.eyes, 2).id;
  REQUIRE(world.arrive(waits).has_value());
  REQUIRE(world.arrive(called).has_value());
  REQUIRE(world.call(world.morning).has_value());

  REQUIRE(world.late(20).has_value());
  const std::vector<Heard::One> first{{waits, minutes{20}, true}, {coming, minutes{20}, false}};
  CHECK(world.heard.told == first);
  CHECK(world.heard.changes == 1);
  for (const int by : {20, 25, 29}) REQUIRE(world.late(by).has_value());
  CHECK(world.heard.told.size() == 2);
  REQUIRE(world.late(30).has_value());
  CHECK(world.heard.told.size() == 4);
  REQUIRE(world.on_time().has_value());
  REQUIRE(world.on_time().has_value());
  CHECK(world.heard.told.back() == Heard::One{coming, minutes{0}, false});
  for (const int by : {30, 60, 90}) REQUIRE(world.late(by).has_value());
  CHECK(std::ranges::count(world.heard.told, coming, &Heard::One::id) ==
        clinic::Announcements::kMostMessages);
  CHECK(std::ranges::count(world.heard.told, elsewhere, &Heard::One::id) == 0);
}

TEST_CASE("who books or comes after an announcement is told of the next one by what they know") {
  Announced world;
  const auto who = world.people(2);
  world.booked(who[0], world.morning, 1);
  REQUIRE(world.late(30).has_value());
  const auto later = world.booked(who[1], world.morning, 2).id;
  REQUIRE(world.late(35).has_value());
  CHECK(world.heard.told.size() == 2);
  CHECK(world.heard.told.back() == Heard::One{later, minutes{35}, false});
}

TEST_CASE("an announcement is for the session's own day, within bounds") {
  Announced world;
  for (const int by : {0, -5, 301}) CHECK(world.late(by).error().code == "field-invalid");
  world.set_now("2026-11-23", 9 * 60);
  CHECK(world.late(30).error().code == "clinic-not-today");
  CHECK(world.pause(world.room(world.morning)).error().code == "clinic-not-today");
}

TEST_CASE("nobody is called into a room that pauses, until it goes on") {
  Announced world;
  const auto who = world.people(2);
  world.here(who[0], world.morning, 0);
  world.here(who[1], world.morning, 0);
  const auto room = world.room(world.morning);
  CHECK(world.pause(room, "").error().code == "required");
  CHECK(world.pause(world.room(world.eyes)).error().code == "unknown-reference");
  const auto notices = world.pause(room).value();
  CHECK(notices.pauses.at(room).until == world.now() + minutes{10});
  const auto refused = world.call(world.morning, 0);
  REQUIRE(!refused);
  CHECK(refused.error().code == "room-paused");
  CHECK(world.call(world.morning, 1).has_value());
  REQUIRE(world.resume(room).has_value());
  CHECK(world.resume(room)->seq == notices.seq + 1);
  CHECK(world.call(world.morning, 0).has_value());
}

TEST_CASE("a clinician works in their own sessions and in ordinary ones of their departments") {
  ClinicWorld world;
  world.read([&](store::Snapshot& snapshot) {
    const auto session = [&](SessionId id) {
      return find_session(snapshot, id).value();
    };
    const auto wang = session(world.expert).practitioner.value();
    CHECK(clinic::works_in(snapshot, wang, session(world.expert)));
    CHECK(clinic::works_in(snapshot, wang, session(world.morning)));
    CHECK(clinic::works_in(snapshot, wang, session(world.afternoon)));
    CHECK_FALSE(clinic::works_in(snapshot, wang, session(world.eyes)));
    const PractitionerId somebody_else{wang.value + 1};
    CHECK_FALSE(clinic::works_in(snapshot, somebody_else, session(world.expert)));
    CHECK_FALSE(clinic::works_in(snapshot, somebody_else, session(world.morning)));
    return true;
  });
}
