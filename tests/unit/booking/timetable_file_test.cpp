// Timetables as spreadsheets save them, and what is said about wrong ones.
#include "yuyue/booking/timetable_file.hpp"

#include <doctest/doctest.h>
#include <unicode/ucnv.h>

#include <algorithm>

using namespace yuyue;
using namespace yuyue::booking;

namespace {

const std::string kHeader =
    "院区,科室代码,科室,门诊类型,医生工号,医生,职称,星期,时段,开始,结束,每时段号数,诊室,挂号费,"
    "单双周,起始日期,截止日期\n";
const std::string kGood =
    "本部,0304,心内科,专家,1001,王建国,主任医师,周一,上午,8:00,12:00,3,301,50,每周,,\n";

std::string to_gb18030(const std::string& utf8) {
  UErrorCode status = U_ZERO_ERROR;
  std::string out(utf8.size() * 2, '\0');
  const auto size = ucnv_convert("GB18030", "UTF-8", out.data(), static_cast<int>(out.size()),
                                 utf8.data(), static_cast<int>(utf8.size()), &status);
  REQUIRE(U_SUCCESS(status));
  out.resize(static_cast<std::size_t>(size));
  return out;
}

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size())
    text.replace(at, what.size(), with);
  return text;
}

void check_good(const TimetableFile& file) {
  REQUIRE(file.errors.empty());
  REQUIRE(file.rows.size() == 1);
  const auto& row = file.rows[0];
  CHECK(row.line == 2);
  CHECK(row.campus == "本部");
  CHECK(row.department == "心内科");
  CHECK(row.practitioner == "王建国");
  CHECK(row.weekday == 1);
  CHECK(row.part == DayPart::morning);
  CHECK(row.starts == MinuteOfDay{480});
  CHECK(row.ends == MinuteOfDay{720});
  CHECK(row.slot_capacity == 3);
  CHECK(row.fee == 5000);
  CHECK(row.rooms == std::vector<std::string>{"301"});
}

}  // namespace

TEST_CASE("a timetable is read however a spreadsheet saves it") {
  const auto text = kHeader + kGood;
  SUBCASE("UTF-8") {
    check_good(parse_timetable(text));
    CHECK(parse_timetable(text).encoding == "UTF-8");
  }
  SUBCASE("UTF-8 with a byte order mark") {
    check_good(parse_timetable("\xEF\xBB\xBF" + text));
  }
  SUBCASE("GB18030") {
    const auto file = parse_timetable(to_gb18030(text));
    check_good(file);
    CHECK(file.encoding == "GB18030");
  }
  SUBCASE("CRLF") {
    check_good(parse_timetable(replaced(text, "\n", "\r\n")));
  }
  SUBCASE("CR") {
    check_good(parse_timetable(replaced(text, "\n", "\r")));
  }
  SUBCASE("no line break at the end") {
    check_good(parse_timetable(text.substr(0, text.size() - 1)));
  }
  SUBCASE("semicolons") {
    check_good(parse_timetable(replaced(text, ",", ";")));
  }
  SUBCASE("tabs") {
    check_good(parse_timetable(replaced(text, ",", "\t")));
  }
  SUBCASE("quoted cells") {
    check_good(parse_timetable(kHeader + replaced(kGood, "心内科", "\"心内科\"")));
  }
  SUBCASE("empty lines between") {
    const auto file = parse_timetable(kHeader + ",,,,,,,,,,,,,,,,\n\n" + kGood);
    REQUIRE(file.errors.empty());
    REQUIRE(file.rows.size() == 1);
    CHECK(file.rows[0].line == 4);
  }
  SUBCASE("English headers in another order") {
    const auto file = parse_timetable(
        "rooms,Slot capacity,ends,starts,part,weekday,clinic_kind,department,department_code,"
        "campus\n301/302,2,17:00,14:00,afternoon,Fri,expert,Cardiology,0304,Main\n");
    REQUIRE(file.errors.empty());
    CHECK(file.rows[0].rooms == std::vector<std::string>{"301", "302"});
    CHECK(file.rows[0].weekday == 5);
    CHECK(!file.rows[0].title);
  }
}

TEST_CASE("line numbers count line breaks inside quotes") {
  const auto quoted = replaced(kGood, "心内科", "\"心内科\n(门诊)\"");
  const auto file = parse_timetable(kHeader + quoted + replaced(quoted, "周一", "周八"));
  REQUIRE(file.errors.size() == 1);
  CHECK(file.errors[0].line == 4);
  CHECK(file.errors[0].column == 8);
  CHECK(file.errors[0].code == "weekday-invalid");
  CHECK(describe(file.errors[0], Language::zh) == "星期“周八”不正确");
  CHECK(file.rows[0].department == "心内科 (门诊)");
}

TEST_CASE("every wrong cell is named") {
  struct Case {
    std::string from, to, code;
    int column;
  };
  const Case cases[] = {
      {"0304", "", "cell-empty", 2},
      {"心内科", "", "cell-empty", 3},
      {"1001", "", "practitioner-without-code", 6},
      {"王建国", "", "practitioner-without-name", 5},
      {"周一", "0", "weekday-invalid", 8},
      {"上午", "半夜", "part-invalid", 9},
      {"8:00", "8点", "time-invalid", 10},
      {"12:00", "25:00", "time-invalid", 11},
      {"12:00", "12:10", "times-invalid", 11},
      {"12:00", "8:00", "times-invalid", 11},
      {",3,301", ",0,301", "capacity-invalid", 12},
      {",3,301", ",100,301", "capacity-invalid", 12},
      {",3,301", ",3,", "rooms-missing", 13},
      {",50,", ",五十,", "fee-invalid", 14},
      {",50,", ",50.123,", "fee-invalid", 14},
      {"每周", "三周", "weeks-invalid", 15},
      {"每周,,", "每周,2026-02-30,", "date-invalid", 16},
      {"每周,,", "每周,2026-05-01,2026-04-30", "validity-invalid", 17},
  };
  for (const auto& c : cases) {
    INFO(c.from, " -> ", c.to);
    auto line = kGood;
    line.replace(line.find(c.from), c.from.size(), c.to);
    const auto file = parse_timetable(kHeader + line);
    REQUIRE(file.errors.size() == 1);
    CHECK(file.errors[0].code == c.code);
    CHECK(file.errors[0].line == 2);
    CHECK(file.errors[0].column == c.column);
    CHECK(describe(file.errors[0], Language::en) != c.code);
    CHECK(describe(file.errors[0], Language::zh).find('{') == std::string::npos);
  }
}

TEST_CASE("values are read as people write them") {
  struct Case {
    std::string from, to;
  };
  const Case cases[] = {{"周一", "1"},
                        {"周一", "一"},
                        {"周一", "星期一"},
                        {"8:00", "08:00"},
                        {"8:00", "８：００"},
                        {"8:00", "8:00:00"},
                        {",50,", ",50.00,"},
                        {",50,", ",¥50,"},
                        {",50,", ",50元,"},
                        {"每周", ""},
                        {"每周,,", "每周,2026/1/5,2026年12月31日"},
                        {"301", " 301　"}};
  for (const auto& c : cases) {
    INFO(c.from, " -> ", c.to);
    check_good(parse_timetable(kHeader + replaced(kGood, c.from, c.to)));
  }
}

TEST_CASE("headers are checked by name") {
  const auto codes = [](const TimetableFile& file) {
    std::vector<std::string> list;
    for (const auto& e : file.errors) list.push_back(e.code + ":" + e.params.at("name"));
    return list;
  };
  CHECK(codes(parse_timetable(replaced(kHeader, "诊室", "房间") + kGood)) ==
        std::vector<std::string>{"column-unknown:房间", "column-missing:诊室"});
  CHECK(codes(parse_timetable(replaced(kHeader, "职称", "星期") + kGood)) ==
        std::vector<std::string>{"column-twice:星期"});
}

TEST_CASE("broken files are refused as a whole") {
  const auto first = [](std::string_view bytes) {
    return parse_timetable(bytes).errors.at(0).code;
  };
  CHECK(first("") == "file-empty");
  CHECK(first(std::string("\xFF\xFF\xFF\x00\x01", 5)) == "encoding-unknown");
  CHECK(first(kHeader) == "no-rows");
  CHECK(first(kHeader + "\"本部,0304\n") == "quote-broken");
}

TEST_CASE("lines are compared with each other") {
  const auto codes = [](const std::string& lines) {
    const auto file = parse_timetable(kHeader + lines);
    std::vector<std::string> list;
    for (const auto& e : file.errors) list.push_back(std::to_string(e.line) + e.code);
    for (const auto& w : file.warnings) list.push_back(std::to_string(w.line) + "w:" + w.code);
    return list;
  };
  using List = std::vector<std::string>;
  CHECK(codes(kGood + kGood) == List{"3row-twice"});
  CHECK(codes(kGood + replaced(kGood, "8:00,12:00", "11:30,13:00")) ==
        List{"3practitioner-overlap"});
  CHECK(codes(kGood + replaced(kGood, "8:00,12:00", "12:00,13:00")) == List{"3w:part-unlike-time"});
  CHECK(codes(kGood + replaced(kGood, "周一", "周二")).empty());
  CHECK(codes(replaced(kGood, "每周", "单周") + replaced(kGood, "每周", "双周")).empty());
  CHECK(codes(replaced(kGood, "每周", "单周") + kGood) == List{"3row-twice"});
  CHECK(codes(replaced(kGood, "每周,,", "每周,,2026-06-30") +
              replaced(kGood, "每周,,", "每周,2026-07-01,"))
            .empty());
  CHECK(codes(kGood + replaced(replaced(kGood, "周一", "周二"), "心内科", "心血管内科")) ==
        List{"3department-two-names"});
  CHECK(codes(kGood + replaced(replaced(kGood, "周一", "周二"), "王建国", "王建军")) ==
        List{"3practitioner-two-names"});
  CHECK(codes(kGood + replaced(replaced(kGood, "1001", "1002"), "0304", "0305")) ==
        List{"3w:room-shared"});
}
