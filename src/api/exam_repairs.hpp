#pragma once
#include "api/exam_plan_json.hpp"
#include "yuyue/exams/repairs.hpp"

// When an examination does not go as planned at its device: the rest of the patient's plans is made
// to keep the rules again, at once where that can be, else in the background.
namespace yuyue::api {

/// What came of it, for whoever stands there: null where nothing had to be changed.
boost::asio::awaitable<Json> exams_planned_anew(const Services& services, const Call& call,
                                                PersonId person);

/// One patient's, in the background. True: it is settled, or known to have no plan.
bool settle_exam_repairs(const Services& services, PersonId person, Instant now);

/// What is not right with a patient's plans, by plan and examination.
class ExamConflicts {
 public:
  ExamConflicts(const Services& services, store::Snapshot& snapshot, PersonId person, Instant now);
  Json of(const ExamPlanView& view, const exams::Plan& plan) const;
  Json all(const ExamPlanView& view) const;

 private:
  Json one(const ExamPlanView& view, const exams::planning::LooseEnd& end) const;
  std::vector<exams::planning::LooseEnd> ends_;
  exams::PlanBasis basis_;
};

/// "11月24日 08:30、…"
std::string exam_times(const std::vector<exams::Arranged>& all);
/// To the patient's phone, if they have one; about a plan.
void owe_exam_notice(const Services& services, store::Transaction& tx, PersonId person,
                     ExamPlanId plan, std::string text, Instant now);

}  // namespace yuyue::api
