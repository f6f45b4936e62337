// What a desk keeps beside its queue: numbers on paper, certificates seen, reports; on a real file.
#include <doctest/doctest.h>

#include "unit/real_file.hpp"
#include "yuyue/centre/classes.hpp"
#include "yuyue/centre/paper.hpp"
#include "yuyue/centre/reports/reports.hpp"
#include "yuyue/centre/statistics.hpp"

using namespace yuyue;
using namespace yuyue::centre;
using namespace std::chrono_literals;

namespace {

const HospitalTime kTime;
const Day kMonday = *parse_day("2026-11-23");
const access::Actor kClerk{.kind = "staff", .id = 7};

Instant at(int hour, int minute, Day day = kMonday) {
  return kTime.at(day, MinuteOfDay{hour * 60 + minute});
}

struct Told final : reports::Listener {
  int times = 0;
  void report_ready(store::Transaction&, const reports::Report&, Instant) override { ++times; }
};

struct Desk : test::RealFile {
  Desk() {
    write([&](store::Transaction& tx) {
      add_campus(tx);
      const Catalogue catalogue(environment);
      const auto group =
          catalogue.add(tx, ServiceGroup{.letter = "A", .name = "证明"}, kClerk, at(7, 0))->id;
      for (auto* id : {&first, &second}) {
        const auto name = id == &first ? "one" : "two";
        *id = catalogue
                  .add(tx, Service{.code = name, .group = group, .name = name}, kClerk, at(7, 0))
                  ->id;
      }
      Window one{.campus = CampusId{1}, .name = "1"};
      one.duties = {{.service = first}, {.service = second}};
      for (int weekday = 1; weekday <= 2; ++weekday)
        one.hours.push_back({.weekday = weekday, .opens = 8h, .closes = 17h});
      window = catalogue.add(tx, one, kClerk, at(7, 0))->id;
      return true;
    });
  }
  Result<Visit> take(std::vector<ServiceId> services, Instant now) {
    return write([&](store::Transaction& tx) {
      return visits.take(tx, {.services = services}, kClerk, now);
    });
  }
  std::string enter(const PaperEntry& entry, Instant now) {
    return write([&](store::Transaction& tx) {
      const auto entered = visits.enter(tx, entry, kClerk, now);
      return entered ? std::string(name_of(entered->state)) : entered.error().code;
    });
  }
  DayStatistics figures(Day day) {
    return database->read([&](store::Snapshot& s) { return statistics(s, day); });
  }
  PersonId person(std::int64_t id) {
    write([&](store::Transaction& tx) {
      tx.execute(
          "INSERT INTO person (id, name_sealed, name_hash, pinyin_hash, initials_hash, sex,"
          " needs, state, version, created_at, changed_at)"
          " VALUES (?, x'00', x'00', x'00', x'00', 'unknown', '[]', 'active', 1, 0, 0)",
          {id});
      return true;
    });
    return PersonId{id};
  }
  void check_sound() {
    CHECK(database->read([](store::Snapshot& s) { return check_visits(s); }).empty());
  }

  SystemClock clock;
  IdMaker ids{clock};
  access::KeyRing keys = access::KeyRing::ephemeral();
  access::Vault vault{keys};
  Environment environment{.time = &kTime, .ids = &ids, .vault = &vault};
  Visits visits{environment, [](Instant) { return queue::LineRules{}; },
                [](store::Snapshot&, Day day) { return iso_weekday(day); }, nullptr};
  ServiceId first, second;
  ServiceWindowId window;
};

}  // namespace

TEST_CASE("numbers given in turn pass over those that were printed") {
  Desk desk;
  desk.write([&](store::Transaction& tx) {
    tx.execute(
        "INSERT INTO visit_number (group_id, day, last) SELECT id, ?, 499 FROM service_group",
        {kMonday});
    const auto sheet =
        make_paper_sheet(tx, desk.environment, kMonday, AccountId{7}, kClerk, at(8, 0));
    REQUIRE(sheet.has_value());
    CHECK(sheet->numbers.front().first == 501);
    const auto more =
        make_paper_sheet(tx, desk.environment, kMonday, AccountId{7}, kClerk, at(8, 0));
    CHECK(more->numbers.front().first == sheet->numbers.front().last + 1);
    return true;
  });
  CHECK(desk.take({desk.first}, at(9, 0))->number == "A500");
  CHECK(desk.take({desk.first}, at(9, 0))->number == "A561");
  desk.check_sound();
}

TEST_CASE("what happened on paper joins what happened before, also when the night settled it") {
  Desk desk;
  desk.take({desk.first, desk.second}, at(9, 0));
  desk.take({desk.first}, at(9, 1));
  PaperEntry entry{.day = kMonday,
                   .number = "A001",
                   .service = desk.first,
                   .window = desk.window,
                   .account = AccountId{8},
                   .called_at = at(10, 0),
                   .finished_at = at(10, 6)};
  CHECK(desk.enter(entry, at(9, 30)) == "field-invalid");
  CHECK(desk.enter(entry, at(11, 0)) == "open");  // the other errand is still to be done
  CHECK(desk.enter(entry, at(11, 0)) == "already-entered");
  auto figures = desk.figures(kMonday);
  CHECK(figures.all.served == 1);
  CHECK(figures.all.taken == 3);
  CHECK(figures.all.left == 0);
  CHECK(figures.people.at(AccountId{8}).service.total() == 6min);
  CHECK(figures.all.waits.all == std::vector<std::chrono::milliseconds>{60min});
  desk.check_sound();

  const auto tomorrow = kMonday + date::days{1};
  desk.write([&](store::Transaction& tx) {
    while (desk.visits.settle_past(tx, at(7, 0, tomorrow))) {
    }
    return true;
  });
  CHECK(desk.figures(kMonday).all.left == 2);
  entry.number = "A002";
  entry.called_at = at(10, 3);
  CHECK(desk.enter(entry, at(8, 0, tomorrow)) == "window-was-busy");
  entry.called_at = at(10, 6);
  entry.finished_at = at(10, 10);
  CHECK(desk.enter(entry, at(8, 0, tomorrow)) == "done");
  entry.number = "A001";
  entry.service = desk.second;
  entry.called_at = at(11, 30);
  entry.finished_at.reset();
  CHECK(desk.enter(entry, at(8, 0, tomorrow)) == "left");
  figures = desk.figures(kMonday);
  CHECK(figures.all.served == 2);
  CHECK(figures.all.left == 0);
  CHECK(figures.all.missed == 1);
  CHECK(figures.numbers == 2);
  desk.check_sound();
}

TEST_CASE("a certificate is known until its last day, and goes with its person") {
  Desk desk;
  const auto one = desk.person(11), two = desk.person(12);
  const auto known = [&](PersonId person, Day day) {
    return desk.database->read(
        [&](store::Snapshot& s) { return seen_classes(s, person, day).size(); });
  };
  desk.write([&](store::Transaction& tx) {
    SeenClass seen{.person = one, .code = "disabled", .proof = "残疾人证", .until = kMonday};
    CHECK(remember_class(tx, desk.environment, seen, kClerk, at(9, 0)).has_value());
    seen.until = kMonday - date::days{1};
    CHECK(remember_class(tx, desk.environment, seen, kClerk, at(9, 0)).error().code ==
          "field-invalid");
    return true;
  });
  CHECK(known(one, kMonday) == 1);
  CHECK(known(one, kMonday + date::days{1}) == 0);
  desk.write([&](store::Transaction& tx) {
    desk.visits.move_person(tx, one, two);
    return true;
  });
  CHECK(known(one, kMonday) == 0);
  CHECK(known(two, kMonday) == 1);
}

TEST_CASE("a report is one under its number, told once, and kept sealed") {
  Desk desk;
  Told told;
  const reports::Reports reports(desk.environment, &told);
  const auto person = desk.person(11), other = desk.person(12);
  const auto bring = [&](reports::Report report) {
    return desk.write([&](store::Transaction& tx) {
      const auto kept = reports.bring(tx, std::move(report), kClerk, at(9, 0));
      return kept ? std::string("kept") : kept.error().code;
    });
  };
  reports::Report report{.person = person, .number = "L1", .title = "血常规", .at = at(8, 0)};
  CHECK(bring(report) == "kept");
  CHECK(told.times == 0);
  report.status = reports::Status::final_;
  CHECK(bring(report) == "kept");
  report.status = reports::Status::corrected;
  report.title = "血常规（更正）";
  CHECK(bring(report) == "kept");
  CHECK(told.times == 1);
  report.person = other;
  CHECK(bring(report) == "report-of-another");
  report.person = person;
  report.link = "javascript:alert(1)";
  CHECK(bring(report) == "field-invalid");
  desk.database->read([&](store::Snapshot& s) {
    const auto found = reports.of(s, person);
    REQUIRE(found.size() == 1);
    CHECK(found[0].title == "血常规（更正）");
    CHECK(s.integer("SELECT instr(details_sealed, '血常规') FROM report") == 0);
    return true;
  });
  report.link.clear();
  report.status = reports::Status::withdrawn;
  CHECK(bring(report) == "kept");
  CHECK(desk.database->read([&](store::Snapshot& s) { return reports.of(s, person).size(); }) == 0);
}
