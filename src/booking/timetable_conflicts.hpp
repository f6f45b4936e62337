#pragma once
#include "yuyue/booking/timetable_file.hpp"

namespace yuyue::booking {

/// Adds what is wrong between lines: given twice, one clinician in two places, one code with two
/// names (errors); one room used twice, facts that differ, odd times (warnings).
void find_conflicts(TimetableFile& file);

}  // namespace yuyue::booking
