// The timetable files the repository carries: the demo hospital's, and those that show how
// spreadsheets save them.
#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "yuyue/booking/timetable_file.hpp"

using namespace yuyue;
using namespace yuyue::booking;

namespace {

std::string read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  REQUIRE_MESSAGE(file.good(), path);
  return {std::istreambuf_iterator<char>(file), {}};
}

bool overlap(const TimetableRow& a, const TimetableRow& b) {
  return a.starts < b.ends && b.starts < a.ends &&
         may_coincide(a.weekday, a.weeks, a.valid_from, a.valid_to, b.weekday, b.weeks,
                      b.valid_from, b.valid_to);
}

}  // namespace

TEST_CASE("the demo hospital's timetable is a good one") {
  const auto file = parse_timetable(read("sql/demo/timetable.csv"));
  for (const auto& problem : file.errors) {
    FAIL_CHECK("line " << problem.line << ": " << describe(problem, Language::en));
  }
  for (const auto& problem : file.warnings) {
    FAIL_CHECK("line " << problem.line << ": " << describe(problem, Language::en));
  }
  CHECK(file.encoding == "UTF-8");
  CHECK(file.rows.size() == 958);
  std::set<std::string> departments;
  std::set<std::string> practitioners;
  for (const auto& row : file.rows) {
    departments.insert(row.department_code);
    if (!row.practitioner_code.empty()) practitioners.insert(row.practitioner_code);
  }
  CHECK(departments.size() == 35);
  CHECK(practitioners.size() == 125);
}

TEST_CASE("no room of the demo hospital is given away twice, no clinician is in two places") {
  const auto file = parse_timetable(read("sql/demo/timetable.csv"));
  std::map<std::string, std::vector<const TimetableRow*>> users;
  for (const auto& row : file.rows) {
    for (const auto& room : row.rooms) users[row.campus + " " + room].push_back(&row);
    if (!row.practitioner_code.empty()) users[row.practitioner_code].push_back(&row);
    CHECK(row.rooms.empty() == row.remote);
  }
  for (const auto& [name, rows] : users) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      for (std::size_t k = i + 1; k < rows.size(); ++k) {
        CHECK_MESSAGE(!overlap(*rows[i], *rows[k]),
                      name << ": lines " << rows[i]->line << " and " << rows[k]->line);
      }
    }
  }
}

TEST_CASE("one timetable in two encodings reads the same") {
  const auto gb = parse_timetable(read("tests/data/timetable/good.gb18030.csv"));
  const auto utf8 = parse_timetable(read("tests/data/timetable/good.utf8-bom.csv"));
  CHECK(gb.errors.empty());
  CHECK(utf8.errors.empty());
  CHECK(gb.encoding == "GB18030");
  CHECK(utf8.encoding == "UTF-8");
  REQUIRE(gb.rows.size() == 40);
  REQUIRE(utf8.rows.size() == 40);
  const auto told = [](const TimetableRow& row) {
    return std::tie(row.line, row.department, row.practitioner, row.title, row.weekday, row.part,
                    row.starts, row.ends, row.rooms, row.fee, row.weeks, row.keywords);
  };
  for (std::size_t i = 0; i < gb.rows.size(); ++i) CHECK(told(gb.rows[i]) == told(utf8.rows[i]));
  CHECK(utf8.rows.front().keywords->at(2) == "\"早上起来手僵\"");
  CHECK(utf8.rows.back().practitioner == "张𬭊琳");  // no letter of GBK
}

TEST_CASE("every wrong line is named, and no right one") {
  const auto file = parse_timetable(read("tests/data/timetable/bad.csv"));
  const auto expected = nlohmann::json::parse(read("tests/data/timetable/bad.expected.json"));
  std::set<std::tuple<int, int, std::string>> found;
  for (const auto& problem : file.errors) {
    found.emplace(problem.line, problem.column, problem.code);
    CHECK_FALSE(describe(problem, Language::zh).empty());
    CHECK_FALSE(describe(problem, Language::en).empty());
  }
  std::set<std::tuple<int, int, std::string>> wanted;
  for (const auto& one : expected) {
    wanted.emplace(one.at("line"), one.at("column"), one.at("code"));
  }
  for (const auto& [line, column, code] : wanted) {
    CHECK_MESSAGE(found.contains({line, column, code}),
                  "missing: line " << line << " column " << column << " " << code);
  }
  for (const auto& [line, column, code] : found) {
    CHECK_MESSAGE(wanted.contains({line, column, code}),
                  "unexpected: line " << line << " column " << column << " " << code);
  }
}
