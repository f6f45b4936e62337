#include "yuyue/centre/sealed_tables.hpp"

#include "yuyue/centre/cases/cases.hpp"
#include "yuyue/centre/reports/reports.hpp"

namespace yuyue::centre {

std::vector<access::SealedTable> sealed_tables() {
  std::vector<access::SealedTable> tables{
      {.name = "complaint",
       .select = "SELECT id, 'complaint.text:' || id, text_sealed, 'complaint.name:' || id, "
                 "name_sealed, 'complaint.phone:' || id, phone_sealed, 'complaint.answer:' || id, "
                 "answer_sealed FROM complaint WHERE id > ? ORDER BY id LIMIT ?",
       .columns = 4,
       .update = "UPDATE complaint SET text_sealed = ?2, name_sealed = ?3, phone_sealed = ?4, "
                 "answer_sealed = ?5 WHERE id = ?1"},
      {.name = "complaint_assignment",
       .select = "SELECT id, 'complaint_assignment.brief:' || id, brief_sealed, "
                 "'complaint_assignment.answer:' || id, answer_sealed, "
                 "'complaint_assignment.returned:' || id, returned_sealed "
                 "FROM complaint_assignment WHERE id > ? ORDER BY id LIMIT ?",
       .columns = 3,
       .update = "UPDATE complaint_assignment SET brief_sealed = ?2, answer_sealed = ?3, "
                 "returned_sealed = ?4 WHERE id = ?1"},
      {.name = "complaint_event",
       .select = "SELECT id, 'complaint_event.note:' || id, note_sealed FROM complaint_event "
                 "WHERE id > ? ORDER BY id LIMIT ?",
       .update = "UPDATE complaint_event SET note_sealed = ?2 WHERE id = ?1"},
      {.name = "satisfaction",
       .select = "SELECT id, 'satisfaction.remark:' || id, remark_sealed FROM satisfaction "
                 "WHERE id > ? ORDER BY id LIMIT ?",
       .update = "UPDATE satisfaction SET remark_sealed = ?2 WHERE id = ?1"}};
  const auto of_cases = cases::sealed_tables();
  tables.insert(tables.end(), of_cases.begin(), of_cases.end());
  const auto of_reports = reports::sealed_tables();
  tables.insert(tables.end(), of_reports.begin(), of_reports.end());
  return tables;
}

}  // namespace yuyue::centre
