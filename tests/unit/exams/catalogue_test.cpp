// Examinations, rules, devices and their places, on a real file.
#include "yuyue/exams/catalogue.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "unit/real_file.hpp"
#include "yuyue/exams/devices.hpp"
#include "yuyue/exams/orders.hpp"
#include "yuyue/exams/rules.hpp"
#include "yuyue/exams/trials.hpp"

using namespace yuyue;
using namespace yuyue::exams;
using namespace std::chrono_literals;

namespace {

const HospitalTime kTime;
const Day kMonday = *parse_day("2026-11-23");
const access::Actor kBy{.kind = "staff", .id = 7};

Instant at(Day day, int hour, int minute = 0) {
  return kTime.at(day, MinuteOfDay{hour * 60 + minute});
}
const Instant kNow = at(kMonday, 7, 0);

/// Keeps what is taken down.
struct Notes final : access::Journal {
  std::vector<access::Change> changes;
  void record(store::Transaction&, const access::Actor&, const access::Change& change,
              Instant) override {
    changes.push_back(change);
  }
};

/// The starting catalogue, one site, and an ultrasound device with two places in each half hour of
/// the mornings, one of them kept for wards until an hour before.
struct Department : test::RealFile {
  Department() {
    write([&](store::Transaction& tx) {
      add_campus(tx);
      add_campus(tx, 2, "东院");
      catalogue.add_starting_catalogue(tx, kBy, kNow);
      site = devices.add(tx, Site{.campus = CampusId{1}, .name = "2 层"}, kBy, kNow).value().id;
      Device us{.site = site, .name = "超声 1", .modality = "US"};
      us.hours = {{.weekday = 1, .opens = 8h, .closes = 12h, .capacity = 2},
                  {.weekday = 1, .opens = 13h, .closes = 17h, .capacity = 1}};
      us.quotas = {{.source = Source::ward, .places = 1, .returned = 60min}};
      device = devices.add(tx, us, kBy, kNow).value();
      return true;
    });
  }
  Exam exam(const char* code) {
    return read([&](store::Snapshot& s) { return find_exam(s, code).value(); });
  }
  Result<void> take(std::vector<TakenPlaces> wanted, Instant now = kNow) {
    return write([&](store::Transaction& tx) { return devices.take_places(tx, wanted, now); });
  }
  TakenPlaces place(std::int64_t holder, int hour, int minute = 0,
                    Source source = Source::outpatient) const {
    return {.holder = holder,
            .device = device.id,
            .day = kMonday,
            .slot = hour * 2 + minute / 30,
            .slots = 1,
            .source = source};
  }
  int free_at(int hour, int minute, Source source = Source::outpatient, Instant now = kNow) {
    const auto free =
        read([&](store::Snapshot& s) { return devices.free_places(s, source, kMonday, 1, now); });
    return free.places[0][0][static_cast<std::size_t>(hour * 2 + minute / 30)];
  }
  std::vector<std::string> wrong() { return read(&check_exam_places); }

  SystemClock clock;
  IdMaker ids{clock};
  Notes notes;
  Environment environment{.time = &kTime, .ids = &ids, .journal = &notes, .vault = nullptr};
  Catalogue catalogue{environment};
  Devices devices{environment, [](store::Snapshot&, Day day) {
                    return day == kMonday + date::days{1} ? 0 : iso_weekday(day);
                  }};
  ExamSiteId site;
  Device device;
};

}  // namespace

TEST_CASE("a question is asked of whom it concerns; who is not known to be other is asked") {
  const Question pregnant{
      .code = "pregnant", .name = "怀孕？", .asked_of = Sex::female, .age_from = 10, .age_to = 60};
  CHECK(rules::is_asked(pregnant, Sex::female, 30));
  CHECK(rules::is_asked(pregnant, Sex::female, 10));
  CHECK(rules::is_asked(pregnant, Sex::female, 60));
  CHECK_FALSE(rules::is_asked(pregnant, Sex::female, 9));
  CHECK_FALSE(rules::is_asked(pregnant, Sex::female, 61));
  CHECK_FALSE(rules::is_asked(pregnant, Sex::male, 30));
  CHECK(rules::is_asked(pregnant, Sex::unknown, 30));
  CHECK(rules::is_asked(pregnant, Sex::female, std::nullopt));
  CHECK_FALSE(rules::is_asked(pregnant, Sex::male, std::nullopt));
  const Question anybody{.code = "metal", .name = "金属？"};
  CHECK(rules::is_asked(anybody, Sex::male, 99));

  // What does not concern somebody is neither missing nor does it bar anything.
  const Exam scan{.code = "CT",
                  .effects = {{.question = "pregnant", .why = "辐射"},
                              {.question = "metal", .what = Effect::What::warns, .why = "金属"}}};
  AnswerSheet sheet{.answers = {{"metal", 0}}, .not_asked = {"pregnant"}};
  CHECK(rules::verdict(scan, sheet, kTime).unanswered.empty());
  sheet.not_asked.clear();
  CHECK(rules::verdict(scan, sheet, kTime).unanswered == std::vector<std::string>{"pregnant"});
}

TEST_CASE("the starting catalogue is whole, unconfirmed, and added once") {
  Department d;
  const auto all = d.read([](store::Snapshot& s) { return exams::exams(s); });
  const auto rules = d.read([](store::Snapshot& s) { return exam_rules(s); });
  CHECK(all.size() == 42);
  CHECK(rules.size() == 42);
  CHECK(d.read([](store::Snapshot& s) { return questions(s); }).size() == 9);
  CHECK(std::ranges::none_of(all, [](const Exam& e) { return e.confirmed.has_value(); }));
  CHECK(std::ranges::none_of(rules, [](const Rule& r) { return r.confirmed.has_value(); }));
  CHECK(std::ranges::none_of(all, [](const Exam& e) {
    return e.evidence.empty() || e.preparation.empty() != e.preparation_en.empty();
  }));
  const auto gastroscopy = d.exam("END-GAP");
  CHECK(gastroscopy.needs.size() == 3);
  CHECK(gastroscopy.fasting == 480min);
  CHECK(gastroscopy.needs_companion);
  const auto screen = std::ranges::find(rules, "R02", &Rule::code);
  CHECK(screen->after_report);
  CHECK(rules::least_gap(*screen, d.exam("LAB-INF")) == 1440min);
  CHECK(std::ranges::find(rules, "R14", &Rule::code)->b_first == 4320min);
  CHECK(std::ranges::find(rules, "R25", &Rule::code)->max == 1560min);
  CHECK(d.write([&](store::Transaction& tx) {
    return d.catalogue.add_starting_catalogue(tx, kBy, kNow);
  }) == 0);
}

TEST_CASE("a change takes the confirmation away and is taken down field by field") {
  Department d;
  auto exam = d.exam("US-THY");
  exam = d.write([&](store::Transaction& tx) {
            return d.catalogue.confirm(tx, exam.id, exam.version, AccountId{7}, kBy, kNow);
          }).value();
  CHECK(exam.confirmed->by == AccountId{7});
  CHECK(d.exam("US-THY").confirmed);
  exam.length = exam.device_time = 20min;
  d.notes.changes.clear();
  const auto change = [&](Exam changed) {
    return d.write(
        [&](store::Transaction& tx) { return d.catalogue.change(tx, changed, kBy, kNow); });
  };
  CHECK(change(exam).value().version == 3);
  CHECK_FALSE(d.exam("US-THY").confirmed);
  REQUIRE(d.notes.changes.size() == 1);
  CHECK(d.notes.changes[0].what == "exam-changed");
  CHECK(d.notes.changes[0].details ==
        access::AuditDetails{{"minutes", "15 → 20"}, {"deviceMinutes", "15 → 20"}});
  CHECK(change(exam).error().code == "changed-meanwhile");
  CHECK(d.write([&](store::Transaction& tx) {
           return d.catalogue.confirm(tx, exam.id, 2, AccountId{7}, kBy, kNow);
         })
            .error()
            .code == "changed-meanwhile");
}

TEST_CASE("what makes no sense is refused by its field") {
  Department d;
  const auto refused = [&](auto thing, auto spoil) {
    spoil(thing);
    const auto result =
        d.write([&](store::Transaction& tx) { return d.catalogue.change(tx, thing, kBy, kNow); });
    return result ? std::string("taken") : result.error().code + " " + result.error().field;
  };
  const auto exam = d.exam("US-ABD");
  CHECK(refused(exam, [](Exam& e) { e.name.clear(); }) == "required /name");
  CHECK(refused(exam, [](Exam& e) { e.code = "CT-PLN"; }) == "code-taken /code");
  CHECK(refused(exam, [](Exam& e) { e.device_time = e.length + 1min; }) ==
        "field-invalid /deviceMinutes");
  CHECK(refused(exam, [](Exam& e) { e.latest = e.earliest + e.length - 1min; }) ==
        "field-invalid /latest");
  CHECK(refused(exam, [](Exam& e) { e.needs_meal = true; }) == "field-invalid /needsMeal");
  CHECK(refused(exam, [](Exam& e) { e.needs = {{e.id, "自己"}}; }) == "unknown-reference /needs");
  CHECK(refused(exam, [](Exam& e) { e.effects = {{.question = "no-such", .why = "x"}}; }) ==
        "unknown-reference /effects");
  const auto rule = d.read([](store::Snapshot& s) { return exam_rules(s).at(13); });
  CHECK(rule.code == "R14");
  CHECK(refused(rule, [](Rule& r) { r.b = r.a; }) == "field-invalid /b");
  CHECK(refused(rule, [](Rule& r) { r.a_first = r.b_first = std::nullopt; }) ==
        "required /aFirstMinutes");
  CHECK(refused(rule, [](Rule& r) {
          r.kind = RuleKind::before;
          r.min = 60min;
          r.max = 30min;
        }) == "field-invalid /maxMinutes");
}

TEST_CASE("answers bring effects about, and what is not answered none") {
  Department d;
  const auto ct = d.exam("CT-ENH");
  CHECK(rules::questions_of({ct}) == std::set<std::string>{"contrast-allergy", "egfr",
                                                           "kidney-disease", "metformin",
                                                           "pregnant"});
  CHECK(rules::effects_of(ct, {}).empty());
  CHECK(rules::effects_of(ct, {{"pregnant", 0}, {"metformin", 0}, {"egfr", 30}}).empty());
  CHECK(rules::effects_of(ct, {{"egfr", 29}}).at(0).what == Effect::What::bars);
  const auto adds = rules::effects_of(ct, {{"metformin", 1}});
  REQUIRE(adds.size() == 1);
  CHECK(adds[0].exam == d.exam("LAB-REN").id);
  CHECK(rules::effects_of(d.exam("END-GAP"), {{"companion", 0}}).at(0).what == Effect::What::bars);
  CHECK(rules::effects_of(d.exam("LAB-URI"), {{"menstruating", 1}}).at(0).days == 7);
}

TEST_CASE("ways need not be as long back, and are assumed where nobody has said") {
  const ExamSiteId a{1}, b{2}, c{3};
  const std::vector<Site> sites{{.id = a, .campus = CampusId{1}, .walks = {{b, 7min}}},
                                {.id = b, .campus = CampusId{1}, .walks = {{a, 9min}, {c, 40min}}},
                                {.id = c, .campus = CampusId{2}}};
  CHECK(rules::walk(sites, a, a) == 0min);
  CHECK(rules::walk(sites, a, b) == 7min);
  CHECK(rules::walk(sites, b, a) == 9min);
  CHECK(rules::walk(sites, c, b) == 40min);
  CHECK(rules::walk(sites, a, c) == rules::kOtherCampus);
}

TEST_CASE("offers follow hours, holidays, the examination's own hours, lead days and closures") {
  Department d;
  const auto offers = [&](const char* code, Instant now, int days) {
    return d.read([&](store::Snapshot& s) {
      const auto free = d.devices.free_places(s, Source::outpatient, kMonday, days, now);
      return offers_of(find_exam(s, code).value(), 5, free, kTime, now, 0, days - 1);
    });
  };
  const auto morning = offers("US-ABD", kNow, 8);  // 08:00–11:30, Mondays; 15 minutes
  CHECK(morning.size() == 2 * 7);
  CHECK(morning.front().slot == 16);
  CHECK(morning.front().item == 5);
  CHECK(morning[6].slot == 22);
  CHECK(morning[7].day == 7);
  CHECK(offers("US-THY", kNow, 8).size() ==
        2 * 8);  // afternoons are the wards' until an hour before
  CHECK(offers("US-THY", at(kMonday, 12, 1), 1).size() == 1);
  CHECK(offers("CT-PLN", kNow, 8).empty());
  auto later = d.exam("US-THY");
  later.lead_days = 1;
  d.write([&](store::Transaction& tx) { return d.catalogue.change(tx, later, kBy, kNow); });
  CHECK(offers("US-THY", kNow, 8).size() == 8);
  const auto closure = d.write([&](store::Transaction& tx) {
    return d.devices.close(tx,
                           Closure{.device = d.device.id,
                                   .from = at(kMonday, 9, 15),
                                   .to = at(kMonday, 10),
                                   .reason = "保养"},
                           kBy, kNow);
  });
  CHECK(offers("US-ABD", kNow, 1).size() == 7 - 2);
  const auto lift = [&](Instant now) {
    return d.write(
        [&](store::Transaction& tx) { return d.devices.lift(tx, closure->id, kBy, now); });
  };
  CHECK(lift(at(kMonday, 8)));
  CHECK(offers("US-ABD", kNow, 1).size() == 7);
  CHECK(lift(at(kMonday, 8)).error().code == "closure-over");
}

TEST_CASE("reserves are kept for their source until they are returned") {
  Department d;
  CHECK(d.free_at(8, 0) == 2);   // its reserve was returned an hour before
  CHECK(d.free_at(8, 30) == 1);  // one of two is for wards
  CHECK(d.free_at(8, 30, Source::ward) == 2);
  CHECK(d.take({d.place(1, 8, 30)}));
  CHECK(d.take({d.place(2, 8, 30)}).error().code == "exam-place-gone");
  CHECK(d.take({d.place(2, 8, 30, Source::ward)}));
  CHECK(d.take({d.place(3, 9, 0, Source::ward)}));
  CHECK(d.free_at(9, 0) == 1);  // the ward has had what was kept
  CHECK(d.free_at(14, 0) == 0);
  CHECK(d.free_at(14, 0, Source::outpatient, at(kMonday, 13, 0)) == 1);
  CHECK(d.wrong().empty());
}

TEST_CASE("places are taken all or none, and given back") {
  Department d;
  CHECK(d.take({d.place(1, 9), d.place(2, 10)}));
  const auto refused = d.take({d.place(3, 11), d.place(4, 9)});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().params.at("time") == "09:00");
  CHECK(d.free_at(11, 0) == 1);
  CHECK(d.read([&](store::Snapshot& s) {
           return taken_places(s, kTime, d.device.id, at(kMonday, 9, 15), at(kMonday, 10));
         }).size() == 1);
  const auto give_back = [&](std::int64_t holder) {
    return d.write([&](store::Transaction& tx) { return d.devices.give_places_back(tx, holder); });
  };
  CHECK(give_back(1));
  CHECK_FALSE(give_back(1));
  CHECK(d.free_at(9, 0) == 1);
  CHECK(d.wrong().empty());
  // Fewer places than are taken: what is taken stays.
  CHECK(d.take({d.place(5, 8, 30), d.place(6, 8, 30, Source::ward)}));
  auto smaller = d.device;
  smaller.hours[0].capacity = 1;
  CHECK(d.write([&](store::Transaction& tx) { return d.devices.change(tx, smaller, kBy, kNow); }));
  CHECK(d.free_at(8, 30) == 0);
  CHECK(give_back(5));
  CHECK(d.free_at(8, 30) == 0);
  CHECK(d.wrong().empty());
}

TEST_CASE("many who want the last places get them once") {
  Department d;
  std::atomic<int> had = 0;
  std::vector<std::thread> threads;
  for (int n = 0; n < 16; ++n)
    threads.emplace_back([&, n] {
      // Each wants one place in two half hours, in an order of its own.
      for (int i = 0; i < 8; ++i) {
        const int first = (n + i) % 8, second = (n + i + 3) % 8;
        const auto id = 1000 + (n * 8 + i) * 2;
        if (d.take({d.place(id, 8 + first / 2, first % 2 * 30),
                    d.place(id + 1, 8 + second / 2, second % 2 * 30)},
                   at(kMonday, 7, 59)))
          ++had;
      }
    });
  for (auto& thread : threads) thread.join();
  CHECK(had >= 3);
  CHECK(d.wrong().empty());
  CHECK(d.read([](store::Snapshot& s) {
    return s.integer("SELECT count(*) FROM exam_place").value();
  }) == 2 * had);
  for (int slot = 0; slot < 8; ++slot) CHECK(d.free_at(8 + slot / 2, slot % 2 * 30) >= 0);
}

TEST_CASE("a trial says which plans a change would break, and what it would cost") {
  Department d;
  const auto abdomen = d.exam("US-ABD"), thyroid = d.exam("US-THY");
  auto basis = d.read([&](store::Snapshot& s) {
    return trial_basis(s, d.devices, kTime, at(kMonday - date::days{1}, 12));
  });
  CHECK(basis.plans.empty());
  basis.plans = {{.id = ExamPlanId{1},
                  .to_come = true,
                  .items = {{abdomen.id, d.device.id, kMonday, 8 * 60},
                            {thyroid.id, d.device.id, kMonday, 8 * 60 + 30}}}};
  const auto tried = [&](Proposal proposal) {
    return try_out(basis, proposal, std::chrono::steady_clock::now() + 5s);
  };
  const auto same = tried({.exam = abdomen});
  CHECK(same.clashes.empty());
  CHECK(same.planned_anew == 1);
  CHECK(same.now.days == 1);
  CHECK(same.then.days == 1);
  const auto apart =
      tried({.rule = Rule{
                 .code = "X1", .kind = RuleKind::not_same_day, .a = abdomen.id, .b = thyroid.id}});
  REQUIRE(apart.clashes.size() == 1);
  CHECK(apart.clashes[0].to_come);
  CHECK(apart.clashes[0].breaks.at(0).find("X1") != std::string::npos);
  CHECK(apart.then.days == 2);
  auto longer = abdomen;
  longer.length = longer.device_time = 60min;
  CHECK(tried({.exam = longer}).clashes.size() == 1);
  CHECK(tried({.exam = longer}).then.on_site > same.now.on_site);
  auto never = abdomen;
  never.earliest = 13h;
  never.latest = 14h;
  CHECK(tried({.exam = never}).then.none == 1);  // afternoons are the wards' so long before
}
