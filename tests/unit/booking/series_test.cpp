#include "yuyue/booking/series/series.hpp"

#include <algorithm>
#include <random>

#include "unit/booking/fixture.hpp"
#include "yuyue/booking/remote.hpp"

namespace yuyue::booking::series {
namespace {

using std::chrono::minutes;

Day day(const char* text) {
  return *parse_day(text);
}
std::string code(const auto& result) {
  return result ? "" : result.error().code;
}

/// What was told, one line for each message.
class Told final : public Messages {
 public:
  void owe(store::Transaction&, const Notice& notice, Instant) override {
    constexpr std::string_view kWords[] = {"booked", "moved", "cancelled"};
    lines.push_back(std::string(kWords[static_cast<std::size_t>(notice.what)]) + " " +
                    std::to_string(notice.visits.size()));
  }
  std::vector<std::string> lines;
};

/// A rehabilitation clinic on weekdays; Monday, 23 November 2026, 08:00.
class Rehabilitation : public booking::test::Clinic {
 public:
  Rehabilitation() {
    std::string rows;
    for (const char* weekday : {"周一", "周二", "周三", "周四", "周五"})
      rows +=
          "本部,2100,康复科,普通,,,," + std::string(weekday) + ",上午,8:00,11:00,1,康复室,,,,\n";
    import(rows);
    make_sessions();
    read([&](store::Snapshot& s) {
      where.department = departments(s).front().id;
      return true;
    });
  }
  Courses all() { return {env, vault_, &told}; }
  std::vector<Proposal> propose(PersonId person, const Pattern& pattern) {
    return read([&](store::Snapshot& s) {
             return all().propose(s, person, where, pattern, Channel::desk, now());
           })
        .value();
  }
  Result<Series> book(PersonId person, const std::vector<SlotId>& slots) {
    return write([&](store::Transaction& tx) {
      return all().book(tx, {.person = person, .title = "康复训练", .slots = slots, .member = {}},
                        staff, now());
    });
  }
  Result<Series> shift(SeriesId id, const Shift& by) {
    return write([&](store::Transaction& tx) { return all().shift(tx, id, by, staff, now()); });
  }
  std::vector<Appointment> visits(SeriesId id) {
    return read([&](store::Snapshot& s) {
      std::vector<Appointment> list;
      const auto series = all().find(s, id).value();
      for (const auto visit : series.visits) list.push_back(find_appointment(s, visit).value());
      return list;
    });
  }
  void check_all_sound() {
    check_sound();
    for (const auto& problem : read([](store::Snapshot& s) { return check_series(s); }))
      FAIL_CHECK(problem);
  }
  Where where;
  Told told;

 private:
  access::KeyRing keys_ = access::KeyRing::ephemeral();
  access::Vault vault_{keys_};
};

Pattern three_a_week() {
  Pattern pattern;
  pattern.count = 4;
  pattern.weekdays = {1, 3, 5};
  pattern.at = minutes{9 * 60};
  pattern.from = day("2026-11-24");
  return pattern;
}

std::vector<SlotId> slots_of(const std::vector<Proposal>& proposals) {
  std::vector<SlotId> slots;
  for (const auto& proposal : proposals) slots.push_back(proposal.slot.value().slot);
  return slots;
}

}  // namespace

TEST_CASE("a pattern is either every so many days or on weekdays") {
  Pattern pattern = three_a_week();
  CHECK(check(pattern).has_value());
  CHECK(wanted_days(pattern) == std::vector<Day>{day("2026-11-25"), day("2026-11-27"),
                                                 day("2026-11-30"), day("2026-12-02")});
  pattern.every_days = 10;
  CHECK(code(check(pattern)) == "pattern-invalid");
  pattern.weekdays.clear();
  CHECK(check(pattern).has_value());
  CHECK(wanted_days(pattern).back() == day("2026-12-24"));
  pattern.every_days.reset();
  CHECK(code(check(pattern)) == "pattern-invalid");
  pattern.weekdays = {8};
  CHECK(code(check(pattern)) == "pattern-invalid");
  pattern = three_a_week();
  pattern.count = 61;
  CHECK(code(check(pattern)) == "pattern-invalid");
  pattern.count = 1;
  pattern.slack = 7;
  CHECK(code(check(pattern)) == "pattern-invalid");
}

TEST_CASE("whatever the market, a plan keeps its days' order, its slack, and says why not") {
  std::mt19937 random(23);
  for (int round = 0; round < 500; ++round) {
    Pattern pattern;
    pattern.count = 1 + static_cast<int>(random() % 6);
    pattern.from = day("2026-11-23");
    pattern.slack = static_cast<int>(random() % 3);
    pattern.at = minutes{8 * 60 + 30 * static_cast<int>(random() % 8)};
    if (random() % 2)
      pattern.every_days = 1 + static_cast<int>(random() % 4);
    else
      pattern.weekdays = {1 + static_cast<int>(random() % 7), 1 + static_cast<int>(random() % 7)};
    Market market;
    market.last_released = pattern.from + date::days{14};
    std::int64_t next = 1;
    for (auto on = pattern.from; on < pattern.from + date::days{25}; on += date::days{1}) {
      if (random() % 3 == 0) continue;
      market.clinic_days.push_back(on);
      for (int i = static_cast<int>(random() % 4); i > 0; --i)
        market.free[on].push_back(
            {SlotId{next++}, on, minutes{8 * 60 + 30 * static_cast<int>(random() % 8)}});
    }
    const auto wanted = wanted_days(pattern);
    const auto proposals = plan(pattern, market);
    REQUIRE(proposals.size() == wanted.size());
    std::optional<Day> before;
    for (std::size_t i = 0; i < proposals.size(); ++i) {
      const auto& proposal = proposals[i];
      CHECK(proposal.wanted == wanted[i]);
      CHECK(proposal.slot.has_value() == proposal.why.empty());
      if (!proposal.slot) {
        if (pattern.slack == 0 && proposal.why == "full")
          CHECK(std::ranges::binary_search(market.clinic_days, wanted[i]));
        CHECK((proposal.why == "not-released") == (wanted[i] > market.last_released));
        continue;
      }
      const auto on = proposal.slot->day;
      CHECK(std::abs((on - wanted[i]).count()) <= pattern.slack);
      if (before) CHECK(on > *before);
      before = on;
      for (const auto& other : market.free[on])
        CHECK(std::chrono::abs(other.start - pattern.at) >=
              std::chrono::abs(proposal.slot->start - pattern.at));
    }
  }
}

TEST_CASE("a course is booked all or none, and moved and cancelled as a whole") {
  Rehabilitation clinic;
  const auto people = clinic.people(3);
  const auto proposals = clinic.propose(people[0], three_a_week());
  REQUIRE(proposals.size() == 4);
  for (const auto& proposal : proposals) CHECK(proposal.slot.value().start == minutes{9 * 60});
  const auto slots = slots_of(proposals);
  CHECK(code(clinic.book(people[0], {})) == "pattern-invalid");

  // Somebody else takes the third: nothing of the course is booked.
  const auto theirs = clinic.Clinic::book(people[1], slots[2]);
  REQUIRE(theirs.has_value());
  const auto refused = clinic.book(people[0], slots);
  CHECK(code(refused) == "slot-full");
  CHECK(refused.error().params.at("visit") == "3");
  CHECK(clinic.read(
            [&](store::Snapshot& s) { return count_upcoming(s, people[0], clinic.now()); }) == 0);

  const auto again = clinic.propose(people[0], three_a_week());
  CHECK(again[2].slot->start != minutes{9 * 60});
  const auto course = clinic.book(people[0], slots_of(again)).value();
  CHECK(course.visits.size() == 4);

  // A day later: Thursday, Saturday (no clinic) … cannot; nothing moves.
  const auto stuck = clinic.shift(course.id, {.days = 1, .at = {}, .slack = 0});
  CHECK(code(stuck) == "series-cannot-move");
  CHECK(clinic.visits(course.id).front().day == day("2026-11-25"));
  const auto moved = clinic.shift(course.id, {.days = 0, .at = minutes{10 * 60}, .slack = 0});
  CHECK(moved.has_value());
  for (const auto& visit : clinic.visits(course.id))
    CHECK(clinic.time.minute_of(visit.starts_at) == minutes{10 * 60});
  // One by itself, then the rest together.
  REQUIRE(clinic.cancel(clinic.visits(course.id)[1].id));
  clinic.set_now("2026-11-26", 8 * 60);
  const auto cancelled = clinic.write([&](store::Transaction& tx) {
    return clinic.all().cancel(tx, course.id, "好转", clinic.staff, clinic.now());
  });
  CHECK(cancelled.has_value());
  const auto visits = clinic.visits(course.id);
  CHECK(visits[0].state == AppointmentState::booked);  // was yesterday
  for (std::size_t i = 1; i < visits.size(); ++i)
    CHECK(visits[i].state == AppointmentState::cancelled);
  CHECK(code(clinic.shift(course.id, {.days = 7, .at = {}, .slack = 0})) == "nothing-to-come");
  CHECK(clinic.told.lines == std::vector<std::string>{"booked 4", "moved 4", "cancelled 2"});
  clinic.check_all_sound();
}

TEST_CASE("a course that staff book is one decision, whatever the most upcoming appointments") {
  Rehabilitation clinic;
  const auto limit = policy::Limits{}.active.value();
  const auto people = clinic.people(2);
  auto pattern = three_a_week();
  pattern.weekdays = {1, 2, 3, 4, 5};
  pattern.count = limit + 1;
  const auto slots = slots_of(clinic.propose(people[0], pattern));
  const auto course = clinic.book(people[0], slots);
  REQUIRE(course);
  // Others are booked beside it as if there were none, and it moves as a whole.
  const auto monday = clinic.slots("2026-11-23");
  CHECK(clinic.Clinic::book(people[0], monday.back().id));
  CHECK(clinic.shift(course->id, {.days = 0, .at = minutes{10 * 60}, .slack = 0}));
  // Patients' own do not escape the limit that way.
  const Actor patient{{.kind = "patient", .id = 1}, Channel::web};
  const auto refused = clinic.write([&](store::Transaction& tx) {
    return clinic.all().book(
        tx, {.person = people[1], .title = "康复训练", .slots = slots, .member = {}}, patient,
        clinic.now());
  });
  CHECK(code(refused) == "too-many-bookings");
  clinic.check_all_sound();
}

TEST_CASE("a remote visit can be joined from a quarter of an hour before it") {
  AppointmentView view;
  view.remote = true;
  auto& visit = view.appointment;
  visit.starts_at = from_millis(1'800'000'000'000);
  visit.ends_at = visit.starts_at + minutes{30};
  CHECK(!may_join(view, visit.starts_at - minutes{15} - std::chrono::milliseconds{1}));
  CHECK(may_join(view, visit.starts_at - minutes{15}));
  CHECK(may_join(view, visit.ends_at + minutes{59}));
  CHECK(!may_join(view, visit.ends_at + minutes{60}));
  visit.state = AppointmentState::cancelled;
  CHECK(!may_join(view, visit.starts_at));
  visit.state = AppointmentState::arrived;
  CHECK(may_join(view, visit.starts_at));
  view.remote = false;
  CHECK(!may_join(view, visit.starts_at));
  CHECK(join_link("https://meet.example.org/{token}?a=1", "ab") ==
        "https://meet.example.org/ab?a=1");
  CHECK(join_link("https://meet.example.org/room", "ab") == "https://meet.example.org/room");
}

}  // namespace yuyue::booking::series
