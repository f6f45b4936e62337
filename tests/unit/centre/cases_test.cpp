// Cases: nothing is skipped, nothing is lost, whatever is tried in whatever order.
#include "yuyue/centre/cases/cases.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <random>
#include <set>

#include "unit/real_file.hpp"

using namespace yuyue;
using namespace yuyue::centre;
using namespace yuyue::centre::cases;
namespace way = yuyue::centre::cases::rules;

namespace {

const HospitalTime kTime;
const access::Actor kClerk{.kind = "staff", .id = 7};
const access::Actor kOffice{.kind = "staff", .id = 8};

Day day(const char* text) {
  return *parse_day(text);
}

/// Monday to Friday, but 2026-12-02 is a holiday and Saturday 2026-12-05 is worked.
bool is_working_day(Day one) {
  if (one == day("2026-12-02")) return false;
  return one == day("2026-12-05") || iso_weekday(one) <= 5;
}

struct Office : test::RealFile {
  SystemClock clock;
  IdMaker ids{clock};
  access::Vault vault{access::KeyRing::ephemeral()};
  Environment environment{.time = &kTime, .ids = &ids, .vault = &vault};
  access::SealedFiles files{vault, folder / "attachments"};
  Cases cases{environment, files, [](store::Snapshot&, Day one) { return is_working_day(one); },
              nullptr};
  std::map<std::string, ServiceId> services;
  Instant now = kTime.at(day("2026-11-30"), MinuteOfDay{600});

  Office() {
    write([&](store::Transaction& tx) {
      const Catalogue catalogue(environment);
      const auto group =
          catalogue.add(tx, ServiceGroup{.letter = "A", .name = "证明"}, kClerk, now)->id;
      const auto service = [&](const char* name, std::optional<CaseForm> form) {
        Service one{.code = name, .group = group, .name = name, .case_form = form};
        one.papers = {{.text = "证件"}, {.text = "委托书", .when = "他人代办时"}};
        services[name] = catalogue.add(tx, one, kClerk, now)->id;
      };
      service("both", CaseForm{.review = true, .signature = true, .working_days = 3});
      service("review", CaseForm{.review = true, .signature = false, .working_days = 1});
      service("sign", CaseForm{.review = false, .signature = true, .working_days = 0});
      service("plain", CaseForm{});
      service("at-once", std::nullopt);
      tx.execute(
          "INSERT INTO person (id, name_sealed, name_hash, pinyin_hash, initials_hash, sex, needs,"
          " state, version, created_at, changed_at)"
          " VALUES (1, x'00', x'00', x'00', x'00', 'unknown', '[]', 'active', 1, 0, 0)");
      return true;
    });
  }
  Result<Case> receive(const char* service) {
    return write([&](store::Transaction& tx) {
      return cases.receive(tx, {.service = services.at(service), .person = PersonId{1}}, kClerk,
                           now);
    });
  }
  Result<Case> tick(const Case& one, Item::State state) {
    const std::vector<Item::State> states(one.items.size(), state);
    return write([&](store::Transaction& tx) {
      return cases.set_items(tx, one.id, one.version, states, {}, kClerk, now);
    });
  }
  Result<Case> step(const Case& one, Step step, const access::Actor& by = kClerk) {
    StepRequest request{.step = step, .version = one.version, .note = "因为"};
    if (step == Step::hand_over) request.taker = Helper{"张三", "本人", "", "身份证 1234"};
    return write([&](store::Transaction& tx) { return cases.step(tx, one.id, request, by, now); });
  }
  Case seen(CaseId id) {
    return read([&](store::Snapshot& s) { return cases.find(s, id).value(); });
  }
  std::vector<Event> events(CaseId id) {
    return read([&](store::Snapshot& s) { return cases.events(s, id); });
  }
};

}  // namespace

TEST_CASE("a deadline counts working days of the calendar") {
  const auto due = [](const char* from, int days) {
    return format_day(way::add_working_days(day(from), days, is_working_day));
  };
  CHECK(due("2026-11-30", 0) == "2026-11-30");
  CHECK(due("2026-11-30", 3) == "2026-12-04");
  CHECK(due("2026-11-30", 4) == "2026-12-05");
  CHECK(due("2026-12-06", 0) == "2026-12-07");
  CHECK_THROWS(way::add_working_days(day("2026-11-30"), 1, [](Day) { return false; }));
}

TEST_CASE("random steps skip nothing and lose nothing") {
  std::mt19937 random(7);
  const auto below = [&](int n) {
    return std::uniform_int_distribution(0, n - 1)(random);
  };
  for (int run = 0; run < 400; ++run) {
    const CaseForm form{.review = below(2) == 1, .signature = below(2) == 1};
    auto state = State::received;
    std::set<Step> taken;
    for (int i = 0; i < 40; ++i) {
      const auto step = kSteps[static_cast<std::size_t>(below(std::size(kSteps)))];
      if (step == Step::withdraw && below(4) > 0) continue;
      const auto then = way::next(state, step, form);
      if (!way::is_open(state)) CHECK_FALSE(then);
      if (!then) continue;
      if (step == Step::give_back) taken = {};  // it is all to be done again
      taken.insert(step);
      state = *then;
      if (state != State::ready) continue;
      CHECK(taken.contains(Step::submit));
      CHECK(taken.contains(Step::accept) == form.review);
      CHECK(taken.contains(Step::sign) == form.signature);
    }
  }
}

TEST_CASE("cases on a real file hold together, whatever is tried") {
  Office office;
  std::mt19937 random(11);
  const auto below = [&](std::size_t n) {
    return std::uniform_int_distribution<std::size_t>(0, n - 1)(random);
  };
  // Most would be withdrawn soon, otherwise.
  const auto any_step = [&] {
    return kSteps[below(below(10) == 0 ? std::size(kSteps) : std::size(kSteps) - 1)];
  };
  std::vector<CaseId> all;
  for (const char* service : {"both", "review", "sign", "plain"})
    for (int i = 0; i < 3; ++i) all.push_back(office.receive(service)->id);
  int changed = 0;
  for (int i = 0; i < 600; ++i) {
    const auto one = office.seen(all[below(all.size())]);
    const auto before = office.events(one.id).size();
    const auto& by = below(2) == 0 ? kClerk : kOffice;
    Result<Case> done = Refusal("nothing");
    if (below(4) == 0)
      done = office.tick(one, below(3) == 0 ? Item::State::missing : Item::State::there);
    else if (below(8) == 0)
      done = office.write(
          [&](store::Transaction& tx) { return office.cases.undo(tx, one.id, by, office.now); });
    else
      done = office.step(one, any_step(), by);
    const auto after = office.events(one.id).size();
    CHECK(after == before + (done ? 1 : 0));
    if (done) ++changed;
    if (done) CHECK(office.seen(one.id).state == done->state);
    office.now += std::chrono::minutes{1};
  }
  CHECK(changed > 50);
  CHECK(office.read(&check_cases) == std::vector<std::string>{});
  // What was lost or skipped is found.
  office.write([&](store::Transaction& tx) {
    tx.execute("DELETE FROM paper_case_event WHERE case_id = ? AND seq = 1", {all.front()});
    tx.execute("UPDATE paper_case SET state = 'ready', open = 1 WHERE id = ?", {all.back()});
    return true;
  });
  CHECK(office.read(&check_cases).size() >= 2);
}

TEST_CASE("numbers are never given twice, and late is late only while somebody works on it") {
  Office office;
  CHECK(office.receive("at-once").error().code == "no-case-form");
  std::set<std::string> numbers;
  for (int i = 0; i < 20; ++i) numbers.insert(office.receive("both")->number);
  CHECK(numbers.size() == 20);
  CHECK(*numbers.begin() == "2026-00001");
  auto one = office.receive("both").value();
  CHECK(format_day(one.due) == "2026-12-04");
  CHECK_FALSE(Cases::is_late(one, day("2026-12-04")));
  CHECK(Cases::is_late(one, day("2026-12-05")));
  one = office.step(one, Step::ask_for_papers).value();
  CHECK_FALSE(Cases::is_late(one, day("2026-12-05")));
  office.now += std::chrono::days{1};
  one = office.tick(one, Item::State::there).value();
  one = office.step(one, Step::submit).value();
  CHECK(format_day(one.due) == "2026-12-05");
  // Taken back, the deadline is what it was.
  one = office
            .write([&](store::Transaction& tx) {
              return office.cases.undo(tx, one.id, kClerk, office.now);
            })
            .value();
  CHECK(format_day(one.due) == "2026-12-04");
}

TEST_CASE("a file is what was put, and what nothing refers to goes") {
  Office office;
  const std::string bytes = "%PDF-1.7 a paper";
  CHECK(type_of(bytes) == "application/pdf");
  CHECK(type_of("<html>").empty());
  const auto kept = office.files.put(bytes);
  CHECK(office.files.put(bytes).name == kept.name);
  CHECK(office.files.open(kept.name, kept.key) == bytes);
  CHECK_THROWS_AS(office.files.open(kept.name, std::string(32, 'x')), access::FileDamaged);
  CHECK(access::check_files(office.files.folder(), {{kept.name, kept.hash}}).empty());
  CHECK(
      access::copy_files(office.files.folder(), office.folder / "backup", {{kept.name, kept.hash}})
          .empty());
  CHECK(office.files.sweep(std::chrono::hours{1}, [](const std::string&) { return false; }) == 0);
  CHECK(office.files.sweep(std::chrono::seconds{-1},
                           [&](const std::string& name) { return name == kept.name; }) == 0);
  std::ofstream(office.files.folder() / (kept.name + ".partial")) << "cut short";
  CHECK(office.cases.sweep_files(*office.database) == 0);
  CHECK(office.files.sweep(std::chrono::seconds{-1}, [](const std::string&) { return false; }) ==
        2);
  CHECK(access::check_files(office.files.folder(), {{kept.name, kept.hash}}).size() == 1);
  CHECK(
      access::copy_files(office.folder / "backup", office.files.folder(), {{kept.name, kept.hash}})
          .empty());
  CHECK(office.files.open(kept.name, kept.key) == bytes);
}
