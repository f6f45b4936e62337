#include "booking/policy/trial_records.hpp"

#include "booking/appointment_records.hpp"

namespace yuyue::booking::policy::records {

void each_past(store::Snapshot& snapshot, Day from, Day to,
               const std::function<void(PersonId, Past)>& use) {
  static const std::string kSql =
      "SELECT a.id, a.code, a.person_id, c.name, d.code, k.code, a.session_id, a.department_id,"
      " a.practitioner_id, a.day, s.part, s.starts_at, a.starts_at, a.ends_at, a.channel,"
      " a.created_at, a.cancelled_at, a.cancel_cause, a.state, " +
      std::string(booking::records::kInCourse) +
      " FROM session s"
      " CROSS JOIN slot l ON l.session_id = s.id CROSS JOIN appointment a ON a.slot_id = l.id"
      " JOIN department d ON d.id = s.department_id"
      " JOIN campus c ON c.id = d.campus_id JOIN clinic_kind k ON k.id = s.kind_id"
      " WHERE s.day BETWEEN ? AND ?";
  auto rows = snapshot.query(kSql, {from, to});
  while (rows.next()) {
    Past past;
    past.id = rows->id<AppointmentId>(0);
    past.code = std::to_string(rows->integer(1));
    past.place = {rows->text(3), rows->text(4), rows->text(5)};
    past.visit = {.session = rows->id<SessionId>(6),
                  .department = rows->id<DepartmentId>(7),
                  .practitioner = rows->maybe_id<PractitionerId>(8),
                  .campus = past.place.campus,
                  .day = rows->day(9),
                  .part = day_part(rows->text(10)).value_or(DayPart::morning),
                  .session_starts = rows->instant(11),
                  .starts = rows->instant(12),
                  .ends = rows->instant(13),
                  .in_course = rows->flag(19)};
    past.channel = channel_from(rows->text(14)).value_or(Channel::web);
    past.booked_at = rows->instant(15);
    past.gone_at = rows->maybe_instant(16);
    past.cancelled_by_patient = past.gone_at && rows->text(17) == "patient";
    past.unpaid = past.gone_at && rows->text(17) == "unpaid";
    past.missed = rows->text(18) == "noshow";
    use(rows->id<PersonId>(2), std::move(past));
  }
}

std::optional<Instant> first_seen(store::Snapshot& snapshot, PersonId person) {
  auto rows = snapshot.query(
      "SELECT min(coalesce(ended_at, starts_at)) FROM appointment"
      " WHERE person_id = ? AND state = 'fulfilled'",
      {person});
  if (!rows.next()) return std::nullopt;
  return rows->maybe_instant(0);
}

}  // namespace yuyue::booking::policy::records
