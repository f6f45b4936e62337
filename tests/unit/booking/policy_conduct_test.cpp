// Rules in versions, and what follows for people from what they cancel and miss.
#include "yuyue/booking/policy/conduct.hpp"

#include <nlohmann/json.hpp>

#include "fixture.hpp"
#include "yuyue/booking/policy/service.hpp"

using namespace yuyue;
using namespace yuyue::booking;
using namespace yuyue::booking::test;

namespace {

const std::string kWeek =
    "本部,0304,心内科,普通,,,,周二,上午,8:00,12:00,9,301,,,,\n"
    "本部,0304,心内科,普通,,,,周三,上午,8:00,12:00,9,301,,,,\n"
    "东院,0401,骨科,普通,,,,周三,下午,14:00,17:00,9,401,,,,\n";

/// A clinic in which conduct counts.
struct World : Clinic {
  World() {
    env.listener = &conduct;
    appointments = std::make_unique<Appointments>(env);
    import(kWeek);
  }
  void rules(const std::string& document, std::optional<Instant> from = {}) {
    const auto added = write(
        [&](store::Transaction& tx) { return service.add(tx, document, from, "", staff, now()); });
    REQUIRE(added);
    make_sessions();
  }
  Appointment booked(PersonId person, const std::string& day, std::size_t slot = 0) {
    const BookingRequest request{.slot = slots(day).at(slot).id,
                                 .person = person,
                                 .by = {{.kind = "patient", .id = 1}, Channel::web},
                                 .member = {},
                                 .note = {}};
    const auto done =
        write([&](store::Transaction& tx) { return appointments->book(tx, request, now()); });
    last = done ? "" : done.error().code;
    return done ? *done : Appointment{};
  }
  void cancelled(AppointmentId id, CancelCause cause = CancelCause::patient) {
    REQUIRE(write([&](store::Transaction& tx) {
      return appointments->cancel(tx, id, {{.kind = "patient", .id = 1}, Channel::web},
                                  {.cause = cause}, now());
    }));
  }
  void missed(AppointmentId id) {
    REQUIRE(write(
        [&](store::Transaction& tx) { return appointments->mark_noshow(tx, id, staff, now()); }));
  }
  policy::ConductView conduct_of(PersonId person) {
    return read([&](store::Snapshot& s) { return policy::conduct_of(s, person); });
  }
  bool is_barred(PersonId person) {
    return read(
        [&](store::Snapshot& s) { return !policy::bars_against(s, person, now()).empty(); });
  }

  policy::Conduct conduct{env};
  policy::Policies service{env};
  std::unique_ptr<Appointments> appointments;
  std::string last;  ///< code of the last refusal
};

constexpr auto kTwoCancellations = R"({"oncePerDay": [], "conduct": [{"counts": "cancellation",
  "count": 2, "window": {"kind": "days", "count": 30},
  "penalty": {"length": "days", "count": 7}}]})";
constexpr auto kTwoMissed = R"({"oncePerDay": [], "conduct": [{"counts": "no-show", "count": 2,
  "window": {"kind": "month"}, "penalty": {"length": "rest-of-month"}}]})";

}  // namespace

TEST_CASE("policy versions hold from their moment on") {
  World w;
  const auto person = w.people(1)[0];
  w.rules(R"({"opening": {"toDays": 1}})");
  w.rules(R"({"opening": {"toDays": 20}})", w.at("2026-11-23", 9 * 60));
  w.booked(person, "2026-12-01");
  CHECK(w.last == "not-released-yet");
  w.set_now("2026-11-23", 9 * 60 - 1);
  w.booked(person, "2026-12-01");
  CHECK(w.last == "not-released-yet");
  w.set_now("2026-11-23", 9 * 60);
  w.booked(person, "2026-12-01");
  CHECK(w.last == "");
  const auto early = w.write([&](store::Transaction& tx) {
    return w.service.add(tx, "{}", w.at("2026-11-22", 0), "", w.staff, w.now());
  });
  CHECK(early.error().code == "effective-in-the-past");
  const auto broken = w.write([&](store::Transaction& tx) {
    return w.service.add(tx, R"({"opening": []})", std::nullopt, "", w.staff, w.now());
  });
  CHECK(broken.error().field == "/opening");
  const auto list = w.read([](store::Snapshot& s) { return policy::versions(s); });
  CHECK(list.size() == 2);
  // After a restart the same.
  policy::LivePolicy again;
  w.read([&](store::Snapshot& s) {
    again.load(s);
    return true;
  });
  CHECK(again.at(w.at("2026-11-23", 8 * 60))->policy.base.opening.to_days == 1);
  CHECK(again.at(w.at("2026-11-23", 8 * 60))->until == w.at("2026-11-23", 9 * 60));
  CHECK(again.at(w.now())->policy.base.opening.to_days == 20);
  CHECK(again.at(w.at("2026-11-22", 0))->policy == policy::Policy{});
}

TEST_CASE("amending lays a patch over the document and makes no version for nothing") {
  World w;
  w.rules(R"({"opening": {"toDays": 9, "releaseTime": "06:00"}})");
  const auto amend = [&](const char* patch) {
    return w.write([&](store::Transaction& tx) {
      return w.service.amend(tx, nlohmann::json::parse(patch), w.staff, w.now());
    });
  };
  CHECK(amend(R"({"opening": {"toDays": 9}})").value() == false);
  CHECK(amend(R"({"opening": {"toDays": 10}})").value());
  CHECK(amend(R"({"opening": {"toDays": 1000}})").error().code == "field-invalid");
  const auto& opening = w.policies.at(w.now())->policy.base.opening;
  CHECK(opening.to_days == 10);
  CHECK(opening.release_time == std::chrono::hours{6});
}

TEST_CASE("too many cancellations bar, in the same transaction; the hospital's never do") {
  World w;
  w.rules(kTwoCancellations);
  const auto people = w.people(2);
  w.cancelled(w.booked(people[0], "2026-11-24").id);
  CHECK_FALSE(w.is_barred(people[0]));
  w.cancelled(w.booked(people[0], "2026-11-24").id);
  CHECK(w.is_barred(people[0]));
  w.booked(people[0], "2026-11-24");
  CHECK(w.last == "barred");
  // Lifted, it starts anew: what led to it is used up.
  const auto bar = w.conduct_of(people[0]).bars.at(0);
  REQUIRE(w.write([&](store::Transaction& tx) {
    return w.conduct.lift(tx, bar.id, "reason", w.staff, w.now());
  }));
  CHECK_FALSE(w.is_barred(people[0]));
  w.cancelled(w.booked(people[0], "2026-11-24").id);
  CHECK_FALSE(w.is_barred(people[0]));

  for (const auto cause : {CancelCause::hospital, CancelCause::mistake})
    w.cancelled(w.booked(people[1], "2026-11-24").id, cause);
  CHECK(w.conduct_of(people[1]).entries.empty());
  w.check_sound();
}

TEST_CASE("places held and not paid for bar by a threshold of their own") {
  World w;
  w.rules(R"({"oncePerDay": [], "conduct": [{"counts": "unpaid", "count": 2,
    "window": {"kind": "days", "count": 7}, "penalty": {"length": "days", "count": 3}}]})");
  const auto person = w.people(1)[0];
  w.cancelled(w.booked(person, "2026-11-24").id, CancelCause::unpaid);
  w.cancelled(w.booked(person, "2026-11-24").id);
  CHECK_FALSE(w.is_barred(person));
  w.cancelled(w.booked(person, "2026-11-24").id, CancelCause::unpaid);
  CHECK(w.is_barred(person));
  const auto view = w.conduct_of(person);
  CHECK(view.bars.at(0).bar.because == policy::ConductKind::unpaid);
  CHECK(view.entries.at(0).kind == policy::ConductKind::unpaid);
  w.booked(person, "2026-11-24");
  CHECK(w.last == "barred");
}

namespace {

/// Takes down what people are told about bars.
struct Told : BookingListener {
  void booked(store::Transaction&, const Appointment&, Instant) override {}
  void cancelled(store::Transaction&, const Appointment&, Instant) override {}
  void rescheduled(store::Transaction&, const Appointment&, const Appointment&, Instant) override {}
  void barred(store::Transaction&, const BarNews& news, Instant) override {
    list.push_back("barred " + format_day(HospitalTime{}.day_of(news.bar.until)));
    member = news.member;
  }
  void bar_lifted(store::Transaction&, const BarNews&, Instant) override {
    list.emplace_back("lifted");
  }
  std::vector<std::string> list;
  std::optional<MemberId> member;
};

}  // namespace

TEST_CASE("whoever is barred is told once, and once that it is lifted") {
  World w;
  Told told;
  BookingListeners all;
  w.env.listener = &all;
  policy::Conduct conduct{w.env};
  all.add(conduct);
  all.add(told);
  w.appointments = std::make_unique<Appointments>(w.env);
  w.rules(kTwoCancellations);
  const auto person = w.people(1)[0];
  for (int i = 0; i < 2; ++i) w.cancelled(w.booked(person, "2026-11-24").id);
  CHECK(told.list == std::vector<std::string>{"barred 2026-11-30"});
  CHECK_FALSE(told.member);
  const auto bar = w.conduct_of(person).bars.at(0).id;
  const auto lift = [&] {
    return w.write(
        [&](store::Transaction& tx) { return conduct.lift(tx, bar, "reason", w.staff, w.now()); });
  };
  REQUIRE(lift());
  CHECK(lift().error().code == "bar-over");
  CHECK(told.list == std::vector<std::string>{"barred 2026-11-30", "lifted"});
  // An excuse after that has nothing more to lift.
  REQUIRE(w.write([&](store::Transaction& tx) {
    return conduct.excuse(tx, w.conduct_of(person).entries.at(0).id, "reason", w.staff, w.now());
  }));
  CHECK(told.list.size() == 2);
}

TEST_CASE("a bar ends by itself, on its day") {
  World w;
  w.rules(kTwoCancellations);
  const auto person = w.people(1)[0];
  for (int i = 0; i < 2; ++i) w.cancelled(w.booked(person, "2026-11-24").id);
  w.set_now("2026-11-29", 24 * 60 - 1);
  CHECK(w.is_barred(person));
  w.set_now("2026-11-30", 0);
  CHECK_FALSE(w.is_barred(person));
}

TEST_CASE("missed appointments count unless they had been there or the clinic was stopped") {
  World w;
  w.rules(kTwoMissed);
  const auto people = w.people(2);
  const auto first = w.booked(people[0], "2026-11-24");
  const auto second = w.booked(people[0], "2026-11-25");
  const auto stopped = w.booked(people[1], "2026-11-25", 8);
  w.set_now("2026-11-24", 20 * 60);
  w.missed(first.id);
  CHECK_FALSE(w.is_barred(people[0]));
  w.set_now("2026-11-25", 20 * 60);
  w.missed(second.id);
  CHECK(w.is_barred(people[0]));
  REQUIRE(w.write([&](store::Transaction& tx) {
    return w.appointments->reinstate(tx, first.id, AppointmentState::fulfilled, w.staff,
                                     "was in the list of the room", w.now());
  }));
  CHECK_FALSE(w.is_barred(people[0]));
  const auto view = w.conduct_of(people[0]);
  CHECK(view.entries.back().excused == "seen");
  CHECK(view.bars.at(0).lifted_because == "excused");

  w.write([&](store::Transaction& tx) {
    tx.execute("UPDATE session SET state = 'stopped' WHERE id = ?", {stopped.session});
    return true;
  });
  w.missed(stopped.id);
  CHECK(w.conduct_of(people[1]).entries.at(0).excused == "session-stopped");
}

TEST_CASE("after the deadline a cancellation counts as missed where the rules say so") {
  World w;
  w.rules(R"({"cancellation": {"until": {"at": "17:00", "daysBefore": 1}, "late": "no-show"}})");
  const auto person = w.people(1)[0];
  const auto early = w.booked(person, "2026-11-24");
  w.set_now("2026-11-23", 17 * 60 - 1);
  w.cancelled(early.id);
  const auto late = w.booked(person, "2026-11-24");
  w.set_now("2026-11-23", 17 * 60);
  w.cancelled(late.id);
  const auto entries = w.conduct_of(person).entries;
  REQUIRE(entries.size() == 2);
  CHECK(entries[0].kind == policy::ConductKind::no_show);
  CHECK(entries[1].kind == policy::ConductKind::cancellation);
}

TEST_CASE("a bar of one campus leaves the others open") {
  World w;
  w.rules(R"({"oncePerDay": [], "conduct": [{"counts": "cancellation", "count": 1,
    "penalty": {"length": "days", "count": 30, "oneCampus": true}}]})");
  const auto person = w.people(1)[0];
  w.cancelled(w.booked(person, "2026-11-24").id);
  w.booked(person, "2026-11-24");
  CHECK(w.last == "barred");
  w.booked(person, "2026-11-25", 8);
  CHECK(w.last == "");
}

TEST_CASE("two records of one person bring their conduct along") {
  World w;
  w.rules(kTwoCancellations);
  const auto people = w.people(2);
  for (const auto person : people) w.cancelled(w.booked(person, "2026-11-24").id);
  CHECK_FALSE(w.is_barred(people[1]));
  w.write([&](store::Transaction& tx) {
    w.conduct.move_person(tx, people[0], people[1], w.now());
    return true;
  });
  CHECK(w.conduct_of(people[0]).entries.empty());
  CHECK(w.conduct_of(people[1]).entries.size() == 2);
  CHECK(w.is_barred(people[1]));
}

TEST_CASE("an outage declared later takes bars back, and counts for what comes") {
  World w;
  w.rules(kTwoCancellations);
  const auto people = w.people(2);
  for (int i = 0; i < 2; ++i) w.cancelled(w.booked(people[0], "2026-11-24").id);
  CHECK(w.is_barred(people[0]));
  const auto declare = [&](int from, int to) {
    return w.write([&](store::Transaction& tx) {
      return w.conduct.declare_outage(tx, w.at("2026-11-23", from), w.at("2026-11-23", to),
                                      std::nullopt, "power", w.staff, w.now());
    });
  };
  CHECK(declare(600, 600).error().code == "period-invalid");
  REQUIRE(declare(8 * 60 + 1, 9 * 60));
  CHECK(w.is_barred(people[0]));
  REQUIRE(declare(7 * 60, 9 * 60));
  CHECK_FALSE(w.is_barred(people[0]));
  for (int i = 0; i < 3; ++i) w.cancelled(w.booked(people[1], "2026-11-24").id);
  CHECK_FALSE(w.is_barred(people[1]));
}

TEST_CASE("pages change when the rules let or stop somebody") {
  World w;
  w.rules(R"({"opening": {"nextDayUntil": "17:00", "sameDayUntil": {"morning": "10:30"}}})");
  const auto slot = w.slots("2026-11-24").at(7);
  const auto department =
      w.read([&](store::Snapshot& s) { return find_session(s, slot.session)->department; });
  const auto page = [&] {
    return w.read([&](store::Snapshot& s) {
      return session_page(s, w.env, department, *parse_day("2026-11-24"), Audience::patients,
                          w.now());
    });
  };
  CHECK(page().sessions.at(0).slots.at(7).state == SlotState::free);
  CHECK(page().changes_at == w.at("2026-11-23", 17 * 60));
  w.set_now("2026-11-23", 17 * 60);
  CHECK(page().sessions.at(0).slots.at(7).state == SlotState::not_released);
  CHECK(page().sessions.at(0).state == SessionViewState::not_released);
  CHECK(page().changes_at == w.at("2026-11-24", 0));
  w.set_now("2026-11-24", 10 * 60 + 29);
  CHECK(page().sessions.at(0).slots.at(7).state == SlotState::free);
  CHECK(page().changes_at == w.at("2026-11-24", 10 * 60 + 30));
  w.set_now("2026-11-24", 10 * 60 + 30);
  CHECK(page().sessions.at(0).slots.at(7).state == SlotState::past);
  const auto days =
      w.read([&](store::Snapshot& s) { return department_days(s, w.env, department, w.now()); });
  CHECK(days.days.at(0).state == DayState::closed);
  CHECK(days.days.at(1).state == DayState::open);
}
