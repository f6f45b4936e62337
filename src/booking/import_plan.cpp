#include "booking/import_plan.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

#include "booking/timetable_records.hpp"
#include "booking/timetable_text.hpp"
#include "yuyue/core/person_data.hpp"

namespace yuyue::booking {
namespace {

/// "门诊楼 2 层" from a building and a floor that is a plain number; other words stay as they are.
std::string place_of(const std::string& building, const std::string& floor) {
  const bool number = !floor.empty() && floor.find_first_not_of("-0123456789") == std::string::npos;
  const auto storey = number ? floor + " 层" : floor;
  return building.empty() || storey.empty() ? building + storey : building + " " + storey;
}

/// Things known by a key, from the file of data or newly planned.
template <class Key, class T>
class Known {
 public:
  template <class KeyOf>
  void fill(const std::vector<T>& list, KeyOf key_of) {
    for (const auto& thing : list) by_key_.emplace(key_of(thing), Entry{thing, thing, false});
  }
  T* find(const Key& key) {
    const auto found = by_key_.find(key);
    return found == by_key_.end() ? nullptr : &found->second.now;
  }
  T& add(const Key& key, T thing) {
    return by_key_.emplace(key, Entry{thing, thing, true}).first->second.now;
  }
  std::vector<T> added() const {
    std::vector<T> list;
    for (const auto& [key, entry] : by_key_)
      if (entry.is_new) list.push_back(entry.now);
    return list;
  }
  template <class Differs>
  std::vector<T> changed(Differs differs) const {
    std::vector<T> list;
    for (const auto& [key, entry] : by_key_)
      if (!entry.is_new && differs(entry.was, entry.now)) list.push_back(entry.now);
    return list;
  }

 private:
  struct Entry {
    T was, now;
    bool is_new;
  };
  std::map<Key, Entry> by_key_;
};

void take_over(std::string& into, const std::optional<std::string>& value) {
  if (value && !value->empty()) into = *value;
}

/// Turns lines into rows of the timetable, planning what they refer to and is not there yet.
class Resolver {
 public:
  Resolver(store::Snapshot& snapshot, const Environment& env, ImportPlan& plan)
      : env_(env), plan_(plan) {
    campuses_.fill(booking::campuses(snapshot), [](const Campus& c) { return c.name; });
    buildings_.fill(booking::buildings(snapshot),
                    [](const Building& b) { return std::pair(b.campus, b.name); });
    rooms_.fill(booking::rooms(snapshot),
                [](const Room& r) { return std::pair(r.campus, r.name); });
    departments_.fill(booking::departments(snapshot), [](const Department& d) { return d.code; });
    practitioners_.fill(booking::practitioners(snapshot),
                        [](const Practitioner& p) { return p.code; });
    for (const auto& kind : clinic_kinds(snapshot)) {
      kinds_.emplace(plain(kind.name), kind.id);
      kinds_.emplace(plain(kind.code), kind.id);
    }
    for (const auto& specialty : specialties(snapshot)) specialties_.insert(specialty.code);
  }

  std::vector<Schedule> resolve(const std::vector<TimetableRow>& rows) {
    std::vector<Schedule> schedules;
    for (const auto& row : rows) {
      const auto kind = kind_of(row);
      if (!kind) {
        plan_.summary.errors.push_back({row.line, 0, "kind-unknown", {{"value", row.clinic_kind}}});
        continue;
      }
      const auto campus = campus_of(row);
      Schedule s;
      s.department = department_of(row, campus);
      if (!row.practitioner_code.empty()) s.practitioner = practitioner_of(row);
      s.kind = *kind;
      s.weekday = row.weekday;
      s.part = row.part;
      s.starts = row.starts;
      s.ends = row.ends;
      s.slot_capacity = row.slot_capacity;
      for (const auto& name : row.rooms) s.rooms.push_back(room_of(row, campus, name));
      s.fee = row.fee;
      s.weeks = row.weeks;
      s.valid_from = row.valid_from;
      s.valid_to = row.valid_to;
      s.remote = row.remote;
      s.quotas = row.quotas.value_or(Quotas{});
      schedules.push_back(std::move(s));
    }
    return schedules;
  }

  void hand_over() {
    plan_.campuses = campuses_.added();
    plan_.buildings = buildings_.added();
    plan_.rooms = rooms_.added();
    plan_.changed_rooms = rooms_.changed([](const Room& a, const Room& b) {
      return std::tie(a.building, a.floor) != std::tie(b.building, b.floor);
    });
    plan_.departments = departments_.added();
    plan_.changed_departments = departments_.changed([](const Department& a, const Department& b) {
      return std::tie(a.name, a.name_en, a.national_code, a.keywords, a.group, a.campus,
                      a.active) !=
             std::tie(b.name, b.name_en, b.national_code, b.keywords, b.group, b.campus, b.active);
    });
    plan_.practitioners = practitioners_.added();
    plan_.changed_practitioners =
        practitioners_.changed([](const Practitioner& a, const Practitioner& b) {
          return std::tie(a.name, a.name_en, a.title, a.active) !=
                 std::tie(b.name, b.name_en, b.title, b.active);
        });
  }

 private:
  std::optional<ClinicKindId> kind_of(const TimetableRow& row) const {
    auto name = plain(row.clinic_kind);
    for (const std::string_view ending : {"", "门诊", "号"}) {
      if (!name.ends_with(ending)) continue;
      const auto found = kinds_.find(name.substr(0, name.size() - ending.size()));
      if (found != kinds_.end()) return found->second;
    }
    return std::nullopt;
  }

  CampusId campus_of(const TimetableRow& row) {
    if (const auto* known = campuses_.find(row.campus)) return known->id;
    return campuses_
        .add(row.campus, {.id = env_.ids->next<CampusId>(),
                          .version = 1,
                          .name = row.campus,
                          .name_en = {},
                          .address = {}})
        .id;
  }

  std::optional<BuildingId> building_of(const TimetableRow& row, CampusId campus) {
    if (row.building.empty()) return std::nullopt;
    const std::pair key(campus, row.building);
    if (const auto* known = buildings_.find(key)) return known->id;
    return buildings_
        .add(key, {.id = env_.ids->next<BuildingId>(),
                   .version = 1,
                   .campus = campus,
                   .name = row.building,
                   .name_en = {}})
        .id;
  }

  RoomId room_of(const TimetableRow& row, CampusId campus, const std::string& name) {
    const std::pair key(campus, name);
    auto* room = rooms_.find(key);
    if (!room)
      room = &rooms_.add(key, {.id = env_.ids->next<RoomId>(),
                               .version = 1,
                               .campus = campus,
                               .building = {},
                               .name = name,
                               .floor = {}});
    if (const auto building = building_of(row, campus)) room->building = building;
    if (!row.floor.empty()) room->floor = row.floor;
    return room->id;
  }

  DepartmentId department_of(const TimetableRow& row, CampusId campus) {
    auto* d = departments_.find(row.department_code);
    if (!d) {
      Department fresh;
      fresh.id = env_.ids->next<DepartmentId>();
      fresh.version = 1;
      fresh.code = row.department_code;
      fresh.location = place_of(row.building, row.floor);
      d = &departments_.add(row.department_code, std::move(fresh));
    }
    if (!seen_departments_.insert(row.department_code).second) return d->id;
    d->name = row.department;
    d->pinyin = pinyin(d->name);
    d->initials = pinyin_initials(d->name);
    d->campus = campus;
    d->active = true;
    take_over(d->name_en, row.department_en);
    take_over(d->national_code, row.national_code);
    take_over(d->group, row.department_group);
    if (row.keywords && !row.keywords->empty()) d->keywords = *row.keywords;
    if (row.national_code && !row.national_code->empty() &&
        !specialties_.contains(*row.national_code))
      plan_.summary.warnings.push_back(
          {row.line, 0, "specialty-unknown", {{"value", *row.national_code}}});
    return d->id;
  }

  PractitionerId practitioner_of(const TimetableRow& row) {
    auto* p = practitioners_.find(row.practitioner_code);
    if (!p) {
      Practitioner fresh;
      fresh.id = env_.ids->next<PractitionerId>();
      fresh.version = 1;
      fresh.code = row.practitioner_code;
      p = &practitioners_.add(row.practitioner_code, std::move(fresh));
    }
    p->name = row.practitioner;
    p->pinyin = pinyin(p->name);
    p->active = true;
    take_over(p->name_en, row.practitioner_en);
    if (row.title && !row.title->empty() && *row.title != p->title) {
      p->title = *row.title;
      p->title_en = title_english(p->title);
      p->title_rank = title_rank(p->title);
    }
    return p->id;
  }

  const Environment& env_;
  ImportPlan& plan_;
  Known<std::string, Campus> campuses_;
  Known<std::pair<CampusId, std::string>, Building> buildings_;
  Known<std::pair<CampusId, std::string>, Room> rooms_;
  Known<std::string, Department> departments_;
  Known<std::string, Practitioner> practitioners_;
  std::unordered_map<std::string, ClinicKindId> kinds_;
  std::set<std::string> specialties_, seen_departments_;
};

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
  Resolver resolver(snapshot, env, plan);
  auto rows = resolver.resolve(file.rows);
  if (!summary.errors.empty()) return plan;
  resolver.hand_over();
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
  summary.updated = count(plan.changed_rooms) + count(plan.changed_departments) +
                    count(plan.changed_practitioners);
  summary.changed = summary.campuses + summary.buildings + summary.rooms + summary.departments +
                        summary.practitioners + summary.schedules + summary.updated +
                        summary.ended >
                    0;
  return plan;
}

}  // namespace yuyue::booking
