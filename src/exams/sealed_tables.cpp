#include "yuyue/exams/sealed_tables.hpp"

namespace yuyue::exams {

std::vector<access::SealedTable> sealed_tables() {
  return {{.name = "exam_answers",
           .select = "SELECT id, 'exam_answers.answers:' || id, answers FROM exam_answers"
                     " WHERE id > ? ORDER BY id LIMIT ?",
           .update = "UPDATE exam_answers SET answers = ?2 WHERE id = ?1"},
          {.name = "exam_order",
           .select = "SELECT id, 'exam_order.reason:' || id, reason FROM exam_order"
                     " WHERE id > ? ORDER BY id LIMIT ?",
           .update = "UPDATE exam_order SET reason = ?2 WHERE id = ?1"}};
}

}  // namespace yuyue::exams
