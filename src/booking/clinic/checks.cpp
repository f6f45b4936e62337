#include "yuyue/booking/clinic/clinic_day.hpp"

namespace yuyue::booking::clinic {

std::vector<std::string> check_clinic_day(store::Snapshot& snapshot) {
  auto problems = queue::check_lines(snapshot);
  auto rows = snapshot.query(
      "SELECT t.id, a.state FROM ticket t LEFT JOIN appointment a ON a.id = t.subject_id"
      " WHERE t.open = 1 AND t.subject_kind = 'appointment'"
      " AND coalesce(a.state, '') NOT IN ('arrived', 'fulfilled')");
  while (rows.next())
    problems.push_back(to_string(rows->id<TicketId>(0)) + ": is in line, and its appointment is " +
                       rows->text(1));
  return problems;
}

}  // namespace yuyue::booking::clinic
