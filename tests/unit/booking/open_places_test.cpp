// Offers from memory are those that would be found in the file, whatever has just been committed.
#include "yuyue/booking/open_places.hpp"

#include <random>

#include "fixture.hpp"
#include "yuyue/booking/places.hpp"

using namespace yuyue;
using namespace yuyue::booking;
using namespace yuyue::booking::test;

namespace {

struct Remembering : Clinic {
  Remembering() {
    std::string week;
    for (const auto* day : {"周二", "周三", "周四"}) {
      week += "本部,0304,心内科,普通,,,," + std::string(day) + ",上午,8:00,10:00,2,301,,,,\n";
      week += "本部,0304,心内科,专家,1001,王建国,主任医师," + std::string(day) +
              ",上午,8:00,9:30,1,302,,,,\n";
      week += "本部,0304,心内科,专家,1001,王建国,主任医师," + std::string(day) +
              ",下午,14:00,15:30,1,302,,,,\n";
    }
    import(week);
  }
  std::vector<SlotOffer> from_memory(SlotId slot, Channel channel) {
    const auto wanted =
        read([&](store::Snapshot& snapshot) { return wanted_place(snapshot, slot); });
    REQUIRE(wanted);
    std::vector<std::shared_ptr<const OpenDay>> days;
    for (const auto day : open_days(env, now())) {
      const DepartmentDayFor key{{wanted->department, day}, *audience_of(channel)};
      days.push_back(board.open.get(key, now(), [&] {
        ++built;
        return read([&](store::Snapshot& snapshot) {
          const auto page =
              session_page(snapshot, env, key.of.department, key.of.day, key.audience, now());
          return std::pair(open_places(page, *find_department(snapshot, key.of.department)),
                           page.changes_at);
        });
      }));
    }
    return nearest(*wanted, days);
  }
  std::vector<SlotOffer> from_file(SlotId slot, Channel channel) {
    return read([&](store::Snapshot& snapshot) {
      return alternatives(snapshot, env, slot, channel, std::nullopt, now());
    });
  }
  int built = 0;
};

std::string words(const std::vector<SlotOffer>& offers) {
  std::string text;
  for (const auto& one : offers)
    text += to_string(one.slot) + " " + format_day(one.day) + " " + format_minute(one.start) + " " +
            one.practitioner + " " + one.kind + " " + std::to_string(one.free) + "\n";
  return text;
}

}  // namespace

TEST_CASE("offers from memory are those of the file, after every commit") {
  Remembering clinic;
  const auto people = clinic.people(40);
  const auto slots = [&] {
    std::vector<Slot> all;
    for (const auto* day : {"2026-11-24", "2026-11-25", "2026-11-26"})
      for (const auto& slot : clinic.slots(day)) all.push_back(slot);
    return all;
  }();
  // One of the sessions keeps places for the desk.
  const places::Places all(clinic.env);
  REQUIRE(clinic.write([&](store::Transaction& tx) {
    return all.set_quotas(tx, slots.front().session, {{Pool::desk, 3}, {Pool::kiosk, 2}},
                          clinic.staff, clinic.now());
  }));
  std::mt19937 random(7);
  std::vector<AppointmentId> booked;
  int minute = 8 * 60;
  for (int step = 0; step < 250; ++step) {
    const auto channel = random() % 2 ? Channel::web : Channel::desk;
    const auto& slot = slots[random() % slots.size()];
    if (random() % 4 && booked.size() < 60) {
      if (const auto made = clinic.book(people[random() % people.size()], slot.id, channel))
        booked.push_back(made->id);
    } else if (!booked.empty()) {
      clinic.cancel(booked[random() % booked.size()], Channel::desk);
    }
    if (random() % 10 == 0) clinic.set_now("2026-11-24", ++minute % (24 * 60));
    CHECK(words(clinic.from_memory(slot.id, channel)) == words(clinic.from_file(slot.id, channel)));
  }
}

TEST_CASE("asking again builds nothing again, and a change only its own day") {
  Remembering clinic;
  const auto slot = clinic.slots("2026-11-24").front().id;
  clinic.from_memory(slot, Channel::web);
  const int days = clinic.built;
  CHECK(days > 3);
  for (int i = 0; i < 5; ++i) clinic.from_memory(slot, Channel::web);
  CHECK(clinic.built == days);
  REQUIRE(clinic.book(clinic.people(1)[0], slot));
  clinic.from_memory(slot, Channel::web);
  CHECK(clinic.built == days + 1);
}
