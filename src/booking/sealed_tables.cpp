#include "yuyue/booking/sealed_tables.hpp"

namespace yuyue::booking {

std::vector<access::SealedTable> sealed_tables() {
  return {
      {.name = "admission",
       .select = "SELECT id, 'admission.purpose:' || id, purpose_sealed FROM admission "
                 "WHERE id > ? ORDER BY id LIMIT ?",
       .update = "UPDATE admission SET purpose_sealed = ?2 WHERE id = ?1"},
      // By admission: its items have no number of their own.
      {.name = "admission_check",
       .select = "SELECT a.id, 'admission_check.reason:' || a.id || '.' || c.item_id, "
                 "c.reason_sealed, c.item_id "
                 "FROM (SELECT id FROM admission WHERE id > ? ORDER BY id LIMIT ?) a "
                 "LEFT JOIN admission_check c ON c.admission_id = a.id ORDER BY a.id",
       .keys = 1,
       .update = "UPDATE admission_check SET reason_sealed = ?2 "
                 "WHERE admission_id = ?1 AND item_id = ?3"},
      {.name = "admission_event",
       .select = "SELECT id, 'admission_event.note:' || id, note_sealed FROM admission_event "
                 "WHERE id > ? ORDER BY id LIMIT ?",
       .update = "UPDATE admission_event SET note_sealed = ?2 WHERE id = ?1"},
      {.name = "guide_request",
       .select = "SELECT id, 'guide_request.note:' || id, note_sealed FROM guide_request "
                 "WHERE id > ? ORDER BY id LIMIT ?",
       .update = "UPDATE guide_request SET note_sealed = ?2 WHERE id = ?1"},
      {.name = "referral",
       .select = "SELECT id, 'referral.reason:' || id, reason_sealed, 'referral.papers:' || id, "
                 "papers_sealed, 'referral.report:' || id, report_sealed FROM referral "
                 "WHERE id > ? ORDER BY id LIMIT ?",
       .columns = 3,
       .update = "UPDATE referral SET reason_sealed = ?2, papers_sealed = ?3, report_sealed = ?4 "
                 "WHERE id = ?1"},
      {.name = "referral_event",
       .select = "SELECT id, 'referral_event.note:' || id, note_sealed FROM referral_event "
                 "WHERE id > ? ORDER BY id LIMIT ?",
       .update = "UPDATE referral_event SET note_sealed = ?2 WHERE id = ?1"},
      {.name = "series",
       .select = "SELECT id, 'series.title:' || id, title_sealed FROM series "
                 "WHERE id > ? ORDER BY id LIMIT ?",
       .update = "UPDATE series SET title_sealed = ?2 WHERE id = ?1"},
      {.name = "team_lead",
       .select = "SELECT team_id, 'team.lead:' || team_id, phone_sealed FROM team_lead "
                 "WHERE team_id > ? ORDER BY team_id LIMIT ?",
       .update = "UPDATE team_lead SET phone_sealed = ?2 WHERE team_id = ?1"}};
}

}  // namespace yuyue::booking
