#pragma once
#include <vector>

#include "yuyue/booking/sessions.hpp"

// Which sessions are somebody's own to call in.
namespace yuyue::booking::clinic {

/// Their own ones, and those without a clinician of their own (ordinary numbers) in a department
/// where they have had sessions lately or will have.
bool works_in(store::Snapshot& snapshot, PractitionerId practitioner, const Session& session);
/// Of these departments' sessions.
std::vector<DepartmentId> departments_of(store::Snapshot& snapshot, PractitionerId practitioner,
                                         Day day);

}  // namespace yuyue::booking::clinic
