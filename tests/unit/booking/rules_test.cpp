#include "yuyue/booking/rules.hpp"

#include <doctest/doctest.h>

using namespace yuyue;
using namespace yuyue::booking;
using std::chrono::minutes;

namespace {

const HospitalTime kTime;
Day day(const char* text) {
  return *parse_day(text);
}
Instant at(const char* on, int minute) {
  return kTime.at(day(on), MinuteOfDay{minute});
}

rules::Wanted wanted(const char* on, int start) {
  rules::Wanted w;
  w.slot.id = {1};
  w.slot.starts_at = at(on, start);
  w.slot.ends_at = at(on, start + 30);
  w.slot.capacity = 3;
  w.session.id = {10};
  w.session.department = {100};
  w.session.day = day(on);
  return w;
}

std::string code(const Result<void>& result) {
  return result ? "" : result.error().code;
}

}  // namespace

TEST_CASE("a session is cut into slots of 30 minutes") {
  CHECK(rules::cut_slots(minutes{480}, minutes{720}).size() == 8);
  CHECK(rules::cut_slots(minutes{480}, minutes{510}) == std::vector<MinuteOfDay>{minutes{480}});
  CHECK(rules::cut_slots(minutes{480}, minutes{500}).empty());
}

TEST_CASE("a day opens at the release time of the day a horizon before") {
  policy::InForce in_force;
  auto& opening = in_force.policy.base.opening;
  opening.to_days = 14;
  opening.release_time = minutes{7 * 60};
  const auto w = wanted("2026-12-07", 480);
  const auto may = [&](Channel channel, Instant now) {
    return code(rules::may_be_booked(w, channel, in_force, kTime, now));
  };
  CHECK(may(Channel::web, at("2026-11-23", 7 * 60)) == "");
  const auto early = at("2026-11-23", 7 * 60) - std::chrono::milliseconds{1};
  CHECK(may(Channel::web, early) == "not-released-yet");
  CHECK(may(Channel::desk, early) == "not-released-yet");
  CHECK(rules::may_be_booked(w, Channel::web, in_force, kTime, early).error().possible_at ==
        at("2026-11-23", 7 * 60));
  opening.to_days = 0;
  CHECK(may(Channel::web, at("2026-12-07", 419)) == "not-released-yet");
  CHECK(may(Channel::web, at("2026-12-07", 420)) == "");
}

TEST_CASE("patients book until a slot begins, the desk until it ends") {
  const policy::InForce in_force;
  const auto w = wanted("2026-11-23", 480);
  const auto may = [&](Channel channel, int minute) {
    return code(rules::may_be_booked(w, channel, in_force, kTime, at("2026-11-23", minute)));
  };
  CHECK(may(Channel::web, 479) == "");
  CHECK(may(Channel::web, 480) == "past-slot");
  CHECK(may(Channel::desk, 480) == "");
  CHECK(may(Channel::desk, 509) == "");
  CHECK(may(Channel::desk, 510) == "past-slot");
}

TEST_CASE("one person's appointments neither repeat nor collide") {
  policy::InForce in_force;
  const auto now = at("2026-11-23", 480);
  const auto w = wanted("2026-11-24", 540);
  const auto held = [&](const char* on, int start, std::int64_t session, std::int64_t department) {
    rules::Held h;
    h.id = {start};
    h.session = {session};
    h.department = {department};
    h.day = day(on);
    h.starts_at = at(on, start);
    h.ends_at = at(on, start + 30);
    return h;
  };
  const auto fits = [&](const std::vector<rules::Held>& list,
                        std::optional<AppointmentId> instead = {}) {
    return code(rules::fits_person(w, list, instead, in_force, kTime, now));
  };
  CHECK(fits({}) == "");
  CHECK(fits({held("2026-11-24", 480, 10, 100)}) == "already-booked");
  CHECK(fits({held("2026-11-24", 840, 11, 100)}) == "already-booked");
  CHECK(fits({held("2026-11-24", 840, 11, 101)}) == "");
  CHECK(fits({held("2026-11-24", 540, 11, 101)}) == "collides");
  CHECK(fits({held("2026-11-24", 525, 11, 101)}) == "collides");
  CHECK(fits({held("2026-11-24", 510, 11, 101)}) == "");
  CHECK(fits({held("2026-11-25", 540, 11, 100)}) == "");
  CHECK(fits({held("2026-11-24", 540, 11, 101)}, AppointmentId{540}) == "");
  in_force.policy.base.once_per_day.clear();
  CHECK(fits({held("2026-11-24", 840, 11, 100)}) == "");
  CHECK(fits({held("2026-11-24", 840, 10, 100)}) == "already-booked");
  in_force.policy.limits.active = 2;
  CHECK(fits({held("2026-11-25", 480, 12, 102), held("2026-11-26", 480, 13, 103)}) ==
        "too-many-bookings");
  CHECK(fits({held("2026-11-23", 450, 12, 102), held("2026-11-26", 480, 13, 103)}) == "");
}

TEST_CASE("numbers that are given back are given again") {
  using List = std::vector<int>;
  CHECK(rules::lowest_free(List{}) == 1);
  CHECK(rules::lowest_free(List{1, 2, 3}) == 4);
  CHECK(rules::lowest_free(List{2, 3}) == 1);
  CHECK(rules::lowest_free(List{1, 3}) == 2);
}

TEST_CASE("patients are asked to come a little before their share of the slot") {
  const auto start = at("2026-11-24", 480);
  CHECK(rules::suggested_arrival(start, 1, 3, minutes{10}) == start - minutes{10});
  CHECK(rules::suggested_arrival(start, 2, 3, minutes{10}) == start);
  CHECK(rules::suggested_arrival(start, 3, 4, minutes{10}) == start + minutes{5});
  CHECK(rules::suggested_arrival(start, 2, 4, minutes{10}) == start - minutes{5});
  CHECK(rules::suggested_arrival(start, 7, 7, minutes{0}) == start + minutes{25});
}

TEST_CASE("holidays, make-up days, alternate weeks, validity and exceptions decide a day") {
  Schedule s;
  s.id = {5};
  s.department = {100};
  s.practitioner = PractitionerId{200};
  s.weekday = 1;
  const auto on = [](const char* text) {
    rules::DayFacts facts;
    facts.day = day(text);
    return facts;
  };
  auto monday = on("2026-11-23");  // ISO week 48
  CHECK(rules::takes_place(s, monday));
  CHECK(!rules::takes_place(s, on("2026-11-24")));

  auto holiday = monday;
  holiday.calendar = CalendarDay{.day = monday.day, .name = {}, .name_en = {}, .source = {}};
  CHECK(!rules::takes_place(s, holiday));
  s.on_holidays = true;
  CHECK(rules::takes_place(s, holiday));
  s.on_holidays = false;

  auto saturday = on("2026-11-28");
  saturday.calendar = CalendarDay{.day = saturday.day,
                                  .kind = CalendarKind::workday,
                                  .as_weekday = 1,
                                  .name = {},
                                  .name_en = {},
                                  .source = {}};
  CHECK(rules::takes_place(s, saturday));
  saturday.calendar->as_weekday = 2;
  CHECK(!rules::takes_place(s, saturday));
  saturday.calendar->as_weekday.reset();
  CHECK(!rules::takes_place(s, saturday));

  s.weeks = Weeks::odd;
  CHECK(!rules::takes_place(s, monday));
  CHECK(rules::takes_place(s, on("2026-11-30")));
  s.weeks = Weeks::even;
  CHECK(rules::takes_place(s, monday));
  s.weeks = Weeks::every;

  s.valid_from = day("2026-11-24");
  CHECK(!rules::takes_place(s, monday));
  s.valid_from = day("2026-11-23");
  s.valid_to = day("2026-11-23");
  CHECK(rules::takes_place(s, monday));
  CHECK(!rules::takes_place(s, on("2026-11-30")));

  const auto except = [&](ScheduleException e) {
    auto facts = monday;
    e.day = monday.day;
    facts.exceptions.push_back(e);
    return !rules::takes_place(s, facts);
  };
  const auto named = [](std::optional<ScheduleId> schedule, std::optional<PractitionerId> who,
                        std::optional<DepartmentId> where) {
    ScheduleException e;
    e.schedule = schedule;
    e.practitioner = who;
    e.department = where;
    return e;
  };
  CHECK(except(named(ScheduleId{5}, {}, {})));
  CHECK(except(named({}, PractitionerId{200}, {})));
  CHECK(except(named({}, {}, DepartmentId{100})));
  CHECK(!except(named(ScheduleId{6}, {}, {})));
  CHECK(!except(named({}, PractitionerId{200}, DepartmentId{101})));
}
