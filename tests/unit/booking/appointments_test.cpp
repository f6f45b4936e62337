#include "yuyue/booking/appointments.hpp"

#include <map>
#include <random>
#include <set>
#include <thread>

#include "fixture.hpp"

using namespace yuyue;
using namespace yuyue::booking;
using namespace yuyue::booking::test;

namespace {

const std::string kTuesday =
    "本部,0304,心内科,专家,1001,王建国,主任医师,周二,上午,8:00,10:00,2,301,50,,,\n"
    "本部,0304,心内科,普通,,,,周二,下午,14:00,15:00,3,302/303,,,,\n"
    "本部,0401,骨科,专家,1002,李秀英,副主任医师,周二,上午,8:00,10:00,2,401,,,,\n";

}  // namespace

TEST_CASE("book, read, cancel, book again") {
  Clinic clinic;
  clinic.import(kTuesday);
  const auto slots = clinic.slots("2026-11-24");
  REQUIRE(slots.size() == 10);
  const auto people = clinic.people(4);

  const auto first = clinic.book(people[0], slots[0].id);
  REQUIRE(first);
  CHECK(first->sequence == 1);
  CHECK(first->fee == 5000);
  CHECK(first->arrive_at == clinic.at("2026-11-24", 470));
  CHECK(parse_code(first->code));
  CHECK(code_of(clinic.book(people[0], slots[1].id)) == "already-booked");
  CHECK(code_of(clinic.book(people[0], slots[4].id)) == "already-booked");  // same department
  CHECK(code_of(clinic.book(people[0], slots[6].id)) == "collides");
  CHECK(clinic.book(people[0], slots[7].id));

  const auto second = clinic.book(people[1], slots[0].id);
  REQUIRE(second);
  CHECK(second->sequence == 2);
  CHECK(code_of(clinic.book(people[2], slots[0].id)) == "slot-full");
  CHECK(code_of(clinic.book(people[0], slots[0].id)) == "already-booked");  // who has it is told so
  REQUIRE(clinic.cancel(first->id));
  CHECK(code_of(clinic.cancel(first->id)) == "not-active");
  const auto third = clinic.book(people[2], slots[0].id);
  REQUIRE(third);
  CHECK(third->sequence == 1);
  CHECK(code_of(clinic.book(PersonId{12345}, slots[1].id)) == "person-unknown");
  CHECK(code_of(clinic.book(people[3], SlotId{12345})) == "not-found");

  clinic.read([&](store::Snapshot& snapshot) {
    const auto found = find_appointment(snapshot, spaced_code(second->code));
    REQUIRE(found);
    CHECK(found->id == second->id);
    const auto view = view_of(snapshot, *found);
    CHECK(view.department == "心内科");
    CHECK(view.practitioner == "王建国");
    CHECK(view.title_en == "Chief Physician");
    CHECK(view.rooms == std::vector<std::string>{"301"});
    CHECK(view.slot_start == MinuteOfDay{480});
    const auto events = events_of(snapshot, first->id);
    REQUIRE(events.size() == 2);
    CHECK(events[1].what == "cancelled");
    return true;
  });
  clinic.check_sound();
}

TEST_CASE("moving an appointment gives the old place back and keeps the id") {
  Clinic clinic;
  clinic.import(kTuesday);
  const auto slots = clinic.slots("2026-11-24");
  const auto people = clinic.people(4);
  const auto mine = clinic.book(people[0], slots[0].id);
  REQUIRE(mine);
  REQUIRE(clinic.book(people[1], slots[1].id));
  REQUIRE(clinic.book(people[2], slots[1].id));
  CHECK(code_of(clinic.reschedule(mine->id, slots[1].id)) == "slot-full");
  CHECK(code_of(clinic.reschedule(mine->id, slots[0].id)) == "same-slot");
  const auto moved = clinic.reschedule(mine->id, slots[2].id);
  REQUIRE(moved);
  CHECK(moved->id == mine->id);
  CHECK(moved->code == mine->code);
  CHECK(moved->version == 2);
  CHECK(clinic.slots("2026-11-24")[0].taken == 0);
  clinic.set_now("2026-11-24", 540);
  CHECK(code_of(clinic.reschedule(mine->id, slots[3].id)) == "too-late-to-reschedule");
  CHECK(code_of(clinic.cancel(mine->id)) == "too-late-to-cancel");
  CHECK(clinic.reschedule(mine->id, slots[3].id, Channel::desk));
  clinic.set_now("2026-11-24", 600);
  CHECK(code_of(clinic.cancel(mine->id, Channel::desk)) == "too-late-to-cancel");
  clinic.check_sound();
}

TEST_CASE("lists come in pages, and by person, day and state") {
  Clinic clinic;
  clinic.import(kTuesday);
  const auto slots = clinic.slots("2026-11-24");
  const auto next_week = clinic.slots("2026-12-01");
  const auto people = clinic.people(3);
  REQUIRE(clinic.book(people[0], slots[0].id));
  const auto cancelled = clinic.book(people[0], next_week[0].id);
  REQUIRE(clinic.cancel(cancelled->id));
  REQUIRE(clinic.book(people[1], slots[3].id));
  REQUIRE(clinic.book(people[2], slots[6].id));
  const auto list = [&](AppointmentQuery query) {
    return clinic.read([&](store::Snapshot& snapshot) {
      return *list_appointments(snapshot, query, clinic.now());
    });
  };
  CHECK(list({.people = {people[0]}, .after = {}}).items.size() == 2);
  CHECK(list({.filter = AppointmentFilter::upcoming, .people = {people[0], people[1]}, .after = {}})
            .items.size() == 2);
  CHECK(
      list({.filter = AppointmentFilter::cancelled, .people = people, .after = {}}).items.size() ==
      1);
  AppointmentQuery day{.people = {}, .day = parse_day("2026-11-24"), .limit = 2, .after = {}};
  const auto first = list(day);
  REQUIRE(first.items.size() == 2);
  REQUIRE(!first.next.empty());
  day.after = first.next;
  const auto second = list(day);
  REQUIRE(second.items.size() == 1);
  CHECK(second.next.empty());
  CHECK(second.items[0].appointment.person == people[1]);
  CHECK(clinic.read([&](store::Snapshot& snapshot) {
    return list_appointments(snapshot, {.people = {}, .after = {}}, clinic.now()).error().code;
  }) == "query-too-wide");
  clinic.set_now("2026-11-25", 0);
  CHECK(list({.filter = AppointmentFilter::past, .people = people, .after = {}}).items.size() == 3);
}

TEST_CASE("the nearest free slots are offered instead") {
  Clinic clinic;
  clinic.import(kTuesday);
  const auto slots = clinic.slots("2026-11-24");
  const auto offers = clinic.read([&](store::Snapshot& snapshot) {
    return alternatives(snapshot, clinic.env, slots[1].id, Channel::web, {}, clinic.now());
  });
  REQUIRE(offers.size() == 5);
  CHECK(offers[0].day == *parse_day("2026-11-24"));
  CHECK(offers[0].practitioner == "王建国");
  CHECK(offers[2].day == *parse_day("2026-12-01"));
  CHECK(offers[2].practitioner == "王建国");
  CHECK(offers[4].day == *parse_day("2026-11-24"));
  CHECK(offers[4].practitioner.empty());
}

TEST_CASE("two records of one person become one, unless they collide") {
  Clinic clinic;
  clinic.import(kTuesday);
  const auto slots = clinic.slots("2026-11-24");
  const auto people = clinic.people(3);
  REQUIRE(clinic.book(people[0], slots[0].id));
  REQUIRE(clinic.book(people[1], slots[6].id));
  REQUIRE(clinic.book(people[2], slots[4].id));
  const auto move = [&](PersonId from, PersonId into) {
    return clinic.write([&](store::Transaction& tx) {
      return clinic.appointments.move_person(tx, from, into, clinic.staff, clinic.now());
    });
  };
  const auto refused = move(people[1], people[0]);
  REQUIRE(!refused);
  CHECK(refused.error().code == "merge-collides");
  REQUIRE(move(people[2], people[0]));
  CHECK(clinic.read([&](store::Snapshot& snapshot) {
    return count_upcoming(snapshot, people[0], clinic.now());
  }) == 2);
  clinic.check_sound();
}

TEST_CASE("no place is ever sold twice") {
  Clinic clinic;
  clinic.import(kTuesday);
  const auto slots = clinic.slots("2026-11-24");
  constexpr int kThreads = 8, kEach = 60;
  const auto people = clinic.people(kThreads * 6);
  std::atomic<int> booked{0}, full{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      std::mt19937 random(static_cast<unsigned>(t));
      std::vector<AppointmentId> mine;
      for (int i = 0; i < kEach; ++i) {
        const auto slot = slots[random() % slots.size()].id;
        const auto person = people[static_cast<std::size_t>(t * 6) + random() % 6];
        const auto dice = random() % 4;
        if (dice < 2 || mine.empty()) {
          const auto result = clinic.book(person, slot);
          if (result) mine.push_back(result->id), ++booked;
          if (code_of(result) == "slot-full") ++full;
        } else if (dice == 2) {
          clinic.cancel(mine.back());
          mine.pop_back();
        } else {
          clinic.reschedule(mine[random() % mine.size()], slot);
        }
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(booked > 0);
  CHECK(full > 0);
  clinic.check_sound();
  const auto rows = clinic.read([](store::Snapshot& snapshot) {
    return snapshot.integer("SELECT count(*) FROM appointment").value();
  });
  CHECK(rows == booked);
}

TEST_CASE("pages in memory follow the commits") {
  Clinic clinic;
  clinic.import(kTuesday);
  const auto slots = clinic.slots("2026-11-24");
  const auto department =
      clinic.read([&](store::Snapshot& snapshot) { return departments(snapshot).at(0).id; });
  int builds = 0;
  const auto free = [&] {
    const auto page =
        clinic.board.sessions.get({department, *parse_day("2026-11-24")}, clinic.now(), [&] {
          ++builds;
          return clinic.read([&](store::Snapshot& snapshot) {
            const auto read =
                session_page(snapshot, clinic.env, department, *parse_day("2026-11-24"),
                             Audience::patients, clinic.now());
            int count = 0;
            for (const auto& s : read.sessions) count += s.free;
            return std::pair(std::to_string(count), read.changes_at);
          });
        });
    return *page;
  };
  CHECK(free() == "14");
  CHECK(free() == "14");
  CHECK(builds == 1);
  const auto mine = clinic.book(clinic.people(1)[0], slots[0].id);
  REQUIRE(mine);
  CHECK(free() == "13");
  REQUIRE(clinic.cancel(mine->id));
  CHECK(free() == "14");
  CHECK(builds == 3);
  clinic.set_now("2026-11-24", 480);  // the first slots begin: no commit says so
  CHECK(free() == "12");
}
