// Whether the file agrees with itself; for `yuyue check` and tests.
#include "yuyue/booking/admission/admissions.hpp"

namespace yuyue::booking::admission {
namespace {

using Problems = std::vector<std::string>;

void days(store::Snapshot& snapshot, Problems& problems) {
  auto rows = snapshot.query(
      "SELECT d.list_id, d.day, d.taken, count(a.id), d.capacity FROM admission_day d"
      " LEFT JOIN admission a ON a.list_id = d.list_id AND a.day = d.day"
      " GROUP BY d.list_id, d.day HAVING d.taken <> count(a.id) OR d.taken > d.capacity");
  while (rows.next())
    problems.push_back(to_string(rows->id<AdmissionListId>(0)) + " " + rows->text(1) +
                       ": counter says " + rows->text(2) + " given out, rows say " + rows->text(3) +
                       ", capacity " + rows->text(4));
  auto lost = snapshot.query(
      "SELECT a.id FROM admission a LEFT JOIN admission_day d ON d.list_id = a.list_id"
      " AND d.day = a.day WHERE a.day IS NOT NULL AND d.day IS NULL");
  while (lost.next())
    problems.push_back(to_string(lost->id<AdmissionId>(0)) + ": a date that no day counts");
}

void histories(store::Snapshot& snapshot, Problems& problems) {
  auto rows = snapshot.query(
      "SELECT a.id, a.state FROM admission a LEFT JOIN admission_event e ON e.admission_id = a.id"
      " GROUP BY a.id HAVING count(e.id) <> a.version"
      " OR sum(e.what = 'requested') <> 1"
      " OR sum(e.what IN ('declined', 'cancelled', 'done')) <> (a.open = 0)");
  while (rows.next())
    problems.push_back(to_string(rows->id<AdmissionId>(0)) + " (" + rows->text(1) +
                       "): its history does not add up");
}

void checklists(store::Snapshot& snapshot, Problems& problems) {
  auto rows = snapshot.query(
      "SELECT a.id FROM admission a JOIN admission_check c ON c.admission_id = a.id"
      " WHERE a.state = 'done' AND c.state = 'open' GROUP BY a.id");
  while (rows.next())
    problems.push_back(to_string(rows->id<AdmissionId>(0)) + ": done with an open checklist");
}

}  // namespace

std::vector<std::string> check_admissions(store::Snapshot& snapshot) {
  Problems problems;
  days(snapshot, problems);
  histories(snapshot, problems);
  checklists(snapshot, problems);
  return problems;
}

}  // namespace yuyue::booking::admission
