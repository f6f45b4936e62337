// What the rules of booking ask about a slot and about a person.
#include "booking/appointment_records.hpp"
#include "booking/session_records.hpp"

namespace yuyue::booking::records {

std::optional<rules::Wanted> wanted_slot(store::Snapshot& snapshot, SlotId id) {
  auto rows = snapshot.query(
      "SELECT l.session_id, l.starts_at, l.ends_at, l.capacity, l.taken, s.department_id,"
      " s.practitioner_id, s.kind_id, s.day, s.fee, s.state, s.stop_reason, s.quotas, s.part,"
      " s.starts_at, c.name, d.code, k.code FROM slot l JOIN session s ON s.id = l.session_id"
      " JOIN department d ON d.id = s.department_id JOIN campus c ON c.id = d.campus_id"
      " JOIN clinic_kind k ON k.id = s.kind_id WHERE l.id = ?",
      {id});
  if (!rows.next()) return std::nullopt;
  rules::Wanted wanted;
  wanted.slot = {.id = id,
                 .session = rows->id<SessionId>(0),
                 .starts_at = rows->instant(1),
                 .ends_at = rows->instant(2),
                 .capacity = static_cast<int>(rows->integer(3)),
                 .taken = static_cast<int>(rows->integer(4))};
  wanted.session.id = wanted.slot.session;
  wanted.session.department = rows->id<DepartmentId>(5);
  wanted.session.practitioner = rows->maybe_id<PractitionerId>(6);
  wanted.session.kind = rows->id<ClinicKindId>(7);
  wanted.session.day = rows->day(8);
  wanted.session.fee = rows->integer(9);
  wanted.session.state = known(session_state(rows->text(10)), rows->text(10));
  wanted.session.stop_reason = rows->text(11);
  wanted.session.quotas = rows->flag(12);
  wanted.session.part = known(day_part(rows->text(13)), rows->text(13));
  wanted.session.starts_at = rows->instant(14);
  wanted.place = {rows->text(15), rows->text(16), rows->text(17)};
  return wanted;
}

// A day back from `since` covers every appointment of that day, over or not: the rule of one
// number per department and day counts those, too.
std::vector<rules::Held> held_by(store::Snapshot& snapshot, PersonId person, Instant since,
                                 const HospitalTime& time) {
  std::vector<rules::Held> held;
  const auto from = time.at(time.day_of(since), MinuteOfDay{0});
  static const std::string kSql =
      "SELECT a.id, a.code, a.session_id, a.department_id, a.day, a.starts_at, a.ends_at,"
      " a.practitioner_id, " +
      std::string(kInCourse) +
      " FROM appointment a WHERE a.person_id = ? AND a.active = 1 AND a.starts_at >= ?"
      " ORDER BY a.starts_at";
  auto rows = snapshot.query(kSql, {person, from});
  while (rows.next()) {
    held.push_back({.id = rows->id<AppointmentId>(0),
                    .code = std::to_string(rows->integer(1)),
                    .session = rows->id<SessionId>(2),
                    .department = rows->id<DepartmentId>(3),
                    .day = rows->day(4),
                    .starts_at = rows->instant(5),
                    .ends_at = rows->instant(6),
                    .practitioner = rows->maybe_id<PractitionerId>(7),
                    .in_course = rows->flag(8)});
  }
  return held;
}

std::vector<rules::Held> held_from(store::Snapshot& snapshot, PersonId person, Day from,
                                   const HospitalTime& time) {
  return held_by(snapshot, person, time.at(from, MinuteOfDay{0}), time);
}

bool has_been_seen(store::Snapshot& snapshot, PersonId person) {
  return snapshot
      .integer("SELECT 1 FROM appointment WHERE person_id = ? AND state = 'fulfilled' LIMIT 1",
               {person})
      .has_value();
}

bool person_is_active(store::Snapshot& snapshot, PersonId person) {
  return snapshot.integer("SELECT 1 FROM person WHERE id = ? AND state = 'active'", {person})
      .has_value();
}

std::vector<int> used_numbers(store::Snapshot& snapshot, SlotId slot) {
  std::vector<int> used;
  auto rows = snapshot.query(
      "SELECT sequence FROM appointment WHERE slot_id = ? AND active = 1 ORDER BY sequence",
      {slot});
  while (rows.next()) used.push_back(static_cast<int>(rows->integer(0)));
  return used;
}

}  // namespace yuyue::booking::records
