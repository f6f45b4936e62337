#include "booking/appointment_records.hpp"

#include <charconv>
#include <stdexcept>

namespace yuyue::booking {
namespace records {
namespace {

std::int64_t code_number(std::string_view code) {
  std::int64_t number = 0;
  std::from_chars(code.data(), code.data() + code.size(), number);
  return number;
}

std::optional<std::string_view> pool_word(const Appointment& a) {
  if (!a.pool) return std::nullopt;
  return name_of(*a.pool);
}

std::optional<std::string_view> word(std::optional<policy::Arriving> how) {
  if (!how) return std::nullopt;
  return policy::name_of(*how);
}

}  // namespace

Appointment appointment_from(const store::Row& row) {
  Appointment a;
  a.id = row.id<AppointmentId>(0);
  a.version = row.integer(1);
  a.code = std::to_string(row.integer(2));
  a.state = known(appointment_state(row.text(3)), row.text(3));
  a.person = row.id<PersonId>(4);
  a.member = row.maybe_id<MemberId>(5);
  a.slot = row.id<SlotId>(6);
  a.session = row.id<SessionId>(7);
  a.department = row.id<DepartmentId>(8);
  a.practitioner = row.maybe_id<PractitionerId>(9);
  a.day = row.day(10);
  a.starts_at = row.instant(11);
  a.ends_at = row.instant(12);
  a.sequence = static_cast<int>(row.integer(13));
  a.arrive_at = row.instant(14);
  a.fee = row.integer(15);
  a.channel = known(channel_from(row.text(16)), row.text(16));
  a.note = row.text(17);
  a.created_at = row.instant(18);
  a.cancelled_at = row.maybe_instant(19);
  a.cancel_reason = row.text(20);
  if (!row.is_null(21)) a.cancel_cause = known(cancel_cause(row.text(21)), row.text(21));
  if (!row.is_null(22)) a.pool = known(pool_from(row.text(22)), row.text(22));
  a.extra = row.flag(23);
  a.pay_until = row.maybe_instant(24);
  a.arrived_at = row.maybe_instant(25);
  a.ended_at = row.maybe_instant(26);
  a.collected_at = row.maybe_instant(27);
  if (!row.is_null(28)) a.collected_how = known(policy::arriving_from(row.text(28)), row.text(28));
  if (!row.is_null(29)) a.arrived_how = known(policy::arriving_from(row.text(29)), row.text(29));
  return a;
}

// Only what the rules and the appointment need of the session: this runs for every booking.
void insert(store::Transaction& tx, const Appointment& a) {
  tx.execute(
      "INSERT INTO appointment (id, version, code, state, active, person_id, member_id, slot_id,"
      " session_id, department_id, practitioner_id, day, starts_at, ends_at, sequence, arrive_at,"
      " fee, channel, note, created_at, cancel_reason, pool, extra, pay_until)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?, ?, ?)",
      {a.id,
       a.version,
       code_number(a.code),
       name_of(a.state),
       holds_place(a.state),
       a.person,
       a.member,
       a.slot,
       a.session,
       a.department,
       a.practitioner,
       a.day,
       a.starts_at,
       a.ends_at,
       a.sequence,
       a.arrive_at,
       a.fee,
       name_of(a.channel),
       a.note,
       a.created_at,
       pool_word(a),
       a.extra,
       a.pay_until});
}

void update(store::Transaction& tx, const Appointment& a) {
  const int changed = tx.execute(
      "UPDATE appointment SET version = ?, state = ?, active = ?, person_id = ?, slot_id = ?,"
      " session_id = ?, department_id = ?, practitioner_id = ?, day = ?, starts_at = ?,"
      " ends_at = ?, sequence = ?, arrive_at = ?, fee = ?, cancelled_at = ?, cancel_reason = ?,"
      " cancel_cause = ?, pool = ?, extra = ?, pay_until = ?, arrived_at = ?, ended_at = ?,"
      " collected_at = ?, collected_how = ?, arrived_how = ?"
      " WHERE id = ? AND version = ?",
      {a.version,
       name_of(a.state),
       holds_place(a.state),
       a.person,
       a.slot,
       a.session,
       a.department,
       a.practitioner,
       a.day,
       a.starts_at,
       a.ends_at,
       a.sequence,
       a.arrive_at,
       a.fee,
       a.cancelled_at,
       a.cancel_reason,
       a.cancel_cause ? std::optional(name_of(*a.cancel_cause)) : std::nullopt,
       pool_word(a),
       a.extra,
       a.pay_until,
       a.arrived_at,
       a.ended_at,
       a.collected_at,
       word(a.collected_how),
       word(a.arrived_how),
       a.id,
       a.version - 1});
  if (changed != 1) throw std::logic_error("an appointment changed under its own transaction");
}

void insert_event(store::Transaction& tx, std::int64_t event_id, AppointmentId appointment,
                  const AppointmentEvent& event) {
  tx.execute(
      "INSERT INTO appointment_event (id, appointment_id, at, what, actor_kind, actor_id, channel,"
      " from_slot, to_slot, details) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {event_id, appointment, event.at, event.what, event.actor_kind, event.actor_id,
       name_of(event.channel), event.from_slot, event.to_slot, event.details});
}

std::vector<AppointmentId> never_arrived(store::Snapshot& snapshot, Day from, Day to,
                                         Instant ended_by, int limit) {
  std::vector<AppointmentId> list;
  auto rows = snapshot.query(
      "SELECT a.id FROM session s CROSS JOIN slot l ON l.session_id = s.id"
      " CROSS JOIN appointment a ON a.slot_id = l.id"
      " WHERE s.day BETWEEN ? AND ? AND s.ends_at <= ?"
      " AND s.state <> 'stopped' AND a.state = 'booked' ORDER BY a.id LIMIT ?",
      {from, to, ended_by, limit});
  while (rows.next()) list.push_back(rows->id<AppointmentId>(0));
  return list;
}

std::vector<AppointmentId> all_of(store::Snapshot& snapshot, PersonId person) {
  std::vector<AppointmentId> list;
  auto rows = snapshot.query("SELECT id FROM appointment WHERE person_id = ?", {person});
  while (rows.next()) list.push_back(rows->id<AppointmentId>(0));
  return list;
}

void move_all(store::Transaction& tx, PersonId from, PersonId into) {
  tx.execute("UPDATE appointment SET person_id = ?, version = version + 1 WHERE person_id = ?",
             {into, from});
  tx.execute("UPDATE place_claim SET person_id = ? WHERE person_id = ?", {into, from});
}

}  // namespace records

Whereabouts whereabouts(store::Snapshot& snapshot, SessionId session) {
  auto rows = snapshot.query(
      "SELECT c.name, d.code, k.code, c.id, s.part, s.starts_at, s.state FROM session s"
      " JOIN department d ON d.id = s.department_id JOIN campus c ON c.id = d.campus_id"
      " JOIN clinic_kind k ON k.id = s.kind_id WHERE s.id = ?",
      {session});
  if (!rows.next()) throw std::logic_error("an appointment without its session");
  return {.place = {rows->text(0), rows->text(1), rows->text(2)},
          .campus = rows->id<CampusId>(3),
          .part = day_part(rows->text(4)).value_or(DayPart::morning),
          .session_starts = rows->instant(5),
          .stopped = rows->text(6) == name_of(SessionState::stopped)};
}

std::optional<Appointment> find_appointment(store::Snapshot& snapshot, AppointmentId id) {
  static const std::string kSql =
      "SELECT " + std::string(records::kAppointmentColumns) + " FROM appointment a WHERE a.id = ?";
  auto rows = snapshot.query(kSql, {id});
  if (!rows.next()) return std::nullopt;
  return records::appointment_from(rows.row());
}

std::optional<Appointment> find_appointment(store::Snapshot& snapshot, std::string_view text) {
  const auto code = parse_code(text);
  if (!code) return std::nullopt;
  static const std::string kSql = "SELECT " + std::string(records::kAppointmentColumns) +
                                  " FROM appointment a WHERE a.code = ?";
  auto rows = snapshot.query(kSql, {records::code_number(*code)});
  if (!rows.next()) return std::nullopt;
  return records::appointment_from(rows.row());
}

std::vector<AppointmentEvent> events_of(store::Snapshot& snapshot, AppointmentId id) {
  std::vector<AppointmentEvent> events;
  auto rows = snapshot.query(
      "SELECT at, what, actor_kind, actor_id, channel, from_slot, to_slot, details"
      " FROM appointment_event WHERE appointment_id = ? ORDER BY id",
      {id});
  while (rows.next()) {
    events.push_back({.at = rows->instant(0),
                      .what = rows->text(1),
                      .actor_kind = rows->text(2),
                      .actor_id = rows->integer(3),
                      .channel = channel_from(rows->text(4)).value_or(Channel::web),
                      .from_slot = rows->maybe_id<SlotId>(5),
                      .to_slot = rows->maybe_id<SlotId>(6),
                      .details = rows->text(7)});
  }
  return events;
}

int count_upcoming(store::Snapshot& snapshot, PersonId person, Instant now) {
  return static_cast<int>(snapshot
                              .integer("SELECT count(*) FROM appointment WHERE person_id = ? AND"
                                       " active = 1 AND starts_at >= ? AND ends_at > ?",
                                       {person, now - std::chrono::hours{1}, now})
                              .value_or(0));
}

}  // namespace yuyue::booking
