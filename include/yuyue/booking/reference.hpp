#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yuyue/booking/environment.hpp"
#include "yuyue/core/result.hpp"

namespace yuyue::booking {

// The hospital itself: places, departments, clinicians, kinds of clinic, days off. All of it is
// public data. `version` rises with every change and must be sent back with the next one.

struct Campus {  ///< 院区
  CampusId id;
  std::int64_t version = 0;
  std::string name, name_en, address, address_en;
};

struct Building {  ///< 楼
  BuildingId id;
  std::int64_t version = 0;
  CampusId campus;
  std::string name, name_en;
};

struct Room {  ///< 诊室; its name is unique within the campus
  RoomId id;
  std::int64_t version = 0;
  CampusId campus;
  std::optional<BuildingId> building;
  std::string name, floor;
  std::optional<AreaId> area;  ///< where its patients wait
};

/// A waiting area (候诊区): the rooms whose patients wait in one place, with one display and one
/// voice. Its rooms are of its campus.
struct Area {
  AreaId id;
  std::int64_t version = 0;
  CampusId campus;
  std::string name, name_en;
  std::string posted_code;  ///< in the QR code on the wall, 132 random bits; checks one in there
  bool shows_names = true;  ///< the display shows masked names, or else numbers only
  int call_times = 2;       ///< how often a call is spoken, 1–5
  std::vector<RoomId> rooms;
};

struct Department {  ///< 科室
  DepartmentId id;
  std::int64_t version = 0;
  std::string code;           ///< the hospital's own; unique
  std::string national_code;  ///< 医疗机构诊疗科目名录, e.g. "03.04"; may be empty
  std::string name, name_en;
  std::string pinyin, initials;       ///< computed from the name
  std::vector<std::string> keywords;  ///< symptoms and other words patients use
  std::string group, group_en;        ///< heading it is listed under, e.g. 内科
  CampusId campus;
  std::string location, location_en;
  std::string intro, intro_en;
  bool active = true;
};

struct Practitioner {  ///< 医生 (or pharmacist, nurse …)
  PractitionerId id;
  std::int64_t version = 0;
  std::string code;  ///< staff number (工号); unique
  std::string name, name_en, pinyin;
  std::string title, title_en;  ///< 主任医师 …
  int title_rank = 0;           ///< 4 chief, 3 associate chief, 2 attending, 1 resident, 0 unknown
  std::string intro;
  bool active = true;
};

struct ClinicKind {  ///< 门诊类型
  ClinicKindId id;
  std::int64_t version = 0;
  std::string code;  ///< "ordinary", "expert" …; unique
  std::string name, name_en;
  std::int64_t fee = 0;  ///< in fen
  int position = 0;      ///< order in lists
  bool active = true;
};

enum class CalendarKind { holiday, workday };
std::string_view name_of(CalendarKind kind);
std::optional<CalendarKind> calendar_kind(std::string_view name);

/// A day that is not what its weekday says.
struct CalendarDay {
  Day day{};
  std::int64_t version = 0;
  CalendarKind kind = CalendarKind::holiday;
  std::optional<int> as_weekday;  ///< a make-up workday (调休) follows this weekday's timetable
  std::string name, name_en;
  bool provisional = false;  ///< not announced yet
  std::string source;        ///< where it is announced
};

/// One entry of the national list of clinical specialities (医疗机构诊疗科目名录).
struct Specialty {
  std::string code, name;
};

/// Rank and English name of the usual titles (医疗, 药学, 护理, 技术).
int title_rank(std::string_view title);
std::string title_english(std::string_view title);

// Lists, in the order in which people read them.
std::vector<Campus> campuses(store::Snapshot& snapshot);
std::vector<Building> buildings(store::Snapshot& snapshot);
std::vector<Room> rooms(store::Snapshot& snapshot);
std::vector<Area> areas(store::Snapshot& snapshot);
std::vector<Department> departments(store::Snapshot& snapshot);
/// Those with rows in the timetable now or within the horizon (what patients see).
std::vector<Department> open_departments(store::Snapshot& snapshot, Day today);
std::vector<Practitioner> practitioners(store::Snapshot& snapshot);
std::vector<ClinicKind> clinic_kinds(store::Snapshot& snapshot);
std::vector<CalendarDay> calendar_days(store::Snapshot& snapshot, Day from, Day to);
std::vector<Specialty> specialties(store::Snapshot& snapshot);

std::optional<Department> find_department(store::Snapshot& snapshot, DepartmentId id);
std::optional<Practitioner> find_practitioner(store::Snapshot& snapshot, PractitionerId id);
std::optional<Area> find_area(store::Snapshot& snapshot, AreaId id);
std::optional<Area> area_of_posted_code(store::Snapshot& snapshot, std::string_view code);
/// The sessions of a day that have a room there, in the order of their start.
std::vector<SessionId> sessions_of_area(store::Snapshot& snapshot, AreaId area, Day day);
/// The areas in which a session's patients wait; more than one if its rooms are in several.
std::vector<AreaId> areas_of_session(store::Snapshot& snapshot, SessionId session);

/// Changes to reference data. `add` ignores id and version and gives back the thing as stored;
/// `change` replaces the thing that has its id, if `version` is still the stored one.
///
/// Refusals: required (params: name; field), code-taken, name-taken, unknown-reference (params:
/// name), not-found, changed-meanwhile; calendar days also day-taken and weekday-invalid.
/// Everything is journalled. Cached pages are dropped after the commit. Changes to calendar days
/// take effect on sessions with the next ensure_sessions (sessions.hpp). Thread-safe.
class ReferenceData {
 public:
  explicit ReferenceData(Environment environment) : env_(environment) {}

  Result<Campus> add(store::Transaction& tx, Campus, const Actor& by, Instant now) const;
  Result<Campus> change(store::Transaction& tx, Campus, const Actor& by, Instant now) const;
  Result<Building> add(store::Transaction& tx, Building, const Actor& by, Instant now) const;
  Result<Building> change(store::Transaction& tx, Building, const Actor& by, Instant now) const;
  Result<Room> add(store::Transaction& tx, Room, const Actor& by, Instant now) const;
  Result<Room> change(store::Transaction& tx, Room, const Actor& by, Instant now) const;
  /// The posted code is made here, not taken from the thing given.
  Result<Area> add(store::Transaction& tx, Area, const Actor& by, Instant now) const;
  Result<Area> change(store::Transaction& tx, Area, const Actor& by, Instant now) const;
  /// A new posted code: what hangs on the wall is void from now on. Refusal: not-found.
  Result<Area> renew_posted_code(store::Transaction& tx, AreaId id, const Actor& by,
                                 Instant now) const;
  Result<Department> add(store::Transaction& tx, Department, const Actor& by, Instant now) const;
  Result<Department> change(store::Transaction& tx, Department, const Actor& by, Instant now) const;
  Result<Practitioner> add(store::Transaction& tx, Practitioner, const Actor& by,
                           Instant now) const;
  Result<Practitioner> change(store::Transaction& tx, Practitioner, const Actor& by,
                              Instant now) const;
  Result<ClinicKind> add(store::Transaction& tx, ClinicKind, const Actor& by, Instant now) const;
  Result<ClinicKind> change(store::Transaction& tx, ClinicKind, const Actor& by, Instant now) const;
  /// A calendar day is named by its date.
  Result<CalendarDay> add(store::Transaction& tx, CalendarDay, const Actor& by, Instant now) const;
  Result<CalendarDay> change(store::Transaction& tx, CalendarDay, const Actor& by,
                             Instant now) const;
  /// An ordinary day again.
  Result<CalendarDay> remove_calendar_day(store::Transaction& tx, Day day, std::int64_t version,
                                          const Actor& by, Instant now) const;

 private:
  Environment env_;
};

}  // namespace yuyue::booking
