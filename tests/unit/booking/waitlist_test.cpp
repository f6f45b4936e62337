#include "yuyue/booking/waitlist.hpp"

#include <map>
#include <random>
#include <set>

#include "booking/waitlist/offers.hpp"
#include "fixture.hpp"

using namespace yuyue;
using namespace yuyue::booking;
using namespace yuyue::booking::test;
using waitlist::EntryState;

namespace {

struct Waiting : Clinic {
  Waiting() {
    import(
        "本部,0304,心内科,专家,1001,王建国,主任医师,周二,上午,8:00,9:00,2,301,,,,\n"
        "本部,0401,骨科,专家,1002,李秀英,副主任医师,周二,上午,8:00,9:00,2,401,,,,\n");
    const auto all = slots("2026-11-24");
    for (const auto& slot : all)
      if (slot.session == all.front().session) mine.push_back(slot);
    session = mine.front().session;
    other = all.back();
  }
  Result<waitlist::Entry> join(PersonId person, Channel channel = Channel::web) {
    return write([&](store::Transaction& tx) {
      return list.join(tx,
                       {.session = session,
                        .person = person,
                        .by = {{.kind = "patient", .id = 1}, channel},
                        .member = {}},
                       now());
    });
  }
  Result<Appointment> accept(WaitlistEntryId id) {
    return write([&](store::Transaction& tx) { return list.accept(tx, id, {}, {}, now()); });
  }
  Result<waitlist::Entry> decline(WaitlistEntryId id) {
    return write([&](store::Transaction& tx) { return list.decline(tx, id, {}, now()); });
  }
  Result<waitlist::Entry> leave(WaitlistEntryId id) {
    return write([&](store::Transaction& tx) { return list.leave(tx, id, {}, now()); });
  }
  waitlist::Entry entry(WaitlistEntryId id) {
    return read([&](store::Snapshot& snapshot) { return *waitlist::find_entry(snapshot, id); });
  }
  std::vector<std::string> history(WaitlistEntryId id) {
    return read([&](store::Snapshot& snapshot) {
      std::vector<std::string> words;
      for (const auto& event : waitlist::events_of(snapshot, id))
        words.push_back(event.why.empty() ? event.what : event.what + ":" + event.why);
      return words;
    });
  }
  /// What the server does every second.
  void tick() {
    write([&](store::Transaction& tx) {
      while (places.expire(tx, now(), 20) > 0) {
      }
      while (list.close_due(tx, now(), 20) + list.offer_free(tx, now(), 20) > 0) {
      }
      return true;
    });
  }
  std::vector<Appointment> fill(const std::vector<PersonId>& people) {
    std::vector<Appointment> made;
    for (std::size_t i = 0; i < 4; ++i) {
      auto booked = book(people[i], mine[i / 2].id);
      REQUIRE(booked);
      made.push_back(*booked);
    }
    return made;
  }

  std::vector<Slot> mine;
  SessionId session;
  Slot other;
  places::Places places{env};
  waitlist::Waitlist list{env, appointments};
};

std::string refusal(const Result<waitlist::Entry>& result) {
  return result ? "" : result.error().code;
}

}  // namespace

TEST_CASE("until when an offer can be answered") {
  const HospitalTime time;
  const WaitlistSettings settings;
  const auto at = [&](const char* day, int hour, int minute) {
    return time.at(*parse_day(day), MinuteOfDay{hour * 60 + minute});
  };
  const auto until = [&](Instant now) {
    return waitlist::offer_until(now, *parse_day("2026-11-24"), at("2026-11-24", 14, 0), settings,
                                 time);
  };
  CHECK(until(at("2026-11-22", 10, 0)) == at("2026-11-22", 10, 30));
  CHECK(until(at("2026-11-24", 10, 0)) == at("2026-11-24", 10, 10));
  CHECK(until(at("2026-11-22", 23, 0)) == at("2026-11-23", 7, 30));  // made at night
  CHECK(until(at("2026-11-22", 2, 0)) == at("2026-11-22", 7, 30));
  CHECK(until(at("2026-11-22", 21, 50)) == at("2026-11-23", 7, 20));  // runs into the night
  CHECK(until(at("2026-11-22", 21, 30)) == at("2026-11-22", 22, 0));
  CHECK(until(at("2026-11-24", 13, 55)) == at("2026-11-24", 14, 0));  // never after it begins
  auto no_night = settings;
  no_night.night_begins = no_night.night_ends;
  CHECK(waitlist::offer_until(at("2026-11-22", 23, 0), *parse_day("2026-11-24"),
                              at("2026-11-24", 14, 0), no_night, time) == at("2026-11-22", 23, 30));
}

TEST_CASE("the first who can have it, and a reason for all before them") {
  CHECK(!waitlist::choose({}).chosen);
  CHECK(!waitlist::choose({"collides"}).chosen);
  CHECK(waitlist::choose({"collides"}).passed_over.empty());
  const auto choice = waitlist::choose({"collides", "quota", "", ""});
  CHECK(choice.chosen == std::size_t{2});
  CHECK(choice.passed_over == std::vector<std::size_t>{0, 1});
}

TEST_CASE("a place given back goes down the list") {
  Waiting clinic;
  const auto people = clinic.people(12);
  CHECK(refusal(clinic.join(people[4])) == "not-full");
  const auto booked = clinic.fill(people);
  const auto first = clinic.join(people[4]), second = clinic.join(people[5]),
             third = clinic.join(people[6]);
  REQUIRE(first);
  REQUIRE(third);
  CHECK(refusal(clinic.join(people[4])) == "already-waiting");
  CHECK(refusal(clinic.join(people[0])) == "already-booked");
  clinic.read([&](store::Snapshot& snapshot) {
    CHECK(waitlist::place_of(snapshot, *first) == 1);
    CHECK(waitlist::place_of(snapshot, *third) == 3);
    return true;
  });
  CHECK(code_of(clinic.accept(first->id)) == "no-offer");

  // Who has something else at that time is passed over, with the reason, and keeps their place.
  REQUIRE(clinic.book(people[4], clinic.other.id));
  REQUIRE(clinic.cancel(booked[3].id));
  CHECK(clinic.entry(first->id).state == EntryState::waiting);
  CHECK(clinic.history(first->id) == std::vector<std::string>{"joined", "passed-over:collides"});
  CHECK(clinic.entry(second->id).state == EntryState::offered);
  CHECK(clinic.slots("2026-11-24")[1].taken == 2);
  CHECK(code_of(clinic.book(people[7], clinic.mine[1].id)) == "slot-full");
  clinic.check_sound();

  // Refused: to the next; not answered: to the next again.
  CHECK(clinic.entry(second->id).offered_until == clinic.at("2026-11-23", 8 * 60 + 30));
  REQUIRE(clinic.decline(second->id));
  CHECK(clinic.entry(third->id).state == EntryState::offered);
  const auto fourth = clinic.join(people[8]);
  REQUIRE(fourth);
  clinic.set_now("2026-11-23", 8 * 60 + 30);
  CHECK(code_of(clinic.accept(third->id)) == "no-offer");
  clinic.tick();
  CHECK(clinic.entry(third->id).state == EntryState::lapsed);
  CHECK(clinic.entry(fourth->id).state == EntryState::offered);
  const auto accepted = clinic.accept(fourth->id);
  REQUIRE(accepted);
  CHECK(accepted->slot == clinic.mine[1].id);
  CHECK(clinic.entry(fourth->id).appointment == accepted->id);
  clinic.check_sound();

  // Two hours before the session the list closes.
  clinic.set_now("2026-11-24", 6 * 60);
  clinic.tick();
  CHECK(clinic.entry(first->id).state == EntryState::closed);
  CHECK(refusal(clinic.join(people[9])) == "waitlist-closed");
  clinic.check_sound();
}

TEST_CASE("places that appear otherwise are offered, too") {
  Waiting clinic;
  const auto people = clinic.people(8);
  clinic.fill(people);
  const auto first = clinic.join(people[4]);
  const auto second = clinic.join(people[5]);
  REQUIRE(second);
  const Sessions sessions(clinic.env);
  REQUIRE(clinic.write([&](store::Transaction& tx) {
    return sessions.set_capacity(tx, clinic.mine[0].id, 3, clinic.staff, clinic.now());
  }));
  clinic.tick();
  CHECK(clinic.entry(first->id).state == EntryState::offered);
  CHECK(clinic.entry(second->id).state == EntryState::waiting);
  // Whoever leaves while something is offered to them lets the next have it.
  REQUIRE(clinic.leave(first->id));
  CHECK(clinic.entry(second->id).state == EntryState::offered);
  clinic.check_sound();
}

namespace {

/// For each offer: everybody who was in front and still waiting was passed over for it.
void check_order(Waiting& clinic) {
  clinic.read([&](store::Snapshot& snapshot) {
    struct Step {
      std::int64_t entry;
      std::string what;
    };
    std::set<std::int64_t> waiting, passed;
    auto rows = snapshot.query("SELECT entry_id, what, why FROM waitlist_event ORDER BY id");
    while (rows.next()) {
      const auto entry = rows->integer(0);
      const auto what = rows->text(1);
      if (what == "joined") {
        waiting.insert(entry);
      } else if (what == "passed-over") {
        CHECK(!rows->text(2).empty());
        passed.insert(entry);
      } else {
        if (what == "offered")
          for (const auto other : waiting) CHECK((other >= entry || passed.contains(other)));
        if (what == "offered") passed.clear();
        waiting.erase(entry);
      }
    }
    return true;
  });
}

}  // namespace

TEST_CASE("two records of one person wait once") {
  Waiting clinic;
  const auto people = clinic.people(8);
  clinic.fill(people);
  const auto first = clinic.join(people[4]);
  const auto second = clinic.join(people[5]);
  const auto third = clinic.join(people[6]);
  REQUIRE(third);
  const auto merge = [&](PersonId from, PersonId into) {
    return clinic.write([&](store::Transaction& tx) {
      return clinic.appointments.move_person(tx, from, into, clinic.staff, clinic.now());
    });
  };
  REQUIRE(merge(people[4], people[5]));
  CHECK(clinic.entry(first->id).state == EntryState::withdrawn);
  CHECK(clinic.entry(second->id).state == EntryState::waiting);
  REQUIRE(merge(people[6], people[7]));
  CHECK(clinic.entry(third->id).person == people[7]);
  const auto events = [&](WaitlistEntryId id) {
    return clinic.read([&](store::Snapshot& snapshot) {
      std::vector<std::string> list;
      auto rows = snapshot.query(
          "SELECT what, why FROM waitlist_event WHERE entry_id = ? ORDER BY id", {id});
      while (rows.next())
        list.push_back(rows->text(0) + (rows->text(1).empty() ? "" : " " + rows->text(1)));
      return list;
    });
  };
  const auto moved = [](PersonId from, PersonId into) {
    return "moved-person " + to_string(from) + " " + to_string(into);
  };
  CHECK(events(first->id) ==
        std::vector<std::string>{"joined", "withdrawn merged", moved(people[4], people[5])});
  CHECK(events(second->id) == std::vector<std::string>{"joined"});
  CHECK(events(third->id) == std::vector<std::string>{"joined", moved(people[6], people[7])});
  clinic.check_sound();
}

TEST_CASE("whatever happens, no place is lost, nobody is passed over silently") {
  for (unsigned seed = 1; seed <= 12; ++seed) {
    Waiting clinic;
    std::mt19937 random(seed);
    const auto people = clinic.people(14);
    std::vector<AppointmentId> booked;
    std::vector<WaitlistEntryId> entries;
    std::vector<places::ClaimUse> holds;
    const auto pick = [&](const auto& list) -> decltype(auto) {
      return list[random() % list.size()];
    };
    // Every other time with quotas, so that some cannot have what others give back.
    if (seed % 2 == 0)
      REQUIRE(clinic.write([&](store::Transaction& tx) {
        return clinic.places.set_quotas(tx, clinic.session, {{Pool::kiosk, 1}, {Pool::desk, 1}},
                                        clinic.staff, clinic.now());
      }));
    const auto by_chance = [&] {
      constexpr Channel kChannels[] = {Channel::web, Channel::desk, Channel::kiosk};
      return seed % 2 == 0 ? kChannels[random() % 3] : Channel::web;
    };
    int minute = 8 * 60;
    for (int step = 0; step < 150; ++step) {
      switch (random() % 9) {
        case 0:
        case 1:
        case 2:
          if (const auto made = clinic.book(
                  pick(people), random() % 5 ? pick(clinic.mine).id : clinic.other.id, by_chance()))
            booked.push_back(made->id);
          break;
        case 3:
          if (!booked.empty()) clinic.cancel(pick(booked));
          break;
        case 4:
          if (const auto joined = clinic.join(pick(people), by_chance()))
            entries.push_back(joined->id);
          break;
        case 5:
          if (!entries.empty()) {
            if (const auto made = clinic.accept(pick(entries))) booked.push_back(made->id);
          }
          break;
        case 6:
          if (!entries.empty()) {
            if (random() % 2)
              clinic.decline(pick(entries));
            else
              clinic.leave(pick(entries));
          }
          break;
        case 7: {
          const places::Owner owner{"patient", static_cast<std::int64_t>(random() % 3)};
          const auto claim = clinic.write([&](store::Transaction& tx) {
            return clinic.places.keep(tx, pick(clinic.mine).id, by_chance(), owner, clinic.now());
          });
          if (claim) holds.push_back({claim->id, owner});
          break;
        }
        default:
          minute += static_cast<int>(random() % 12);
          clinic.set_now("2026-11-23", minute);
          clinic.tick();
      }
    }
    clinic.check_sound();
    check_order(clinic);
    // Once all that is held, offered or resting has run out, what is taken is what is booked.
    clinic.set_now("2026-11-24", 6 * 60);
    clinic.tick();
    clinic.set_now("2026-11-24", 8 * 60);
    clinic.tick();
    clinic.read([&](store::Snapshot& snapshot) {
      CHECK(snapshot.integer("SELECT count(*) FROM place_claim") == 0);
      CHECK(snapshot.integer("SELECT count(*) FROM waitlist_entry WHERE active = 1") == 0);
      return true;
    });
    clinic.check_sound();
  }
}
