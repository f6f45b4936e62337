#include "yuyue/booking/checks.hpp"

#include "yuyue/booking/booking_code.hpp"
#include "yuyue/core/ids.hpp"

namespace yuyue::booking {
namespace {

using Problems = std::vector<std::string>;

void slots_and_rows(store::Snapshot& snapshot, Problems& problems) {
  auto rows = snapshot.query(
      "SELECT l.id, l.taken, count(a.id), l.capacity FROM slot l"
      " LEFT JOIN appointment a ON a.slot_id = l.id AND a.active = 1"
      " GROUP BY l.id HAVING l.taken <> count(a.id) OR count(a.id) > l.capacity");
  while (rows.next())
    problems.push_back(to_string(rows->id<SlotId>(0)) + ": counter says " + rows->text(1) +
                       " taken, rows say " + rows->text(2) + ", capacity " + rows->text(3));
}

void numbers(store::Snapshot& snapshot, Problems& problems) {
  auto rows = snapshot.query(
      "SELECT slot_id, sequence, count(*) FROM appointment WHERE active = 1"
      " GROUP BY slot_id, sequence HAVING count(*) > 1");
  while (rows.next())
    problems.push_back(to_string(rows->id<SlotId>(0)) + ": number " + rows->text(1) + " given " +
                       rows->text(2) + " times");
}

void people(store::Snapshot& snapshot, Problems& problems) {
  auto rows = snapshot.query(
      "SELECT a.id, b.id FROM appointment a JOIN appointment b ON b.person_id = a.person_id"
      " AND b.id > a.id AND b.active = 1 AND (b.session_id = a.session_id OR"
      " (b.starts_at < a.ends_at AND a.starts_at < b.ends_at)) WHERE a.active = 1");
  while (rows.next())
    problems.push_back(to_string(rows->id<AppointmentId>(0)) + " and " +
                       to_string(rows->id<AppointmentId>(1)) +
                       ": one person in two places, or twice in one");
}

void agreement(store::Snapshot& snapshot, Problems& problems) {
  auto rows = snapshot.query(
      "SELECT a.id FROM appointment a LEFT JOIN slot l ON l.id = a.slot_id"
      " LEFT JOIN session s ON s.id = l.session_id WHERE s.id IS NULL"
      " OR a.session_id <> s.id OR a.starts_at <> l.starts_at OR a.ends_at <> l.ends_at"
      " OR a.day <> s.day OR a.department_id <> s.department_id"
      " OR coalesce(a.practitioner_id, 0) <> coalesce(s.practitioner_id, 0)");
  while (rows.next())
    problems.push_back(to_string(rows->id<AppointmentId>(0)) + ": does not agree with its slot");
}

void histories(store::Snapshot& snapshot, Problems& problems) {
  auto rows = snapshot.query(
      "SELECT a.id, a.state, a.version, count(e.id), sum(e.what IN ('booked', 'held')),"
      " sum(e.what = 'cancelled') FROM appointment a"
      " LEFT JOIN appointment_event e ON e.appointment_id = a.id GROUP BY a.id"
      " HAVING coalesce(sum(e.what IN ('booked', 'held')), 0) <> 1"
      " OR coalesce(sum(e.what = 'cancelled'), 0) <> (a.state = 'cancelled')"
      " OR count(e.id) <> a.version");
  while (rows.next())
    problems.push_back(to_string(rows->id<AppointmentId>(0)) + " (" + rows->text(1) +
                       "): its history does not add up");
}

void codes(store::Snapshot& snapshot, Problems& problems) {
  auto rows = snapshot.query("SELECT id, code FROM appointment");
  while (rows.next())
    if (!parse_code(rows->text(1)))
      problems.push_back(to_string(rows->id<AppointmentId>(0)) + ": its code does not check");
}

}  // namespace

std::vector<std::string> check_counters(store::Snapshot& snapshot) {
  Problems problems;
  slots_and_rows(snapshot, problems);
  numbers(snapshot, problems);
  people(snapshot, problems);
  agreement(snapshot, problems);
  histories(snapshot, problems);
  codes(snapshot, problems);
  return problems;
}

}  // namespace yuyue::booking
