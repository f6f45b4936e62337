#pragma once
// What the lines of a timetable file refer to: campuses, departments, people, rooms.
#include "booking/import_plan.hpp"

namespace yuyue::booking {

/// Turns lines into rows of the timetable. What they refer to and is not there yet, or is changed
/// by them, goes into the plan; so do errors and warnings.
std::vector<Schedule> resolve_names(store::Snapshot& snapshot, const Environment& environment,
                                    const std::vector<TimetableRow>& rows, ImportPlan& plan);

}  // namespace yuyue::booking
