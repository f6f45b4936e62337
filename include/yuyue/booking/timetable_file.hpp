#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yuyue/booking/timetable.hpp"
#include "yuyue/core/language.hpp"

namespace yuyue::booking {

/// One line of a timetable file, checked by itself; names are not looked up yet. A text whose
/// column is missing from the file is nullopt, which means "leave as it is".
struct TimetableRow {
  int line = 0;  ///< in the file, the header being 1; with line breaks in quotes, where it begins
  std::string campus;
  std::optional<std::string> campus_address, campus_address_en;
  std::string department_code, department;
  std::string clinic_kind;  ///< a clinic kind's name or code
  std::string practitioner_code, practitioner;
  std::optional<std::string> national_code, title, department_group, department_group_en,
      department_en, practitioner_en;
  std::optional<std::vector<std::string>> keywords;
  std::string building, floor;
  std::vector<std::string> rooms;
  int weekday = 0;
  DayPart part = DayPart::morning;
  MinuteOfDay starts{}, ends{};
  int slot_capacity = 0;
  std::optional<std::int64_t> fee;  ///< fen
  Weeks weeks = Weeks::every;
  std::optional<Day> valid_from, valid_to;
  bool remote = false;
  std::optional<Quotas> quotas;
};

/// Something wrong (or odd) in a file. `column` counts from 1; 0: the line as a whole.
struct FileProblem {
  int line = 0;
  int column = 0;
  std::string code;  ///< "weekday-invalid" …; stable
  std::map<std::string, std::string> params;
  bool operator==(const FileProblem&) const = default;
};
/// The problem as a sentence without the line's number.
std::string describe(const FileProblem& problem, Language language);

struct TimetableFile {
  std::vector<TimetableRow> rows;  ///< only meaningful without errors
  std::vector<FileProblem> errors, warnings;
  std::string encoding;  ///< "UTF-8" or "GB18030"
  int lines = 0;         ///< lines of data read
};

/// Reads a timetable as spreadsheets save it: UTF-8 with or without byte order mark, or GB18030;
/// commas, semicolons or tabs; CRLF, LF or CR; quoted fields that may hold line breaks. Every line
/// is checked, so that one reading names everything that is wrong (at most 1,000 problems).
/// Checked across lines: lines given twice, one clinician in two places at one time, a code with
/// two names. Pure; thread-safe.
TimetableFile parse_timetable(std::string_view bytes);

/// Whether two rows of one person or one place can meet on some day at some time.
bool may_coincide(int weekday_a, Weeks weeks_a, std::optional<Day> from_a, std::optional<Day> to_a,
                  int weekday_b, Weeks weeks_b, std::optional<Day> from_b, std::optional<Day> to_b);

}  // namespace yuyue::booking
