// What a trial reads.
#include "yuyue/exams/trials.hpp"

namespace yuyue::exams {
namespace {

constexpr int kHorizon = 21;

std::vector<TriedPlan> newest_plans(store::Snapshot& snapshot, Day today) {
  std::vector<TriedPlan> plans;
  auto rows = snapshot.query(
      "SELECT i.plan_id, o.exam_id, i.device_id, i.day, i.start"
      " FROM (SELECT id FROM exam_plan ORDER BY id DESC LIMIT ?) p"
      " JOIN exam_plan_item i ON i.plan_id = p.id JOIN exam_order o ON o.id = i.order_id"
      " WHERE i.state <> 'freed' ORDER BY i.plan_id DESC, i.day, i.start",
      {kTriedPlans});
  while (rows.next()) {
    const auto id = rows->id<ExamPlanId>(0);
    if (plans.empty() || plans.back().id != id) plans.push_back({.id = id, .items = {}});
    auto& plan = plans.back();
    plan.items.push_back({rows->id<ExamId>(1), rows->id<ExamDeviceId>(2), rows->day(3),
                          static_cast<int>(rows->integer(4))});
    if (rows->day(3) > today) plan.to_come = true;
  }
  return plans;
}

}  // namespace

TrialBasis trial_basis(store::Snapshot& snapshot, const Devices& devices, const HospitalTime& time,
                       Instant now) {
  const auto today = time.day_of(now);
  TrialBasis basis{.exams = {},
                   .rules = exam_rules(snapshot),
                   .sites = sites(snapshot),
                   .free = devices.free_places(snapshot, Source::outpatient, today + date::days{1},
                                               kHorizon, now),
                   .plans = newest_plans(snapshot, today)};
  for (auto& exam : exams(snapshot)) basis.exams.emplace(exam.id, std::move(exam));
  return basis;
}

}  // namespace yuyue::exams
