// The centre's forecast from a real file: who sits where, pauses, skills, what is learned, the
// score.
#include <doctest/doctest.h>

#include <optional>

#include "unit/real_file.hpp"
#include "yuyue/centre/waits/kept_forecasts.hpp"

using namespace yuyue;
using namespace yuyue::centre;
using namespace std::chrono_literals;

namespace {

const HospitalTime kTime;
const Day kMonday = *parse_day("2026-11-23");
const access::Actor kClerk{.kind = "staff", .id = 7};

Instant at(int hour, int minute) {
  return kTime.at(kMonday, MinuteOfDay{hour * 60 + minute});
}
int open_day(store::Snapshot&, Day day) {
  return day == kMonday ? 1 : 0;
}

/// Two windows for insurance, one of which also serves stamps.
struct Centre : test::RealFile {
  Centre() {
    watchers.add(kept);
    write([&](store::Transaction& tx) {
      add_campus(tx);
      const Catalogue catalogue(environment);
      const auto now = at(7, 0);
      const auto group =
          catalogue.add(tx, ServiceGroup{.letter = "A", .name = "医保"}, kClerk, now)->id;
      const auto service = [&](const char* code) {
        return catalogue.add(tx, Service{.code = code, .group = group, .name = code}, kClerk, now)
            ->id;
      };
      insurance = service("insurance");
      stamp = service("stamp");
      const auto window = [&](const char* name, std::vector<WindowDuty> duties) {
        Window one{.campus = CampusId{1}, .name = name, .duties = std::move(duties)};
        one.hours = {{.weekday = 1, .opens = 8h, .closes = 12h}};
        return catalogue.add(tx, one, kClerk, now)->id;
      };
      first = window("1", {{.service = insurance}});
      second = window("2", {{.service = insurance}, {.service = stamp}});
      return true;
    });
  }
  void take(ServiceId service, Instant now, int people = 1) {
    write([&](store::Transaction& tx) {
      for (int i = 0; i < people; ++i)
        REQUIRE(visits.take(tx, {.services = {service}}, kClerk, now).has_value());
      return true;
    });
  }
  TicketId call(ServiceWindowId window, Instant now) {
    return write([&](store::Transaction& tx) {
      return visits.call(tx, window, {}, "", kClerk, now)->ticket.ticket.id;
    });
  }
  void finish(TicketId ticket, Instant now) {
    write([&](store::Transaction& tx) {
      return visits.step(tx, ticket, {.what = WindowStep::What::finish}, kClerk, now).has_value();
    });
  }
  std::shared_ptr<const waits::Board> look(Instant now) {
    return database->read([&](store::Snapshot& snapshot) { return times.look(snapshot, now); });
  }
  /// Minutes until somebody who comes now is called; -1: nothing can be said.
  double wait(ServiceId service, Instant now) {
    const auto forecast = look(now)->newcomer(service);
    return forecast ? static_cast<double>((forecast->middle - now) / 1s) / 60 : -1;
  }

  SystemClock clock;
  IdMaker ids{clock};
  Environment environment{.time = &kTime, .ids = &ids};
  queue::Watchers watchers;
  waits::Paces paces{kTime};
  waits::Waits times{
      environment, &open_day, [](Instant) { return queue::LineRules{}; },
      [](store::Snapshot&, DepartmentId, Day, Instant) { return std::vector<queue::Expected>{}; },
      paces};
  queue::KeptForecasts kept = waits::kept_forecasts(times);
  Visits visits{environment, [](Instant) { return queue::LineRules{}; }, &open_day, &watchers};
  ServiceId insurance, stamp;
  ServiceWindowId first, second;
};

}  // namespace

TEST_CASE("a newcomer waits for all before them, at the windows that are manned") {
  Centre centre;
  CHECK(centre.wait(centre.insurance, at(7, 50)) == doctest::Approx(10));  // until they open
  CHECK(centre.wait(centre.insurance, at(9, 0)) == 0);
  centre.take(centre.insurance, at(9, 0), 8);
  const auto usual = centre.wait(centre.insurance, at(9, 0));
  CHECK(usual > 10);
  CHECK(usual < 35);
  CHECK(centre.look(at(9, 0))->wait_of(centre.insurance)->to >= 10min);
  // The window for stamps has the same eight before it, all due earlier.
  CHECK(centre.wait(centre.stamp, at(9, 0)) > 10);

  const auto change = [&](auto f) {
    centre.write([&](store::Transaction& tx) { return f(tx).has_value(); });
  };
  change([&](store::Transaction& tx) {
    return centre.visits.sit(tx, centre.first, AccountId{7}, {}, kClerk, at(9, 0));
  });
  CHECK(centre.wait(centre.insurance, at(9, 0)) > 1.5 * usual);  // nobody sits at the other
  CHECK(centre.wait(centre.stamp, at(9, 0)) < 0);
  change([&](store::Transaction& tx) {
    return centre.visits.pause(tx, centre.first, "用餐", 60min, kClerk, at(9, 0));
  });
  CHECK(centre.wait(centre.insurance, at(9, 0)) > 60);
}

TEST_CASE("a line that outlasts the hours is full, and is said to be") {
  Centre centre;
  centre.take(centre.insurance, at(11, 30), 70);
  CHECK(centre.look(at(11, 30))->is_full(centre.insurance));
  const auto plan = centre.database->read([&](store::Snapshot& snapshot) {
    return centre.times.plan(snapshot, {centre.insurance}, false, at(11, 30));
  });
  CHECK(plan.at(0).called > at(12, 0));
  CHECK(!centre.look(at(12, 30))->newcomer(centre.stamp));
}

TEST_CASE("what visits took is learned; a forecast is kept once and scored when they are called") {
  Centre centre;
  centre.take(centre.insurance, at(8, 0), 30);
  const auto planned = centre.wait(centre.insurance, at(8, 0));
  centre.kept.keep_new(*centre.database, at(8, 0));
  auto now = at(8, 0);
  for (int i = 0; i < 20; ++i, now += 2min)
    centre.finish(centre.call(centre.first, now), now + 2min);
  const auto scores = centre.database->read(
      [&](store::Snapshot& snapshot) { return waits::wait_scores(snapshot, kMonday, kMonday); });
  REQUIRE(scores.size() == 1);
  CHECK(scores[0].called == 20);
  CHECK(scores[0].topic.id == centre.insurance.value);
  CHECK(scores[0].off > 0s);
  // Two minutes each at one window, instead of five planned.
  centre.take(centre.insurance, now, 20);
  CHECK(centre.wait(centre.insurance, now) < 0.8 * planned);
}

TEST_CASE("whoever has come since the board was made is told what any newcomer is") {
  Centre centre;
  centre.take(centre.insurance, at(9, 0), 3);
  const auto board = centre.look(at(9, 0));
  queue::Ticket late;
  late.id = TicketId{99};
  late.entered_at = at(9, 1);
  const auto place = board->place(late, centre.insurance);
  REQUIRE(place);
  CHECK(place->ahead == 3);
  CHECK(place->forecast->middle == board->newcomer(centre.insurance)->middle);
  late.state = queue::State::called;
  CHECK(!board->place(late, centre.insurance));
}
