#include "yuyue/booking/guides/guides.hpp"

#include <map>
#include <random>

#include "booking/guides/records.hpp"
#include "unit/booking/fixture.hpp"
#include "yuyue/booking/guides/requests.hpp"

namespace yuyue::booking::guides {
namespace {

using std::chrono::minutes;

std::string code(const auto& result) {
  return result ? "" : result.error().code;
}

/// A clinic on Tuesdays with four half hours, and guides who are told of its appointments.
class Hall : public booking::test::Clinic {
 public:
  Hall() {
    import("本部,0304,心内科,普通,,,,周二,上午,8:00,10:00,9,301,,,,\n");
    make_sessions();
    times = slots("2026-11-24");
    env.listener = &all;
  }
  Guide add(const std::string& name) {
    Guide guide;
    guide.name = name;
    guide.weekdays.fill(true);
    return write([&](store::Transaction& tx) { return all.add(tx, guide, staff, now()); }).value();
  }
  Appointment booked(PersonId person, std::size_t slot) {
    return book(person, times[slot].id).value();
  }
  Result<GuideVisit> ask(AppointmentId id) {
    return write([&](store::Transaction& tx) { return all.ask(tx, id, staff, now()); });
  }
  Result<GuideVisit> give_up(AppointmentId id) {
    return write([&](store::Transaction& tx) { return all.give_up(tx, id, staff, now()); });
  }
  std::optional<GuideVisit> of(AppointmentId id) {
    return read([&](store::Snapshot& s) { return visit_of(s, id); });
  }
  /// Told as the server is, with the guides as its listener.
  template <class F>
  auto act(F f) {
    const Appointments told{env};
    return write([&](store::Transaction& tx) { return f(told, tx); });
  }
  void check_all_sound() {
    check_sound();
    for (const auto& problem : read([](store::Snapshot& s) { return check_guides(s); }))
      FAIL_CHECK(problem);
  }
  Guides all{env};
  std::vector<Slot> times;
};

}  // namespace

TEST_CASE("a guide works whole slots of the days and hours given") {
  Guide guide;
  guide.weekdays = {true, false, false, false, false, false, false};
  guide.starts = minutes{8 * 60};
  guide.ends = minutes{9 * 60};
  const auto monday = *parse_day("2026-11-23");
  CHECK(rules::on_duty(guide, monday, minutes{8 * 60}));
  CHECK(rules::on_duty(guide, monday, minutes{8 * 60 + 30}));
  CHECK(!rules::on_duty(guide, monday, minutes{8 * 60 + 31}));
  CHECK(!rules::on_duty(guide, monday, minutes{7 * 60 + 59}));
  CHECK(!rules::on_duty(guide, monday + date::days{1}, minutes{8 * 60}));
  guide.active = false;
  CHECK(!rules::on_duty(guide, monday, minutes{8 * 60}));
  const rules::Candidate free[] = {{GuideId{1}, 2}, {GuideId{2}, 1}, {GuideId{3}, 1}};
  CHECK(rules::choose(free) == GuideId{2});
  CHECK(!rules::choose({}));
}

TEST_CASE("asked for, waiting, and next in line when one is free again") {
  Hall hall;
  const auto people = hall.people(3);
  const auto first = hall.booked(people[0], 0);
  CHECK(hall.ask(first.id).value().state == VisitState::waiting);
  const auto anna = hall.add("导医甲");
  CHECK(code(hall.write([&](store::Transaction& tx) {
          return hall.all.add(tx, anna, hall.staff, hall.now());
        })) == "name-taken");
  const auto second = hall.booked(people[1], 0);
  CHECK(hall.ask(second.id).value().guide == anna.id);
  CHECK(hall.ask(second.id).value().guide == anna.id);  // asked twice it is the same
  const auto third = hall.booked(people[2], 1);
  CHECK(hall.ask(third.id).value().guide == anna.id);  // another time
  CHECK(hall.of(first.id)->state == VisitState::waiting);
  CHECK(hall.give_up(second.id).value().state == VisitState::cancelled);
  CHECK(hall.of(first.id)->guide == anna.id);
  CHECK(code(hall.give_up(second.id)) == "not-found");

  const auto beate = hall.add("导医乙");
  const auto again = hall.ask(second.id).value();
  CHECK(again.guide == beate.id);
  const auto assign = [&](GuideVisitId visit, GuideId guide) {
    return hall.write([&](store::Transaction& tx) {
      return hall.all.assign(tx, visit, guide, hall.staff, hall.now());
    });
  };
  CHECK(code(assign(again.id, anna.id)) == "guide-busy");
  CHECK(assign(hall.of(third.id)->id, beate.id).value().guide == beate.id);
  hall.check_all_sound();
}

TEST_CASE("a guide comes along when the appointment moves, and is free when it is cancelled") {
  Hall hall;
  const auto people = hall.people(2);
  const auto anna = hall.add("导医甲");
  const auto first = hall.booked(people[0], 0);
  const auto second = hall.booked(people[1], 0);
  REQUIRE(hall.ask(first.id).has_value());
  CHECK(hall.ask(second.id).value().state == VisitState::waiting);
  const auto moved = hall.act([&](const Appointments& all, store::Transaction& tx) {
    return all.reschedule(tx, first.id, hall.times[2].id, hall.staff, hall.now());
  });
  REQUIRE(moved.has_value());
  CHECK(hall.of(first.id)->starts_at == moved->starts_at);
  CHECK(hall.of(first.id)->guide == anna.id);
  CHECK(hall.of(second.id)->guide == anna.id);
  const auto cancelled = hall.act([&](const Appointments& all, store::Transaction& tx) {
    return all.cancel(tx, second.id, hall.staff, {}, hall.now());
  });
  REQUIRE(cancelled.has_value());
  CHECK(!hall.of(second.id));
  CHECK(code(hall.ask(second.id)) == "not-active");
  hall.check_all_sound();
}

TEST_CASE("whatever is tried, no guide is in two places and nobody waits beside a free one") {
  Hall hall;
  std::mt19937 random(29);
  const auto people = hall.people(10);
  hall.add("导医甲");
  hall.add("导医乙");
  std::vector<AppointmentId> ids;
  for (std::size_t i = 0; i < people.size(); ++i)
    ids.push_back(hall.booked(people[i], random() % 2).id);
  for (int round = 0; round < 200; ++round) {
    const auto id = ids[random() % ids.size()];
    switch (random() % 3) {
      case 0:
      case 1:
        static_cast<void>(hall.ask(id));
        break;
      default:
        static_cast<void>(hall.give_up(id));
    }
    std::map<std::pair<Instant, std::int64_t>, int> busy;
    std::map<Instant, int> assigned, waiting;
    for (const auto& visit :
         hall.read([](store::Snapshot& s) { return visits_on(s, *parse_day("2026-11-24")); })) {
      if (visit.guide) {
        CHECK(++busy[{visit.starts_at, visit.guide->value}] == 1);
        ++assigned[visit.starts_at];
      } else {
        ++waiting[visit.starts_at];
      }
    }
    for (const auto& [at, count] : waiting) CHECK((count == 0 || assigned[at] == 2));
  }
  hall.check_all_sound();
}

TEST_CASE("how far a guide has got: on the day, with a guide, and taken back after a slip") {
  Hall hall;
  const auto visit = hall.booked(hall.people(1).front(), 0);
  const auto asked = hall.ask(visit.id).value();
  const auto note = [&](Progress progress) {
    return hall.write([&](store::Transaction& tx) {
      return hall.all.progress(tx, asked.id, progress, hall.staff, hall.now());
    });
  };
  CHECK(code(note(Progress::met)) == "guide-missing");
  const auto anna = hall.add("导医甲");
  REQUIRE(hall.write([&](store::Transaction& tx) {
    return hall.all.assign(tx, asked.id, anna.id, hall.staff, hall.now());
  }));
  if (hall.time.day_of(hall.now()) != visit.day) {
    CHECK(code(note(Progress::met)) == "not-today");
    hall.set_now(format_day(visit.day), 7 * 60 + 40);
  }
  const auto met = note(Progress::met).value();
  CHECK(met.met_at == hall.now());
  CHECK(!met.done_at);
  CHECK(note(Progress::met).value().version == met.version);
  const auto done = note(Progress::done).value();
  CHECK(done.done_at.has_value());
  CHECK(!note(Progress::met).value().done_at);
  CHECK(!note(Progress::none).value().met_at);
  const auto at_once = note(Progress::done).value();
  CHECK(at_once.met_at.has_value());
  // Another guide begins anew.
  const auto beate = hall.add("导医乙");
  const auto other = hall.write([&](store::Transaction& tx) {
    return hall.all.assign(tx, asked.id, beate.id, hall.staff, hall.now());
  });
  REQUIRE(other);
  CHECK(!other->met_at);
}

TEST_CASE("a request that is not as its state says is named") {
  Hall hall;
  hall.write([&](store::Transaction& tx) {
    const auto day = hall.time.day_of(hall.now());
    tx.execute(
        "INSERT INTO guide_request (id, version, day, state, needs, place, how, asked_at)"
        " VALUES (1, 1, ?, 'waiting', 'sight', 'door', 'desk', ?)",
        {day, hall.now()});
    CHECK(check_requests(tx, hall.time).empty());
    tx.execute("UPDATE guide_request SET ended_at = ?, day = '2020-01-01'", {hall.now()});
    CHECK(check_requests(tx, hall.time).size() == 2);
    return true;
  });
}

}  // namespace yuyue::booking::guides
