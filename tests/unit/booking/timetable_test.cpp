// Sessions made from the timetable, and imports while appointments exist.
#include "fixture.hpp"

using namespace yuyue;
using namespace yuyue::booking;
using namespace yuyue::booking::test;

namespace {

const std::string kExpert =
    "本部,0304,心内科,专家,1001,王建国,主任医师,周二,上午,8:00,10:00,2,301,50,,,\n";
const std::string kOrdinary = "本部,0304,心内科,普通,,,,周三,下午,14:00,15:00,3,302/303,,,,\n";

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  const auto at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), with);
}

std::int64_t count(Clinic& clinic, std::string_view sql) {
  return clinic.read([&](store::Snapshot& snapshot) { return snapshot.integer(sql).value(); });
}

DayView day_of(Clinic& clinic, const std::string& day) {
  return clinic.read([&](store::Snapshot& snapshot) {
    const auto department = departments(snapshot).at(0).id;
    const auto strip = department_days(snapshot, clinic.env, department, clinic.now());
    for (const auto& view : strip.days)
      if (view.day == *parse_day(day)) return view;
    FAIL("no such day in the strip");
    return DayView{};
  });
}

}  // namespace

TEST_CASE("an import makes the timetable, and the same file again changes nothing") {
  Clinic clinic;
  const auto first = clinic.import(kExpert + kOrdinary);
  CHECK(first.changed);
  CHECK(first.campuses == 1);
  CHECK(first.departments == 1);
  CHECK(first.practitioners == 1);
  CHECK(first.rooms == 3);
  CHECK(first.schedules == 2);
  CHECK(count(clinic, "SELECT count(*) FROM session") == 4);  // two weeks of two rows
  CHECK(count(clinic, "SELECT count(*) FROM slot") == 2 * 4 + 2 * 2);
  const auto again = clinic.import(kExpert + kOrdinary);
  CHECK(!again.changed);
  CHECK(again.unchanged == 2);
  CHECK(count(clinic, "SELECT revision FROM timetable") == 1);
  CHECK(clinic.make_sessions().made == 0);
  const auto report = clinic.make_sessions();
  CHECK(report.made + report.updated + report.removed == 0);
}

TEST_CASE("a dry run says what would change and changes nothing") {
  Clinic clinic;
  const auto file = parse_timetable(kHeader + kExpert);
  const auto summary = TimetableImport(clinic.env, clinic.db()).dry_run(file, clinic.now());
  CHECK(summary.schedules == 1);
  CHECK(count(clinic, "SELECT count(*) FROM department") == 0);
  const auto wrong = parse_timetable(kHeader + replaced(kExpert, "专家", "神仙"));
  const auto refused = TimetableImport(clinic.env, clinic.db()).dry_run(wrong, clinic.now());
  REQUIRE(refused.errors.size() == 1);
  CHECK(refused.errors[0].code == "kind-unknown");
  const auto run = TimetableImport(clinic.env, clinic.db()).run(wrong, clinic.staff, clinic.now());
  REQUIRE(!run);
  CHECK(run.error().code == "timetable-invalid");
}

TEST_CASE("sessions without appointments follow the new timetable, others are kept and listed") {
  Clinic clinic;
  clinic.import(kExpert + kOrdinary);
  const auto person = clinic.people(1)[0];
  const auto tuesday = clinic.slots("2026-11-24");
  const auto mine = clinic.book(person, tuesday[0].id);
  REQUIRE(mine);

  const auto summary = clinic.import(kOrdinary);
  CHECK(summary.ended == 1);
  REQUIRE(summary.kept_sessions.size() == 1);
  CHECK(summary.kept_sessions[0].session == mine->session);
  CHECK(summary.kept_sessions[0].appointments == 1);
  CHECK(summary.kept_sessions[0].why == "row-ended");
  CHECK(count(clinic, "SELECT count(*) FROM session WHERE day = '2026-12-01'") == 0);
  CHECK(code_of(clinic.book(clinic.people(1)[0], tuesday[1].id)) == "session-stopped");
  clinic.check_sound();

  // The row comes back: the kept session is its session again.
  const auto back = clinic.import(kExpert + kOrdinary);
  CHECK(back.kept_sessions.empty());
  CHECK(count(clinic, "SELECT count(*) FROM session WHERE day = '2026-11-24'") == 1);
  CHECK(clinic.book(clinic.people(1)[0], tuesday[1].id));
  clinic.check_sound();
}

TEST_CASE("a changed row changes its sessions and keeps what is booked") {
  Clinic clinic;
  clinic.import(kExpert);
  const auto people = clinic.people(2);
  const auto before = clinic.slots("2026-11-24");
  REQUIRE(clinic.book(people[0], before[0].id));
  REQUIRE(clinic.book(people[1], before[0].id));
  // One place a slot instead of two, and half an hour later in the morning.
  const auto summary = clinic.import(replaced(kExpert, "8:00,10:00,2", "8:30,10:30,1"));
  CHECK(summary.schedules == 1);
  CHECK(summary.ended == 0);
  REQUIRE(summary.kept_sessions.size() == 1);
  CHECK(summary.kept_sessions[0].why == "times-changed");
  const auto after = clinic.slots("2026-11-24");
  REQUIRE(after.size() == 5);
  CHECK(after[0].capacity == 2);
  CHECK(after[0].free() == 0);
  CHECK(after[1].id == before[1].id);
  CHECK(after[1].capacity == 1);
  CHECK(after[4].starts_at == clinic.at("2026-11-24", 600));
  CHECK(clinic.slots("2026-12-01").size() == 4);
  clinic.check_sound();
}

TEST_CASE("what an unfinished import leaves is cleared, and a running one keeps others out") {
  Clinic clinic;
  clinic.import(kExpert);
  clinic.write([](store::Transaction& tx) {
    tx.execute("UPDATE timetable SET import_id = 5");
    tx.execute("INSERT INTO practitioner VALUES (7, 1, 2, '9', 'x', '', '', '', '', 0, '', 1)");
    tx.execute("UPDATE schedule SET removed_in = 2");
    return true;
  });
  const auto file = parse_timetable(kHeader + kOrdinary);
  const auto run = TimetableImport(clinic.env, clinic.db()).run(file, clinic.staff, clinic.now());
  REQUIRE(!run);
  CHECK(run.error().code == "import-running");
  CHECK(clinic.read([](store::Snapshot& snapshot) { return practitioners(snapshot).size(); }) == 1);
  TimetableImport::clear_unfinished(clinic.db());
  CHECK(count(clinic, "SELECT count(*) FROM practitioner") == 1);
  CHECK(count(clinic, "SELECT count(*) FROM schedule WHERE removed_in IS NULL") == 1);
  CHECK(clinic.import(kOrdinary).ended == 1);
}

TEST_CASE("the day strip tells open, full, closed and not released") {
  Clinic clinic;
  clinic.import(kExpert + replaced(kOrdinary, "周三", "周一"));
  CHECK(day_of(clinic, "2026-11-24").state == DayState::open);
  CHECK(day_of(clinic, "2026-11-24").free == 8);
  CHECK(day_of(clinic, "2026-11-26").state == DayState::closed);
  clinic.set_now("2026-11-23", 419);
  const auto last = day_of(clinic, "2026-12-07");
  CHECK(last.state == DayState::not_released);
  CHECK(last.released_at == clinic.at("2026-11-23", 420));
  clinic.set_now("2026-11-23", 420);
  CHECK(day_of(clinic, "2026-12-07").state == DayState::open);
}

TEST_CASE("days off and exceptions withdraw sessions, and give them back") {
  Clinic clinic;
  clinic.import(kExpert);
  const auto slots = clinic.slots("2026-11-24");
  REQUIRE(clinic.book(clinic.people(1)[0], slots[0].id));
  const ReferenceData reference(clinic.env);
  const Timetable timetable(clinic.env);
  const auto off = [&](const char* day) {
    return clinic.write([&](store::Transaction& tx) {
      CalendarDay d;
      d.day = *parse_day(day);
      d.name = "停诊日";
      return reference.add(tx, d, clinic.staff, clinic.now());
    });
  };
  REQUIRE(off("2026-11-24"));
  REQUIRE(off("2026-12-01"));
  CHECK(off("2026-12-01").error().code == "day-taken");
  auto report = clinic.make_sessions();
  CHECK(report.withdrawn == 1);
  CHECK(report.removed == 1);
  REQUIRE(report.kept.size() == 1);
  CHECK(report.kept[0].why == "day-off");
  CHECK(day_of(clinic, "2026-11-24").holiday == "停诊日");
  CHECK(day_of(clinic, "2026-11-24").state == DayState::closed);
  for (const char* day : {"2026-11-24", "2026-12-01"})
    REQUIRE(clinic.write([&](store::Transaction& tx) {
      return reference.remove_calendar_day(tx, *parse_day(day), 1, clinic.staff, clinic.now());
    }));
  report = clinic.make_sessions();
  CHECK(report.updated == 1);
  CHECK(report.made == 1);
  CHECK(report.kept.empty());
  CHECK(day_of(clinic, "2026-11-24").free == 7);

  const auto schedule =
      clinic.read([](store::Snapshot& snapshot) { return schedules(snapshot).at(0); });
  REQUIRE(clinic.write([&](store::Transaction& tx) {
    ScheduleException e;
    e.day = *parse_day("2026-12-01");
    e.practitioner = schedule.practitioner;
    return timetable.add(tx, e, clinic.staff, clinic.now());
  }));
  CHECK(clinic.make_sessions().removed == 1);
  clinic.check_sound();
}

TEST_CASE("rows are edited by hand, with their version") {
  Clinic clinic;
  clinic.import(kExpert);
  const Timetable timetable(clinic.env);
  auto row = clinic.read([](store::Snapshot& snapshot) { return schedules(snapshot).at(0); });
  const auto change = [&](Schedule s) {
    return clinic.write([&](store::Transaction& tx) {
      return timetable.change(tx, s, clinic.staff, clinic.now());
    });
  };
  auto wanted = row;
  wanted.slot_capacity = 5;
  const auto changed = change(wanted);
  REQUIRE(changed);
  CHECK(changed->id == row.id);
  CHECK(change(wanted).error().code == "changed-meanwhile");
  wanted = *changed;
  wanted.ends += MinuteOfDay{10};
  CHECK(change(wanted).error().code == "schedule-invalid");
  CHECK(clinic.make_sessions().updated == 2);
  CHECK(clinic.slots("2026-11-24")[0].capacity == 5);
  auto other = row;
  other.starts += kSlotLength;
  CHECK(clinic
            .write([&](store::Transaction& tx) {
              return timetable.add(tx, other, clinic.staff, clinic.now());
            })
            .error()
            .code == "schedule-overlaps");
  // Another clinician takes the row over: who booked the first one keeps that appointment.
  REQUIRE(clinic.book(clinic.people(1)[0], clinic.slots("2026-11-24")[0].id));
  const auto colleague = clinic.write([&](store::Transaction& tx) {
    Practitioner p;
    p.code = "1009";
    p.name = "赵敏";
    return ReferenceData(clinic.env).add(tx, p, clinic.staff, clinic.now());
  });
  wanted = *changed;
  wanted.practitioner = colleague->id;
  REQUIRE(change(wanted));
  const auto report = clinic.make_sessions();
  CHECK(report.withdrawn == 1);
  REQUIRE(report.kept.size() == 1);
  CHECK(report.kept[0].practitioner == "王建国");
  CHECK(count(clinic, "SELECT count(*) FROM session WHERE day = '2026-11-24'") == 2);
  clinic.check_sound();
}

TEST_CASE("single sessions are stopped and their slots widened") {
  Clinic clinic;
  clinic.import(kExpert);
  const Sessions sessions(clinic.env);
  const auto slots = clinic.slots("2026-11-24");
  const auto id = slots[0].session;
  const auto stop = [&](std::int64_t version) {
    return clinic.write([&](store::Transaction& tx) {
      return sessions.stop(tx, id, version, "停电", clinic.staff, clinic.now());
    });
  };
  const auto set = [&](int capacity) {
    return clinic.write([&](store::Transaction& tx) {
      return sessions.set_capacity(tx, slots[0].id, capacity, clinic.staff, clinic.now());
    });
  };
  const auto mine = clinic.book(clinic.people(1)[0], slots[0].id);
  REQUIRE(mine);
  CHECK(stop(1).error().code == "session-has-appointments");
  CHECK(set(0).error().code == "capacity-below-taken");
  CHECK(set(100).error().code == "capacity-invalid");
  CHECK(set(4)->free() == 3);
  REQUIRE(clinic.cancel(mine->id));
  REQUIRE(stop(1));
  CHECK(stop(1).error().code == "changed-meanwhile");
  CHECK(code_of(clinic.book(clinic.people(1)[0], slots[0].id)) == "session-stopped");
  CHECK(day_of(clinic, "2026-11-24").state == DayState::closed);
  REQUIRE(clinic.write([&](store::Transaction& tx) {
    return sessions.reopen(tx, id, 2, clinic.staff, clinic.now());
  }));
  CHECK(clinic.book(clinic.people(1)[0], slots[0].id));
  clinic.check_sound();
}

TEST_CASE("settings are kept, checked and live") {
  Clinic clinic;
  auto wanted = *clinic.settings.current();
  wanted.waitlist.max_per_person = 7;
  const auto save = [&](const Settings& s, std::int64_t version) {
    return clinic.write([&](store::Transaction& tx) {
      return clinic.settings.save(tx, s, version, "staff:1", clinic.now());
    });
  };
  REQUIRE(save(wanted, 0));
  CHECK(clinic.settings.current()->waitlist.max_per_person == 7);
  CHECK(save(wanted, 0).error().code == "changed-meanwhile");
  CHECK(clinic.read([](store::Snapshot& snapshot) { return load_settings(snapshot); }) == wanted);
  wanted.waitlist.max_per_person = 400;
  CHECK(save(wanted, 1).error().code == "setting-invalid");
}
