#pragma once
#include <map>

#include "api/answers.hpp"
#include "yuyue/exams/catalogue.hpp"
#include "yuyue/exams/orders.hpp"
#include "yuyue/exams/results.hpp"

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
/// Answers what was read of a person's examinations. That somebody of the staff has read it is put
/// on record first; patients read their own people's.
LaterAnswer exams_seen(const Services& services, const Call& call, PersonId person,
                       std::string_view action, const Json& body);
LaterAnswer exams_seen(const Services& services, const Call& call, PersonId person,
                       std::string_view action, const http::Response& response);
/// {expectedAt, readyAt}, as far as known.
Json exam_report_json(const HospitalTime& time, const exams::ReportState& report);
/// Adds `events`, [{at, what, by, name}]: who has done what with an order, for staff.
void add_exam_order_events(const Services& services, store::Snapshot& snapshot,
                           const exams::Order& order, Json& out);

}  // namespace yuyue::api
