#pragma once
#include <map>

#include "api/answers.hpp"
#include "yuyue/exams/catalogue.hpp"
#include "yuyue/exams/orders.hpp"

// How orders of examinations are shown.
namespace yuyue::api {

/// The catalogue, read once for a list.
class ExamNames {
 public:
  explicit ExamNames(store::Snapshot& snapshot);
  const exams::Exam& exam(ExamId id) const { return exams_.at(id); }
  const exams::Exam* by_code(std::string_view code) const;
  Json of(ExamId id) const;  ///< {id, code, name, nameEn, modality, minutes, preparation …}
  const std::vector<exams::Question>& questions() const { return questions_; }

 private:
  std::map<ExamId, exams::Exam> exams_;
  std::vector<exams::Question> questions_;
};

Json verdict_json(const exams::Verdict& verdict);
Json exam_order_json(const Services& services, store::Snapshot& snapshot, const ExamNames& names,
                     const exams::AnswerSheet& sheet, const exams::Order& order, Instant now);
/// The orders of a person with the questions that are asked for them.
Json exam_orders_json(const Services& services, store::Snapshot& snapshot, PersonId person,
                      const std::vector<exams::Order>& orders, Instant now);
/// {items: [{code, name, nameEn, kind, unit, answer}]}
Json exam_questions_json(const ExamNames& names, const exams::AnswerSheet& sheet,
                         const std::vector<exams::Order>& orders);

/// Whether this caller may see and plan a person's examinations. Refusals: not-your-person,
/// person-unknown.
Result<void> may_plan_for(const Services& services, store::Snapshot& snapshot, const Call& call,
                          PersonId person);

}  // namespace yuyue::api
