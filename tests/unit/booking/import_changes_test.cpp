// What an import changes in things that are there already: codes as spreadsheets leave them,
// English for places, and thousands of changes at once.
#include <chrono>
#include <cstdlib>

#include "booking/import_records.hpp"
#include "booking/reference_records.hpp"
#include "booking/timetable_cells.hpp"
#include "fixture.hpp"

using namespace yuyue;
using namespace yuyue::booking;
using namespace yuyue::booking::test;

namespace {

const std::string kWider = "科室分组,科室分组英文,院区地址,院区地址英文,诊疗科目代码," + kHeader;

std::string line(const std::string& before, const std::string& code = "0304",
                 const std::string& name = "心内科", const std::string& day = "周一") {
  return before + ",本部," + code + "," + name + ",普通,,,," + day + ",上午,8:00,9:00,3,301,,,,\n";
}

ImportSummary dry_run(Clinic& clinic, const std::string& text) {
  return TimetableImport(clinic.env, clinic.db()).dry_run(parse_timetable(text), clinic.now());
}

ImportSummary run(Clinic& clinic, const std::string& text) {
  const auto done = TimetableImport(clinic.env, clinic.db())
                        .run(parse_timetable(text), clinic.staff, clinic.now());
  REQUIRE(done.has_value());
  return *done;
}

std::string numbered(const char* word, int number) {
  return word + std::to_string(number);
}

/// One row for each department, clinician and room; `round` is in every name and title.
std::string large(int rows, const std::string& round) {
  std::string text = "科室英文,楼层," + kHeader;
  for (int i = 0; i < rows; ++i)
    text += "Department " + round + "," + round + ",本部," + std::to_string(i) + "," +
            numbered("科室", i) + round + ",专家," + numbered("", 10000 + i) + ",王建国" +
            (round == "1" ? "甲" : "乙") + ",主任医师,周一,上午,8:00,9:00,3," + numbered("诊", i) +
            ",,,,\n";
  return text;
}

}  // namespace

TEST_CASE("codes that a spreadsheet took for numbers have the meanings they may have") {
  using List = std::vector<std::string>;
  using cells::specialty_candidates;
  CHECK(specialty_candidates("3") == List{"03"});
  CHECK(specialty_candidates("03") == List{"03"});
  CHECK(specialty_candidates("3.04") == List{"03.04"});
  CHECK(specialty_candidates("3.1") == List{"03.01", "03.10"});
  CHECK(specialty_candidates("50.1") == List{"50.01", "50.10"});
  for (const char* none :
       {"", ".", "3.", ".1", "x", "3.x", "3.001", "103", "3.1.1", "-3", "3月1日"})
    CHECK(specialty_candidates(none).empty());
}

TEST_CASE("a national code without its zeros is completed with a warning, or refused if unclear") {
  Clinic clinic;
  const auto with = [](const std::string& code) {
    return kWider + line("内科,,,," + code);
  };
  const auto code_after = [&](const std::string& text) {
    const auto summary = run(clinic, text);
    const auto code = clinic.read(
        [](store::Snapshot& snapshot) { return departments(snapshot).at(0).national_code; });
    return std::pair(code, summary.warnings);
  };
  CHECK(code_after(with("03.04")) == std::pair(std::string("03.04"), std::vector<FileProblem>{}));
  const auto [completed, warnings] = code_after(with("4.02"));
  CHECK(completed == "04.02");
  REQUIRE(warnings.size() == 1);
  CHECK(warnings[0] ==
        FileProblem{2, 0, "specialty-completed", {{"value", "4.02"}, {"code", "04.02"}}});
  CHECK(describe(warnings[0], Language::en).find("is read as 04.02") != std::string::npos);
  // Only one of the two meanings is in the list.
  CHECK(code_after(with("4.3")).first == "04.03");
  CHECK(code_after(with("3")).first == "03");
  // 03.01 and 03.10 are both there: nothing is imported.
  const auto unclear = dry_run(clinic, with("3.1"));
  REQUIRE(unclear.errors.size() == 1);
  CHECK(
      unclear.errors[0] ==
      FileProblem{
          2, 0, "specialty-ambiguous", {{"value", "3.1"}, {"code", "03.01"}, {"other", "03.10"}}});
  // A number that means nothing stays as it is, and is said.
  const auto [kept, said] = code_after(with("99"));
  CHECK(kept == "99");
  REQUIRE(said.size() == 1);
  CHECK(said[0].code == "specialty-unknown");
}

TEST_CASE("groups and addresses in English come with the file, and stay where it has none") {
  Clinic clinic;
  const auto text = kWider + line("内科,Internal Medicine,人民路 18 号,\"18 Renmin Road\",");
  const auto first = run(clinic, text);
  CHECK(first.campuses == 1);
  const auto check = [&](const std::string& group, const std::string& address) {
    clinic.read([&](store::Snapshot& snapshot) {
      CHECK(departments(snapshot).at(0).group_en == group);
      CHECK(campuses(snapshot).at(0).address_en == address);
      CHECK(campuses(snapshot).at(0).address == "人民路 18 号");
      return true;
    });
  };
  check("Internal Medicine", "18 Renmin Road");
  CHECK_FALSE(run(clinic, text).changed);
  const auto second = run(clinic, kWider + line("内科,Medicine,人民路 18 号,\"18 Renmin Rd\","));
  CHECK(second.updated == 2);
  check("Medicine", "18 Renmin Rd");
  CHECK_FALSE(run(clinic, kWider + line(",,,,")).changed);
  CHECK_FALSE(clinic.import(line("").substr(1)).changed);
  check("Medicine", "18 Renmin Rd");
}

TEST_CASE("thousands of changes are put in force as one") {
  Clinic clinic;
  const int rows = std::getenv("YUYUE_LONG") ? 1000 : 150;
  REQUIRE(run(clinic, large(rows, "1")).departments == rows);
  const auto names = [&](const std::string& ending) {
    return clinic.read([&](store::Snapshot& snapshot) {
      return snapshot.integer("SELECT count(*) FROM department WHERE name LIKE ?", {"%" + ending})
          .value();
    });
  };
  const auto staged = [&] {
    return clinic.read([](store::Snapshot& snapshot) {
      return snapshot
          .integer(
              "SELECT (SELECT count(*) FROM import_department) + (SELECT count(*) FROM "
              "import_practitioner) + (SELECT count(*) FROM import_room)")
          .value();
    });
  };
  const TimetableImport import(clinic.env, clinic.db());
  const auto file = parse_timetable(large(rows, "2"));

  SUBCASE("nobody sees a part of them") {
    bool halfway = false;
    const auto done = import.run(file, clinic.staff, clinic.now(), [&](int) {
      if (staged() == 0) return;
      halfway = true;
      CHECK(names("1") == rows);
    });
    REQUIRE(done.has_value());
    CHECK(done->updated == 3 * rows);
    CHECK(halfway);
    CHECK(names("2") == rows);
    CHECK(staged() == 0);
    CHECK_FALSE(run(clinic, large(rows, "2")).changed);
  }
  SUBCASE("a change by somebody else meanwhile: none of them") {
    bool meddled = false;
    const auto done = import.run(file, clinic.staff, clinic.now(), [&](int) {
      if (meddled) return;
      meddled = true;
      clinic.write([](store::Transaction& tx) {
        tx.execute(
            "UPDATE practitioner SET version = version + 1, intro = 'x' WHERE code = '10007'");
        return true;
      });
    });
    REQUIRE_FALSE(done.has_value());
    CHECK(done.error().code == "changed-meanwhile");
    CHECK(names("1") == rows);
    CHECK(staged() == 0);
    CHECK(run(clinic, large(rows, "2")).updated == 3 * rows);
  }
  SUBCASE("a crash before the end: the next start clears it") {
    struct Crash {};
    CHECK_THROWS_AS(import.run(file, clinic.staff, clinic.now(),
                               [&](int) {
                                 if (staged() > 0) throw Crash{};
                               }),
                    Crash);
    TimetableImport::clear_unfinished(clinic.db());
    CHECK(staged() == 0);
    CHECK(names("1") == rows);
  }
  clinic.check_sound();
}

// Not a test of a bound, which other work on the machine would break: YUYUE_LONG=1 shows the
// figures.
TEST_CASE("how long 3,000 changes hold the writer" * doctest::skip(!std::getenv("YUYUE_LONG"))) {
  Clinic clinic;
  run(clinic, large(1000, "1"));
  using Clock = std::chrono::steady_clock;
  const auto ms = [](Clock::duration took) {
    return std::chrono::duration<double, std::milli>(took).count();
  };
  const auto people =
      clinic.read([](store::Snapshot& snapshot) { return practitioners(snapshot); });
  const auto places = clinic.read([](store::Snapshot& snapshot) { return rooms(snapshot); });
  const auto all = clinic.read([](store::Snapshot& snapshot) { return departments(snapshot); });
  const auto one_by_one = clinic.write([&](store::Transaction& tx) {
    const auto began = Clock::now();
    for (const auto& one : all) CHECK(records::update(tx, one));
    for (const auto& one : people) CHECK(records::update(tx, one));
    for (const auto& one : places) CHECK(records::update(tx, one));
    return ms(Clock::now() - began);
  });
  const ImportId import{1};
  clinic.write([&](store::Transaction& tx) {
    for (auto one : all) records::stage_change(tx, import, (one.version++, one.name += "x", one));
    for (auto one : people)
      records::stage_change(tx, import, (one.version++, one.title_rank++, one));
    for (auto one : places)
      records::stage_change(tx, import, (one.version++, one.floor += "x", one));
    return true;
  });
  const auto at_once = clinic.write([&](store::Transaction& tx) {
    const auto began = Clock::now();
    CHECK(records::apply_changes(tx, import) == 3000);
    return ms(Clock::now() - began);
  });
  MESSAGE("one by one: " << one_by_one << " ms; from beside: " << at_once << " ms");
}
