#pragma once
#include "api/exam_order_json.hpp"
#include "yuyue/exams/plans.hpp"
#include "yuyue/exams/timeline.hpp"

// How plans of examinations are shown and read.
namespace yuyue::api {

using std::chrono::minutes;

/// Devices and sites, read once.
class ExamPlaces {
 public:
  explicit ExamPlaces(store::Snapshot& snapshot);
  Json of(ExamDeviceId id) const;
  std::string words(ExamDeviceId id, bool en) const;  ///< how to find it
  minutes walk(ExamDeviceId from, ExamDeviceId to) const;

 private:
  std::map<ExamDeviceId, exams::Device> devices_;
  std::vector<exams::Site> sites_;
};

/// What is shown of a plan: names of all in it.
struct ExamPlanView {
  const Services& services;
  const ExamNames& names;
  const ExamPlaces& places;
  std::map<ExamOrderId, exams::Order> orders;
  std::map<ExamOrderId, exams::ReportState> reports;
  exams::AnswerSheet sheet;
  std::vector<exams::Arranged> all_booked;  ///< of all plans

  ExamPlanView(const Services& services, store::Snapshot& snapshot, const ExamNames& names,
               const ExamPlaces& places, PersonId person);
  Json items(const std::vector<exams::Arranged>& arranged) const;
  /// `told`: when the patient reads it first.
  std::vector<exams::Advice> advice(const std::vector<exams::Arranged>& arranged,
                                    Instant told) const;
  Json timeline(const std::vector<exams::Arranged>& arranged, Instant told) const;
  Json standing(const exams::planning::Planning& planning,
                const exams::planning::Standing& one) const;
  Json none(const exams::PlanBasis& basis, const exams::NoPlan& none) const;
  Json preview(const exams::PlanBasis& basis, const exams::PlanPreview& preview) const;
  Json change(const exams::PlanBasis& basis, const exams::ChangePreview& change) const;
  Json plan(const exams::Plan& plan) const;
  /// When the reports of its examinations are expected, or since when they are there.
  Json reports_of(const exams::Plan& plan) const;
};

/// The plan in the path, if this caller may see it; somebody else's is not found.
Result<exams::Plan> visible_exam_plan(const Services& services, store::Snapshot& snapshot,
                                      const Call& call);
exams::PlanWishes read_wishes(Input& in);
std::vector<exams::Arranged> read_arranged(Input& in);
/// What the patient has booked in clinics: planned around.
std::vector<exams::Appointed> appointed(store::Snapshot& snapshot, PersonId person, Instant now);
/// The same, as it is shown.
Json planned_around_json(store::Snapshot& snapshot, PersonId person, Instant now);

}  // namespace yuyue::api
