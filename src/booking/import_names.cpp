#include "booking/import_names.hpp"

#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

#include "booking/timetable_cells.hpp"
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
    plan_.changed_campuses = campuses_.changed([](const Campus& a, const Campus& b) {
      return std::tie(a.address, a.address_en) != std::tie(b.address, b.address_en);
    });
    plan_.buildings = buildings_.added();
    plan_.rooms = rooms_.added();
    plan_.changed_rooms = rooms_.changed([](const Room& a, const Room& b) {
      return std::tie(a.building, a.floor) != std::tie(b.building, b.floor);
    });
    plan_.departments = departments_.added();
    plan_.changed_departments = departments_.changed([](const Department& a, const Department& b) {
      return std::tie(a.name, a.name_en, a.national_code, a.keywords, a.group, a.group_en, a.campus,
                      a.active) != std::tie(b.name, b.name_en, b.national_code, b.keywords, b.group,
                                            b.group_en, b.campus, b.active);
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
    auto* campus = campuses_.find(row.campus);
    if (!campus)
      campus = &campuses_.add(row.campus, {.id = env_.ids->next<CampusId>(),
                                           .version = 1,
                                           .name = row.campus,
                                           .name_en = {},
                                           .address = {},
                                           .address_en = {}});
    take_over(campus->address, row.campus_address);
    take_over(campus->address_en, row.campus_address_en);
    return campus->id;
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
    if (auto code = national_code_of(row); !code.empty()) d->national_code = std::move(code);
    take_over(d->group, row.department_group);
    take_over(d->group_en, row.department_group_en);
    if (row.keywords && !row.keywords->empty()) d->keywords = *row.keywords;
    return d->id;
  }

  /// As the national list has it. Spreadsheets take codes for numbers and save "3" for 03, "3.04"
  /// for 03.04 and "3.1" for 03.10, which could as well be meant as 03.01: what has one meaning is
  /// completed and said, what has two is for a person to decide.
  std::string national_code_of(const TimetableRow& row) {
    const auto value = row.national_code.value_or("");
    if (value.empty() || specialties_.contains(value)) return value;
    std::vector<std::string> meant;
    for (auto& code : cells::specialty_candidates(value))
      if (specialties_.contains(code)) meant.push_back(std::move(code));
    if (meant.size() == 1) {
      plan_.summary.warnings.push_back(
          {row.line, 0, "specialty-completed", {{"value", value}, {"code", meant.front()}}});
      return meant.front();
    }
    if (meant.empty()) {
      plan_.summary.warnings.push_back({row.line, 0, "specialty-unknown", {{"value", value}}});
      return value;
    }
    plan_.summary.errors.push_back({row.line,
                                    0,
                                    "specialty-ambiguous",
                                    {{"value", value}, {"code", meant[0]}, {"other", meant[1]}}});
    return {};
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

}  // namespace

std::vector<Schedule> resolve_names(store::Snapshot& snapshot, const Environment& environment,
                                    const std::vector<TimetableRow>& rows, ImportPlan& plan) {
  Resolver resolver(snapshot, environment, plan);
  auto schedules = resolver.resolve(rows);
  if (plan.summary.errors.empty()) resolver.hand_over();
  return schedules;
}

}  // namespace yuyue::booking
