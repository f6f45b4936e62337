#include "yuyue/booking/checks.hpp"

#include "yuyue/booking/admission/admissions.hpp"
#include "yuyue/booking/booking_code.hpp"
#include "yuyue/booking/clinic/clinic_day.hpp"
#include "yuyue/booking/guides/guides.hpp"
#include "yuyue/booking/referral/referrals.hpp"
#include "yuyue/booking/series/series.hpp"
#include "yuyue/booking/team/teams.hpp"
#include "yuyue/core/ids.hpp"

namespace yuyue::booking {
namespace {

using Problems = std::vector<std::string>;

void slots_and_rows(store::Snapshot& snapshot, Problems& problems) {
  auto rows = snapshot.query(
      "SELECT l.id, l.taken, coalesce(t.n, 0), l.capacity FROM slot l LEFT JOIN"
      " (SELECT slot_id, count(*) AS n FROM"
      "   (SELECT slot_id FROM appointment WHERE active = 1"
      "    UNION ALL SELECT slot_id FROM place_claim) GROUP BY slot_id) t ON t.slot_id = l.id"
      " WHERE l.taken <> coalesce(t.n, 0) OR l.taken > l.capacity");
  while (rows.next())
    problems.push_back(to_string(rows->id<SlotId>(0)) + ": counter says " + rows->text(1) +
                       " taken, rows say " + rows->text(2) + ", capacity " + rows->text(3));
}

void pools_and_rows(store::Snapshot& snapshot, Problems& problems) {
  auto rows = snapshot.query(
      "SELECT q.session_id, q.pool, q.taken, coalesce(t.n, 0), q.size FROM session_quota q"
      " LEFT JOIN (SELECT session_id, pool, count(*) AS n FROM"
      "   (SELECT session_id, pool FROM appointment WHERE active = 1 AND pool IS NOT NULL"
      "    UNION ALL SELECT session_id, pool FROM place_claim WHERE pool IS NOT NULL)"
      "   GROUP BY session_id, pool) t ON t.session_id = q.session_id AND t.pool = q.pool"
      " WHERE q.taken <> coalesce(t.n, 0) OR q.taken > q.size");
  while (rows.next())
    problems.push_back(to_string(rows->id<SessionId>(0)) + ": counter says " + rows->text(2) +
                       " taken of " + rows->text(1) + ", rows say " + rows->text(3) + ", size " +
                       rows->text(4));
}

/// Whoever has a place of a session with quotas has it from a pool, extra numbers from none.
void pools_named(store::Snapshot& snapshot, Problems& problems) {
  auto rows = snapshot.query(
      "SELECT s.id, s.quotas, x.pool FROM session s JOIN"
      " (SELECT session_id, pool, extra FROM appointment WHERE active = 1"
      "  UNION ALL SELECT session_id, pool, 0 FROM place_claim) x ON x.session_id = s.id"
      " LEFT JOIN session_quota q ON q.session_id = s.id AND q.pool = x.pool"
      " WHERE (x.extra = 1 AND x.pool IS NOT NULL)"
      " OR (x.extra = 0 AND s.quotas <> (q.pool IS NOT NULL))"
      " OR (s.quotas = 0 AND x.pool IS NOT NULL)");
  while (rows.next())
    problems.push_back(to_string(rows->id<SessionId>(0)) + ": a place of pool '" + rows->text(2) +
                       "' that it does not have");
}

void waiting_lists(store::Snapshot& snapshot, Problems& problems) {
  auto rows = snapshot.query(
      "SELECT w.id FROM waitlist_entry w LEFT JOIN place_claim c ON c.id = w.claim_id"
      " AND c.owner_kind = 'waitlist' AND c.owner_id = w.id AND c.kind = 'offered'"
      " WHERE (w.state = 'offered') <> (c.id IS NOT NULL)"
      " OR (w.state = 'accepted') <> (w.appointment_id IS NOT NULL)");
  while (rows.next())
    problems.push_back(to_string(rows->id<WaitlistEntryId>(0)) +
                       ": does not agree with the place offered");
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
  pools_and_rows(snapshot, problems);
  pools_named(snapshot, problems);
  waiting_lists(snapshot, problems);
  numbers(snapshot, problems);
  people(snapshot, problems);
  agreement(snapshot, problems);
  histories(snapshot, problems);
  codes(snapshot, problems);
  for (auto& problem : admission::check_admissions(snapshot))
    problems.push_back(std::move(problem));
  for (auto& problem : referral::check_referrals(snapshot)) problems.push_back(std::move(problem));
  for (auto& problem : series::check_series(snapshot)) problems.push_back(std::move(problem));
  for (auto& problem : guides::check_guides(snapshot)) problems.push_back(std::move(problem));
  for (auto& problem : team::check_teams(snapshot)) problems.push_back(std::move(problem));
  for (auto& problem : clinic::check_clinic_day(snapshot)) problems.push_back(std::move(problem));
  return problems;
}

}  // namespace yuyue::booking
