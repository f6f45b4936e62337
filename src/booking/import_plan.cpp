#include "booking/import_plan.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "booking/import_names.hpp"
#include "booking/timetable_records.hpp"

namespace yuyue::booking {
namespace {

/// What makes two rows the same clinic, whatever its hours and places: sessions then follow the
/// change instead of being withdrawn.
using ClinicKey =
    std::tuple<DepartmentId, std::optional<PractitionerId>, ClinicKindId, int, DayPart>;
ClinicKey key_of(const Schedule& s) {
  return {s.department, s.practitioner, s.kind, s.weekday, s.part};
}

// Whether it takes place on holidays is not in the file and so not compared, nor are quotas where
// the file has no such column.
bool same_content(const Schedule& a, const Schedule& b, bool with_quotas) {
  return key_of(a) == key_of(b) && (!with_quotas || a.quotas == b.quotas) &&
         std::tie(a.starts, a.ends, a.slot_capacity, a.rooms, a.fee, a.weeks, a.valid_from,
                  a.valid_to, a.remote) == std::tie(b.starts, b.ends, b.slot_capacity, b.rooms,
                                                    b.fee, b.weeks, b.valid_from, b.valid_to,
                                                    b.remote);
}

bool in_order(const Schedule& a, const Schedule& b) {
  return std::tie(a.weeks, a.valid_from, a.starts, a.ends, a.rooms) <
         std::tie(b.weeks, b.valid_from, b.starts, b.ends, b.rooms);
}

/// Compares the rows of one clinic: what stays, what replaces what, what is new, what ends.
class RowMatcher {
 public:
  RowMatcher(store::Snapshot& snapshot, const Environment& env, ImportPlan& plan, bool with_quotas)
      : env_(env), plan_(plan), with_quotas_(with_quotas) {
    for (auto& s : booking::schedules(snapshot)) current_[key_of(s)].push_back(std::move(s));
    for (auto& s : records::ended_schedules(snapshot)) ended_[key_of(s)].push_back(std::move(s));
    for (const auto& [key, rows] : current_)
      for (const auto& s : rows) used_.insert(s.id);
  }

  void match(std::vector<Schedule> rows) {
    std::map<ClinicKey, std::vector<Schedule>> wanted;
    for (auto& s : rows) wanted[key_of(s)].push_back(std::move(s));
    for (auto& [key, list] : wanted) match_clinic(std::move(list), current_[key], ended_[key]);
    for (const auto& [key, list] : current_)
      if (!wanted.contains(key))
        for (const auto& s : list) end(s);
  }

 private:
  void match_clinic(std::vector<Schedule> wanted, std::vector<Schedule> current,
                    const std::vector<Schedule>& ended) {
    std::erase_if(wanted, [&](const Schedule& s) {
      const auto same = std::ranges::find_if(
          current, [&](const Schedule& c) { return same_content(s, c, with_quotas_); });
      if (same == current.end()) return false;
      ++plan_.summary.unchanged;
      plan_.afterwards.push_back(*same);
      current.erase(same);
      return true;
    });
    std::ranges::sort(wanted, in_order);
    std::ranges::sort(current, in_order);
    auto next = current.begin();
    for (auto& s : wanted) {
      if (next != current.end()) {
        s.id = next->id;
        s.on_holidays = next->on_holidays;
        if (!with_quotas_) s.quotas = next->quotas;
        plan_.ended.push_back(next->row);  // replaced, not counted as ended
        ++next;
      } else {
        s.id = id_of_old(s, ended);
      }
      s.row = env_.ids->next_value();
      s.version = plan_.revision + 1;
      plan_.afterwards.push_back(s);
      plan_.schedules.push_back(std::move(s));
    }
    for (; next != current.end(); ++next) end(*next);
  }

  void end(const Schedule& s) {
    plan_.ended.push_back(s.row);
    ++plan_.summary.ended;
  }

  // A clinic that comes back takes its old name up again, and with it the sessions kept for it.
  ScheduleId id_of_old(const Schedule& s, const std::vector<Schedule>& ended) {
    for (const bool same_hours : {true, false})
      for (const auto& old : ended)
        if ((!same_hours || old.starts == s.starts) && used_.insert(old.id).second) return old.id;
    return env_.ids->next<ScheduleId>();
  }

  const Environment& env_;
  ImportPlan& plan_;
  const bool with_quotas_;
  std::map<ClinicKey, std::vector<Schedule>> current_, ended_;
  std::set<ScheduleId> used_;
};

}  // namespace

ImportPlan plan_import(store::Snapshot& snapshot, const Environment& env,
                       const TimetableFile& file) {
  ImportPlan plan;
  const auto state = records::timetable_state(snapshot);
  plan.generation = state.generation;
  plan.revision = state.revision;
  auto& summary = plan.summary;
  summary.lines = file.lines;
  summary.errors = file.errors;
  summary.warnings = file.warnings;
  if (!summary.errors.empty()) return plan;
  auto rows = resolve_names(snapshot, env, file.rows, plan);
  if (!summary.errors.empty()) return plan;
  const bool with_quotas = !file.rows.empty() && file.rows.front().quotas.has_value();
  RowMatcher(snapshot, env, plan, with_quotas).match(std::move(rows));
  const auto count = [](const auto& list) {
    return static_cast<int>(list.size());
  };
  summary.campuses = count(plan.campuses);
  summary.buildings = count(plan.buildings);
  summary.rooms = count(plan.rooms);
  summary.departments = count(plan.departments);
  summary.practitioners = count(plan.practitioners);
  summary.schedules = count(plan.schedules);
  summary.updated = count(plan.changed_campuses) + count(plan.changed_rooms) +
                    count(plan.changed_departments) + count(plan.changed_practitioners);
  summary.changed = summary.campuses + summary.buildings + summary.rooms + summary.departments +
                        summary.practitioners + summary.schedules + summary.updated +
                        summary.ended >
                    0;
  return plan;
}

}  // namespace yuyue::booking
