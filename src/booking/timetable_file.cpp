// A timetable file, line by line. Checks across lines are in timetable_conflicts.cpp.
#include "yuyue/booking/timetable_file.hpp"

#include <algorithm>
#include <array>

#include "booking/timetable_cells.hpp"
#include "booking/timetable_conflicts.hpp"
#include "booking/timetable_text.hpp"

namespace yuyue::booking {
namespace {

constexpr std::size_t kMaxProblems = 1000;
constexpr std::size_t kMaxText = 200;  // bytes of a name

enum class Column {
  campus,
  department_code,
  department,
  national_code,
  clinic_kind,
  practitioner_code,
  practitioner,
  title,
  weekday,
  part,
  starts,
  ends,
  slot_capacity,
  rooms,
  fee,
  weeks,
  valid_from,
  valid_to,
  remote,
  building,
  floor,
  department_group,
  keywords,
  department_en,
  practitioner_en,
  quotas,
  campus_address,
  campus_address_en,
  department_group_en,
  count
};
constexpr std::size_t kColumns = static_cast<std::size_t>(Column::count);

struct Heading {
  std::string_view chinese;
  std::string_view english;
  bool required;
};
constexpr std::array<Heading, kColumns> kHeadings{{
    {"院区", "campus", true},
    {"科室代码", "department_code", true},
    {"科室", "department", true},
    {"诊疗科目代码", "national_code", false},
    {"门诊类型", "clinic_kind", true},
    {"医生工号", "practitioner_code", false},
    {"医生", "practitioner", false},
    {"职称", "title", false},
    {"星期", "weekday", true},
    {"时段", "part", true},
    {"开始", "starts", true},
    {"结束", "ends", true},
    {"每时段号数", "slot_capacity", true},
    {"诊室", "rooms", true},
    {"挂号费", "fee", false},
    {"单双周", "weeks", false},
    {"起始日期", "valid_from", false},
    {"截止日期", "valid_to", false},
    {"远程", "remote", false},
    {"楼", "building", false},
    {"楼层", "floor", false},
    {"科室分组", "department_group", false},
    {"关键词", "keywords", false},
    {"科室英文", "department_en", false},
    {"医生拼音", "practitioner_en", false},
    {"配额", "quotas", false},
    {"院区地址", "campus_address", false},
    {"院区地址英文", "campus_address_en", false},
    {"科室分组英文", "department_group_en", false},
}};

std::optional<Column> column_named(std::string_view text) {
  auto name = plain(text);
  std::erase_if(name, [](char c) { return c == '\n' || c == '\r'; });
  std::ranges::replace(name, ' ', '_');
  std::ranges::replace(name, '-', '_');
  for (std::size_t i = 0; i < kColumns; ++i)
    if (name == kHeadings[i].chinese || name == kHeadings[i].english) return static_cast<Column>(i);
  return std::nullopt;
}

/// Reads the lines below one heading line.
class Reader {
 public:
  explicit Reader(TimetableFile& file) : file_(file) {}

  /// False: without its columns the rest cannot be read.
  bool read_heading(const CsvLine& heading) {
    width_ = heading.cells.size();
    for (std::size_t i = 0; i < width_; ++i) {
      if (heading.cells[i].empty()) continue;
      const auto column = column_named(heading.cells[i]);
      if (!column) {
        problem(heading.number, i + 1, "column-unknown", {{"name", heading.cells[i]}});
      } else if (place(*column)) {
        problem(heading.number, i + 1, "column-twice", {{"name", heading.cells[i]}});
      } else {
        places_[static_cast<std::size_t>(*column)] = i;
      }
    }
    for (std::size_t i = 0; i < kColumns; ++i)
      if (kHeadings[i].required && !places_[i])
        problem(heading.number, 0, "column-missing",
                {{"name", std::string(kHeadings[i].chinese)},
                 {"nameEn", std::string(kHeadings[i].english)}});
    return file_.errors.empty();
  }

  void read(const CsvLine& line) {
    line_ = &line;
    TimetableRow row;
    row.line = line.number;
    for (std::size_t i = 0; i < line.cells.size(); ++i) {
      const bool headed = i < width_ && std::ranges::find(places_, i) != places_.end();
      if (!headed && !line.cells[i].empty())
        problem(line.number, i + 1, "cell-without-heading", {{"value", line.cells[i]}});
    }
    read_names(row);
    read_time(row);
    read_place(row);
    file_.rows.push_back(std::move(row));
  }

 private:
  std::optional<std::size_t> place(Column column) const {
    return places_[static_cast<std::size_t>(column)];
  }
  const std::string& cell(Column column) const {
    static const std::string kEmpty;
    const auto at = place(column);
    return at && *at < line_->cells.size() ? line_->cells[*at] : kEmpty;
  }

  void problem(int line, std::size_t column, std::string code,
               std::map<std::string, std::string> params) {
    if (file_.errors.size() < kMaxProblems)
      file_.errors.push_back({line, static_cast<int>(column), std::move(code), std::move(params)});
  }
  void problem(Column column, std::string code) {
    const auto at = place(column);
    problem(line_->number, at ? *at + 1 : 0, std::move(code), {{"value", cell(column)}});
  }

  std::string text(Column column, bool required) {
    auto value = cell(column);
    std::ranges::replace_if(
        value, [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
    const auto& heading = kHeadings[static_cast<std::size_t>(column)];
    if (required && value.empty())
      problem(line_->number, place(column).value_or(0) + 1, "cell-empty",
              {{"name", std::string(heading.chinese)}, {"nameEn", std::string(heading.english)}});
    if (value.size() > kMaxText) problem(column, "text-too-long");
    return value;
  }
  std::optional<std::string> optional_text(Column column) {
    if (!place(column)) return std::nullopt;
    return text(column, false);
  }
  /// The value of a cell that must be readable; says so if it is not.
  template <class T>
  T value(Column column, std::optional<T> (*reader)(std::string_view), std::string code) {
    const auto read_value = reader(cell(column));
    if (!read_value) problem(column, std::move(code));
    return read_value.value_or(T{});
  }
  template <class T>
  std::optional<T> optional_value(Column column, std::optional<T> (*reader)(std::string_view),
                                  std::string code) {
    if (cell(column).empty()) return std::nullopt;
    return value(column, reader, std::move(code));
  }

  void read_names(TimetableRow& row) {
    row.campus = text(Column::campus, true);
    row.department_code = text(Column::department_code, true);
    row.department = text(Column::department, true);
    row.clinic_kind = text(Column::clinic_kind, true);
    row.practitioner_code = text(Column::practitioner_code, false);
    row.practitioner = text(Column::practitioner, false);
    if (row.practitioner_code.empty() && !row.practitioner.empty())
      problem(Column::practitioner, "practitioner-without-code");
    if (!row.practitioner_code.empty() && row.practitioner.empty())
      problem(Column::practitioner_code, "practitioner-without-name");
    row.national_code = optional_text(Column::national_code);
    row.title = optional_text(Column::title);
    row.department_group = optional_text(Column::department_group);
    row.department_group_en = optional_text(Column::department_group_en);
    row.campus_address = optional_text(Column::campus_address);
    row.campus_address_en = optional_text(Column::campus_address_en);
    row.department_en = optional_text(Column::department_en);
    row.practitioner_en = optional_text(Column::practitioner_en);
    if (place(Column::keywords))
      row.keywords = cells::list(cell(Column::keywords), {";", "；", "、", "|"});
  }

  void read_time(TimetableRow& row) {
    row.weekday = value(Column::weekday, &cells::weekday, "weekday-invalid");
    row.part = value(Column::part, &cells::part, "part-invalid");
    const auto errors = file_.errors.size();
    row.starts = value(Column::starts, &cells::time, "time-invalid");
    row.ends = value(Column::ends, &cells::time, "time-invalid");
    const auto length = row.ends - row.starts;
    if (errors == file_.errors.size() &&
        (length <= MinuteOfDay{0} || length % kSlotLength != MinuteOfDay{0}))
      problem(Column::ends, "times-invalid");
    row.weeks = value(Column::weeks, &cells::weeks, "weeks-invalid");
    row.valid_from = optional_value(Column::valid_from, &cells::day, "date-invalid");
    row.valid_to = optional_value(Column::valid_to, &cells::day, "date-invalid");
    if (row.valid_from && row.valid_to && *row.valid_from > *row.valid_to)
      problem(Column::valid_to, "validity-invalid");
    row.slot_capacity = value(Column::slot_capacity, &cells::number, "capacity-invalid");
    if (row.slot_capacity > 99 ||
        (row.slot_capacity == 0 && cells::number(cell(Column::slot_capacity))))
      problem(Column::slot_capacity, "capacity-invalid");
    read_quotas(row);
  }

  void read_quotas(TimetableRow& row) {
    if (!place(Column::quotas)) return;
    row.quotas = value(Column::quotas, &cells::quotas, "quotas-invalid");
    const auto places = row.slot_capacity * ((row.ends - row.starts) / kSlotLength);
    if (places > 0 && total(*row.quotas) > places) problem(Column::quotas, "quotas-too-many");
  }

  void read_place(TimetableRow& row) {
    row.remote = value(Column::remote, &cells::yes_or_no, "remote-invalid");
    row.rooms = cells::list(cell(Column::rooms), {"/", "／", "、", ";", "；", "\n"});
    if (row.rooms.empty() && !row.remote) problem(Column::rooms, "rooms-missing");
    row.fee = optional_value(Column::fee, &cells::fee, "fee-invalid");
    row.building = text(Column::building, false);
    row.floor = text(Column::floor, false);
  }

  TimetableFile& file_;
  std::array<std::optional<std::size_t>, kColumns> places_{};
  std::size_t width_ = 0;
  const CsvLine* line_ = nullptr;
};

}  // namespace

TimetableFile parse_timetable(std::string_view bytes) {
  TimetableFile file;
  const auto text = decode_text(bytes);
  if (!text) {
    file.errors.push_back({0, 0, "encoding-unknown", {}});
    return file;
  }
  file.encoding = text->encoding;
  const auto csv = split_csv(text->utf8);
  if (csv.broken_at) file.errors.push_back({*csv.broken_at, 0, "quote-broken", {}});
  if (csv.lines.empty()) {
    if (file.errors.empty()) file.errors.push_back({0, 0, "file-empty", {}});
    return file;
  }
  const bool quotes_are_fine = file.errors.empty();
  Reader reader(file);
  if (!reader.read_heading(csv.lines.front()) && quotes_are_fine) return file;
  for (std::size_t i = 1; i < csv.lines.size(); ++i) reader.read(csv.lines[i]);
  file.lines = static_cast<int>(csv.lines.size()) - 1;
  if (file.rows.empty() && file.errors.empty()) file.errors.push_back({0, 0, "no-rows", {}});
  find_conflicts(file);
  std::ranges::stable_sort(file.errors, {}, &FileProblem::line);
  std::ranges::stable_sort(file.warnings, {}, &FileProblem::line);
  if (file.errors.size() > kMaxProblems) file.errors.resize(kMaxProblems);
  if (file.warnings.size() > kMaxProblems) file.warnings.resize(kMaxProblems);
  return file;
}

}  // namespace yuyue::booking
