#include "yuyue/booking/clinic/own_sessions.hpp"

#include <algorithm>

namespace yuyue::booking::clinic {
namespace {

/// Whoever was here within it still belongs to the department, a leave included.
constexpr std::chrono::days kLately{60};

}  // namespace

std::vector<DepartmentId> departments_of(store::Snapshot& snapshot, PractitionerId practitioner,
                                         Day day) {
  std::vector<DepartmentId> list;
  auto rows = snapshot.query(
      "SELECT DISTINCT department_id FROM session WHERE practitioner_id = ? AND day >= ?"
      " ORDER BY department_id",
      {practitioner, Day{day - kLately}});
  while (rows.next()) list.push_back(rows->id<DepartmentId>(0));
  return list;
}

bool works_in(store::Snapshot& snapshot, PractitionerId practitioner, const Session& session) {
  if (session.practitioner) return *session.practitioner == practitioner;
  const auto departments = departments_of(snapshot, practitioner, session.day);
  return std::ranges::find(departments, session.department) != departments.end();
}

}  // namespace yuyue::booking::clinic
