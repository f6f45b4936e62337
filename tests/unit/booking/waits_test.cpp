#include "yuyue/booking/clinic/waits.hpp"

#include <cmath>

#include "fixture.hpp"
#include "yuyue/access/settings.hpp"
#include "yuyue/booking/clinic/clinic_day.hpp"
#include "yuyue/booking/clinic/kept_forecasts.hpp"
#include "yuyue/booking/clinic/nearing.hpp"

using namespace yuyue;
using namespace yuyue::booking;
using namespace yuyue::booking::test;
using namespace std::chrono_literals;

namespace {

const Instant kStart = from_millis(1'795'000'000'000);

queue::Event event(int ticket, queue::What what, std::chrono::minutes at, int station = 0) {
  queue::Event made;
  made.ticket = TicketId{ticket};
  made.what = what;
  made.at = kStart + at;
  if (station > 0) made.station = queue::Station{station};
  return made;
}

struct Told final : clinic::LineMessages {
  struct One {
    AppointmentId who;
    int ahead;
  };
  void few_ahead(store::Transaction&, const Appointment& appointment, const queue::Ticket&,
                 int ahead, Instant) override {
    few.push_back({appointment.id, ahead});
  }
  void called(store::Transaction&, const Appointment& appointment, const queue::Ticket&,
              const std::string& room, Instant) override {
    calls.emplace_back(appointment.id, room);
  }
  std::vector<One> few;
  std::vector<std::pair<AppointmentId, std::string>> calls;
};

/// A Tuesday morning's clinic in one room, five visits in half an hour.
struct Morning : Clinic {
  Morning() {
    import("本部,0304,心内科,普通,,,,周二,上午,8:00,10:00,5,301,,,,\n");
    env.listener = &day;
    booking_now = Appointments(env);
    watchers.add(paces);
    watchers.add(forecasts);
    watchers.add(nearing);
    all = slots("2026-11-24");
    session = all.at(0).session;
    room = read([&](store::Snapshot& s) { return clinic::rooms_of(s, session).at(0).id; });
    who = people(12);
  }
  AppointmentId booked(std::size_t person, std::size_t slot) {
    set_now("2026-11-23", 9 * 60);
    const auto made = book(who.at(person), all.at(slot).id);
    REQUIRE(made.has_value());
    return made->id;
  }
  void arrive(AppointmentId id) {
    const auto done =
        write([&](store::Transaction& tx) { return booking_now.arrive(tx, id, staff, now()); });
    REQUIRE(done.has_value());
    forecasts.keep_new(db(), now());
  }
  /// So many in the first slot, all there at 7:50.
  std::vector<AppointmentId> waiting(std::size_t count) {
    std::vector<AppointmentId> list;
    for (std::size_t i = 0; i < count; ++i) list.push_back(booked(i, i / 5));
    set_now("2026-11-24", 7 * 60 + 50);
    for (const auto id : list) arrive(id);
    return list;
  }
  queue::KeptTicket call(int minute) {
    set_now("2026-11-24", minute);
    const auto called = write(
        [&](store::Transaction& tx) { return day.call(tx, session, room, {}, "", staff, now()); });
    REQUIRE(called.has_value());
    return *called;
  }
  void step(TicketId ticket, clinic::Step::What what, int minute) {
    set_now("2026-11-24", minute);
    clinic::Step step;
    step.what = what;
    const auto done =
        write([&](store::Transaction& tx) { return day.step(tx, ticket, step, staff, now()); });
    REQUIRE(done.has_value());
  }
  void visit(int from, int to) {
    const auto called = call(from);
    step(called.ticket.id, clinic::Step::What::start, from);
    step(called.ticket.id, clinic::Step::What::finish, to);
  }
  std::optional<clinic::Place> place(AppointmentId id) {
    return read([&](store::Snapshot& snapshot) {
      const auto line = queue::load(snapshot, clinic::line_of(snapshot, session).value());
      for (const auto& [ticket, subject] : line->subjects)
        if (subject.id == id.value) return waits.place(snapshot, *line, ticket, now());
      return std::optional<clinic::Place>{};
    });
  }
  queue::WaitScore score() {
    const auto scores = read([&](store::Snapshot& snapshot) {
      return clinic::wait_scores(snapshot, *parse_day("2026-11-24"), *parse_day("2026-11-24"));
    });
    return scores.empty() ? queue::WaitScore{} : scores.at(0);
  }

  Told told;
  queue::Watchers watchers;
  clinic::Paces paces{time};
  clinic::Waits waits{env, paces};
  queue::KeptForecasts forecasts = clinic::kept_forecasts(waits);
  clinic::Nearing nearing{told};
  clinic::ClinicDay day{env, &watchers};
  Appointments booking_now{env};
  std::vector<Slot> all;
  SessionId session;
  RoomId room;
  std::vector<PersonId> who;
};

}  // namespace

TEST_CASE("a room's round is from call to call while somebody waits") {
  using enum queue::What;
  queue::Rounds rounds;
  for (int ticket = 1; ticket <= 4; ++ticket) CHECK(!rounds.next(event(ticket, joined, 0min)));
  CHECK(!rounds.next(event(1, called, 10min, 7)));
  CHECK(!rounds.next(event(1, started, 11min)));
  CHECK(!rounds.next(event(1, finished, 16min)));
  const auto first = rounds.next(event(2, called, 18min, 7));
  REQUIRE(first.has_value());
  CHECK(first->from == kStart + 10min);
  CHECK(first->took == 8min);

  // Who waits longer than a short while for the next call waits for a pause.
  rounds.next(event(2, finished, 25min));
  CHECK(rounds.next(event(3, called, 55min, 7))->took == 7min);
  // Nobody was there to be called.
  rounds.next(event(3, missed, 58min));
  rounds.next(event(9, joined, 60min));
  CHECK(rounds.next(event(9, called, 61min, 7))->took == 3min);
  // Another room has rounds of its own; who is called while another is still seen ends the round.
  CHECK(!rounds.next(event(4, called, 62min, 8)));
  rounds.next(event(3, returned, 40min));
  CHECK(rounds.next(event(3, called, 70min, 7))->took == 9min);
}

TEST_CASE("ahead are those who are called before: before the room, and in the rule's order") {
  queue::Line line(queue::LineRules{.near_room = 1});
  for (int i = 1; i <= 4; ++i) {
    queue::Joining joining;
    joining.id = TicketId{i};
    joining.slot_start = kStart;
    joining.sequence = i;
    if (i == 2) joining.assigned = queue::Station{2};
    line.apply(line.join(joining, kStart - 10min).value());
  }
  const auto same_for_all = [&](std::size_t waiting) {
    for (const auto& [ticket, ahead] : clinic::all_ahead(line))
      CHECK(clinic::ahead_of(line, ticket) == ahead);
    CHECK(clinic::all_ahead(line).size() == waiting);
  };
  CHECK(clinic::ahead_of(line, TicketId{1}) == 0);
  CHECK(clinic::ahead_of(line, TicketId{4}) == 3);
  CHECK(clinic::ahead_of(line, TicketId{2}) == 1);
  same_for_all(4);
  line.apply(line.beckon(queue::Station{1}, kStart).value());
  CHECK(clinic::ahead_of(line, TicketId{1}) == 0);
  CHECK_MESSAGE(clinic::ahead_of(line, TicketId{2}) == 0, "the first one goes to another room");
  CHECK(clinic::ahead_of(line, TicketId{4}) == 3);
  same_for_all(4);
  line.apply(line.call(queue::Station{1}, kStart).value());
  CHECK(!clinic::ahead_of(line, TicketId{1}).has_value());
  CHECK(!clinic::ahead_of(line, TicketId{77}).has_value());
  same_for_all(3);
}

TEST_CASE("who has not come by now is less likely to come") {
  const clinic::Habits habits{.shows = 0.9, .minutes_early = 15, .minutes_early_spread = 12};
  CHECK(clinic::still_shows(habits, kStart, kStart - 3h) == doctest::Approx(0.9).epsilon(0.001));
  const double at_usual_time = clinic::still_shows(habits, kStart, kStart - 15min);
  CHECK(at_usual_time == doctest::Approx(0.9 * 0.5 / (1 - 0.9 * 0.5)));
  CHECK(clinic::still_shows(habits, kStart, kStart + 30min) < 0.01);
}

TEST_CASE("the wait is forecast from the plan at first, and from what happened later") {
  Morning morning;
  const auto list = morning.waiting(5);
  const auto fifth = morning.place(list.at(4));
  REQUIRE(fifth.has_value());
  CHECK(fifth->ahead == 4);
  REQUIRE(fifth->forecast.has_value());
  const auto start = morning.at("2026-11-24", 8 * 60);
  // Four visits of six minutes are planned before.
  CHECK(std::abs((fifth->forecast->middle - start) / 1min - 24) <= 6);
  CHECK(fifth->forecast->most.from < fifth->forecast->half.from);

  // This morning every visit takes twelve minutes.
  for (int i = 0; i < 3; ++i) morning.visit(8 * 60 + 12 * i, 8 * 60 + 12 * i + 11);
  morning.set_now("2026-11-24", 8 * 60 + 36);
  const auto now_fifth = morning.place(list.at(4));
  CHECK(now_fifth->ahead == 1);
  CHECK((now_fifth->forecast->middle - morning.now()) > 7min);
}

TEST_CASE("what is learned outlives the server") {
  Morning morning;
  morning.waiting(8);
  for (int i = 0; i < 8; ++i) morning.visit(8 * 60 + 12 * i, 8 * 60 + 12 * i + 11);
  clinic::Paces fresh(morning.time);
  fresh.take_up(morning.db(), morning.now(), [] { return false; });
  morning.read([&](store::Snapshot& snapshot) {
    const auto session = find_session(snapshot, morning.session).value();
    const auto then = morning.paces.pace(snapshot, session, 6min, morning.now());
    const auto now = fresh.pace(snapshot, session, 6min, morning.now());
    CHECK(now.mean == doctest::Approx(then.mean));
    CHECK(std::exp(now.mean) > 9 * 60);
    return true;
  });
}

TEST_CASE("who is still to come is told when it would be their turn") {
  Morning morning;
  const auto to_come = morning.booked(9, 2);
  morning.set_now("2026-11-24", 8 * 60 + 10);
  const auto forecast = morning.read([&](store::Snapshot& snapshot) {
    return morning.waits.if_they_come(snapshot, find_appointment(snapshot, to_come).value(),
                                      morning.now());
  });
  REQUIRE(forecast.has_value());
  CHECK(forecast->middle >= morning.at("2026-11-24", 8 * 60 + 20));
  CHECK(forecast->middle <= morning.at("2026-11-24", 9 * 60 + 10));
}

TEST_CASE("forecasts are kept when people join, and scored once, when they are called") {
  Morning morning;
  const auto list = morning.waiting(5);
  CHECK(morning.score().called == 0);
  morning.visit(8 * 60, 8 * 60 + 5);
  const auto one = morning.score();
  CHECK(one.called == 1);
  CHECK(one.off <= 10min);
  // The second one wishes to be called later: what was forecast is nobody's fault any more.
  const auto second = morning.call(8 * 60 + 6).ticket.id;
  morning.step(second, clinic::Step::What::start, 8 * 60 + 6);
  CHECK(morning.score().called == 2);
  morning.step(second, clinic::Step::What::send_away, 8 * 60 + 8);
  morning.step(second, clinic::Step::What::come_back, 8 * 60 + 9);
  const auto third = morning.read([&](store::Snapshot& snapshot) {
    return queue::ticket_of(snapshot, {"appointment", list.at(2).value})->ticket.id;
  });
  morning.step(third, clinic::Step::What::postpone, 8 * 60 + 10);
  CHECK(morning.score().set_aside == 1);
  for (int i = 0; i < 4; ++i) morning.visit(9 * 60 + 10 * i, 9 * 60 + 10 * i + 9);
  const auto all = morning.score();
  CHECK_MESSAGE(all.called == 4, "the second call of one, and who was postponed, do not count");
  CHECK(all.set_aside == 1);
  CHECK(all.within_half <= all.within_most);
  CHECK_MESSAGE(all.late > 0s, "the last ones were called later than was said");
}

TEST_CASE("a forecast that a crash kept from being made is made after it") {
  Morning morning;
  const auto first = morning.booked(0, 0);
  morning.set_now("2026-11-24", 7 * 60 + 50);
  const auto done = morning.write([&](store::Transaction& tx) {
    return morning.booking_now.arrive(tx, first, morning.staff, morning.now());
  });
  REQUIRE(done.has_value());
  auto after_crash = clinic::kept_forecasts(morning.waits);
  morning.read([&](store::Snapshot& snapshot) {
    after_crash.take_up(snapshot, *parse_day("2026-11-24"));
    return true;
  });
  after_crash.keep_new(morning.db(), morning.now());
  morning.call(8 * 60);
  CHECK(morning.score().called == 1);
}

TEST_CASE("who leaves before being called does not count") {
  Morning morning;
  morning.waiting(2);
  const auto line = morning.read([&](store::Snapshot& snapshot) {
    return queue::load(snapshot, clinic::line_of(snapshot, morning.session).value()).value();
  });
  for (const auto& ticket : line.line.tickets())
    morning.step(ticket.id, clinic::Step::What::leave, 8 * 60);
  CHECK(morning.score().called == 0);
}

TEST_CASE("each is told once that few are ahead, when a room calls; also after a restart") {
  Morning morning;
  const auto list = morning.waiting(7);
  CHECK_MESSAGE(morning.told.few.empty(), "nobody is called yet");
  morning.visit(8 * 60, 8 * 60 + 5);
  REQUIRE(morning.told.calls.size() == 1);
  CHECK(morning.told.calls.at(0).second == "301");
  REQUIRE(morning.told.few.size() == 4);
  for (const auto& one : morning.told.few)
    CHECK(list.at(static_cast<std::size_t>(one.ahead) + 1) == one.who);

  Told told;
  queue::Watchers watchers;
  clinic::Nearing nearing{told};
  watchers.add(nearing);
  const clinic::ClinicDay day{morning.env, &watchers};
  morning.set_now("2026-11-24", 8 * 60 + 6);
  const auto called = morning.write([&](store::Transaction& tx) {
    return day.call(tx, morning.session, morning.room, {}, "", morning.staff, morning.now());
  });
  REQUIRE(called.has_value());
  REQUIRE(told.few.size() == 1);
  CHECK(told.few.at(0).who == list.at(5));
  CHECK(told.few.at(0).ahead == 3);
}
