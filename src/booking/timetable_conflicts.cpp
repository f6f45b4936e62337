#include "booking/timetable_conflicts.hpp"

#include <algorithm>
#include <unordered_map>

namespace yuyue::booking {

bool may_coincide(int weekday_a, Weeks weeks_a, std::optional<Day> from_a, std::optional<Day> to_a,
                  int weekday_b, Weeks weeks_b, std::optional<Day> from_b,
                  std::optional<Day> to_b) {
  if (weekday_a != weekday_b) return false;
  if (weeks_a != Weeks::every && weeks_b != Weeks::every && weeks_a != weeks_b) return false;
  if (to_a && from_b && *to_a < *from_b) return false;
  return !(to_b && from_a && *to_b < *from_a);
}

namespace {

using Params = std::map<std::string, std::string>;
using Group = std::vector<const TimetableRow*>;

bool overlap(const TimetableRow& a, const TimetableRow& b) {
  return a.starts < b.ends && b.starts < a.ends &&
         may_coincide(a.weekday, a.weeks, a.valid_from, a.valid_to, b.weekday, b.weeks,
                      b.valid_from, b.valid_to);
}

bool same_clinic(const TimetableRow& a, const TimetableRow& b) {
  return a.department_code == b.department_code && a.practitioner_code == b.practitioner_code &&
         a.clinic_kind == b.clinic_kind && a.campus == b.campus;
}

/// Rows whose own cells are wrong would only be blamed twice.
bool is_sound(const TimetableRow& row) {
  return row.weekday >= 1 && row.weekday <= 7 && row.starts < row.ends;
}

class Conflicts {
 public:
  explicit Conflicts(TimetableFile& file) : file_(file) {}

  void find() {
    std::unordered_map<std::string, Group> by_practitioner, by_room, by_department;
    for (const auto& row : file_.rows) {
      names(row);
      odd_part(row);
      if (!is_sound(row)) continue;
      if (row.practitioner_code.empty()) {
        by_department[row.department_code].push_back(&row);
      } else {
        by_practitioner[row.practitioner_code].push_back(&row);
      }
      for (const auto& room : row.rooms) by_room[row.campus + "\n" + room].push_back(&row);
    }
    for (const auto& [code, group] : by_practitioner) in_two_places(group);
    for (const auto& [code, group] : by_department) given_twice(group);
    for (const auto& [room, group] : by_room) shared_room(room.substr(room.find('\n') + 1), group);
  }

 private:
  void error(const TimetableRow& row, std::string code, Params params) {
    file_.errors.push_back({row.line, 0, std::move(code), std::move(params)});
  }
  void warning(const TimetableRow& row, std::string code, Params params) {
    file_.warnings.push_back({row.line, 0, std::move(code), std::move(params)});
  }

  template <class OnPair>
  static void each_overlap(const Group& group, OnPair&& on_pair) {
    for (std::size_t i = 0; i < group.size(); ++i)
      for (std::size_t j = 0; j < i; ++j)
        if (overlap(*group[j], *group[i])) {
          on_pair(*group[j], *group[i]);
          break;  // one reason a line is enough
        }
  }

  void in_two_places(const Group& group) {
    each_overlap(group, [this](const TimetableRow& first, const TimetableRow& second) {
      const bool twice =
          same_clinic(first, second) && first.starts == second.starts && first.ends == second.ends;
      error(second, twice ? "row-twice" : "practitioner-overlap",
            {{"line", std::to_string(first.line)}, {"name", second.practitioner}});
    });
  }

  void given_twice(const Group& group) {
    each_overlap(group, [this](const TimetableRow& first, const TimetableRow& second) {
      if (same_clinic(first, second) && first.rooms == second.rooms)
        error(second, "row-twice",
              {{"line", std::to_string(first.line)}, {"name", second.department}});
    });
  }

  void shared_room(const std::string& room, const Group& group) {
    each_overlap(group, [&](const TimetableRow& first, const TimetableRow& second) {
      if (!same_clinic(first, second))
        warning(second, "room-shared", {{"line", std::to_string(first.line)}, {"name", room}});
    });
  }

  void names(const TimetableRow& row) {
    if (!row.department_code.empty() && !row.department.empty())
      one_name(departments_, row.department_code, row.department, row, "department-two-names");
    if (!row.department_code.empty() && !row.campus.empty())
      one_name(campuses_, row.department_code, row.campus, row, "department-two-campuses");
    if (row.practitioner_code.empty()) return;
    if (!row.practitioner.empty())
      one_name(practitioners_, row.practitioner_code, row.practitioner, row,
               "practitioner-two-names");
    if (row.title && !row.title->empty())
      one_name(titles_, row.practitioner_code, *row.title, row, "practitioner-two-titles");
  }

  using Names = std::unordered_map<std::string, std::pair<std::string, int>>;
  void one_name(Names& known, const std::string& code, const std::string& name,
                const TimetableRow& row, std::string problem) {
    const auto [found, is_new] = known.try_emplace(code, name, row.line);
    if (is_new || found->second.first == name) return;
    error(row, std::move(problem),
          {{"code", code},
           {"name", name},
           {"other", found->second.first},
           {"line", std::to_string(found->second.second)}});
  }

  void odd_part(const TimetableRow& row) {
    if (!is_sound(row)) return;
    constexpr MinuteOfDay kNoon{12 * 60}, kEvening{16 * 60};
    const bool odd = (row.part == DayPart::morning && row.starts >= kNoon) ||
                     (row.part == DayPart::afternoon && row.ends <= kNoon) ||
                     (row.part == DayPart::evening && row.starts < kEvening);
    if (odd)
      warning(row, "part-unlike-time",
              {{"starts", format_minute(row.starts)}, {"ends", format_minute(row.ends)}});
  }

  TimetableFile& file_;
  Names departments_, campuses_, practitioners_, titles_;
};

}  // namespace

void find_conflicts(TimetableFile& file) {
  Conflicts(file).find();
}

}  // namespace yuyue::booking
