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
  auto astray = snapshot.query(
      "SELECT t.id, l.state = 'closed' FROM ticket t JOIN line l ON l.id = t.line_id"
      " JOIN session s ON l.owner_kind = 'session' AND s.id = l.owner_id"
      " JOIN appointment a ON t.subject_kind = 'appointment' AND a.id = t.subject_id"
      " WHERE t.open = 1"
      " AND (l.state = 'closed' OR s.department_id <> a.department_id OR s.day <> a.day)");
  while (astray.next())
    problems.push_back(to_string(astray->id<TicketId>(0)) +
                       (astray->flag(1) ? ": is in a line that is closed"
                                        : ": is in the line of another department or day"));
  auto seen = snapshot.query(
      "SELECT n.appointment_id FROM not_seen n JOIN appointment a ON a.id = n.appointment_id"
      " WHERE a.state = 'fulfilled'");
  while (seen.next())
    problems.push_back(to_string(seen->id<AppointmentId>(0)) +
                       ": was seen, and is on record as not seen");
  auto twice = snapshot.query(
      "SELECT subject_id FROM ticket WHERE open = 1 AND subject_kind = 'appointment'"
      " GROUP BY subject_id HAVING count(*) > 1");
  while (twice.next())
    problems.push_back(to_string(twice->id<AppointmentId>(0)) + ": stands in two lines");
  return problems;
}

}  // namespace yuyue::booking::clinic
