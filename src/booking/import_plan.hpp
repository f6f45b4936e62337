#pragma once
// What a timetable file would change, compared with what is in force. Reads only.
#include <vector>

#include "yuyue/booking/timetable_import.hpp"

namespace yuyue::booking {

struct ImportPlan {
  ImportSummary summary;
  std::int64_t generation = 0;  ///< of what it was compared with
  std::int64_t revision = 0;
  std::vector<Campus> campuses, changed_campuses;
  std::vector<Building> buildings;
  std::vector<Room> rooms, changed_rooms;
  std::vector<Department> departments, changed_departments;
  std::vector<Practitioner> practitioners, changed_practitioners;
  std::vector<Schedule> schedules;   ///< new rows, some of them under the id of a row they replace
  std::vector<std::int64_t> ended;   ///< rows (Schedule::row) that hold no longer
  std::vector<Schedule> afterwards;  ///< the whole timetable once it is in force
};

ImportPlan plan_import(store::Snapshot& snapshot, const Environment& environment,
                       const TimetableFile& file);

}  // namespace yuyue::booking
