#include "yuyue/exams/trials.hpp"

#include <algorithm>
#include <set>

#include "yuyue/exams/planning.hpp"
#include "yuyue/exams/rules.hpp"
#include "yuyue/planner/planner.hpp"

namespace yuyue::exams {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kPerPlan{200};
/// So many that a taken plan has its places.
constexpr int kTaken = 1000;

/// A catalogue as it is, or as it would be.
struct Version {
  std::map<ExamId, Exam> exams;
  std::vector<Rule> rules;
};

Version with(const TrialBasis& basis, const Proposal& proposal) {
  Version version{basis.exams, basis.rules};
  if (proposal.exam) version.exams.insert_or_assign(proposal.exam->id, *proposal.exam);
  if (proposal.rule) {
    const auto known = std::ranges::find(version.rules, proposal.rule->id, &Rule::id);
    if (known == version.rules.end())
      version.rules.push_back(*proposal.rule);
    else
      *known = *proposal.rule;
  }
  return version;
}

/// The planning of one plan's examinations.
class OnePlan {
 public:
  OnePlan(const TrialBasis& basis, const Version& version, const TriedPlan& plan)
      : basis_(basis), version_(version), plan_(plan) {
    planning_.meal = static_cast<int>(rules::kMeal.count());
    planning_.bladder_fill = static_cast<int>(rules::kBladderFill.count());
    for (const auto& from : basis.sites) {
      auto& row = planning_.walk.emplace_back();
      for (const auto& to : basis.sites)
        row.push_back(static_cast<int>(rules::walk(basis.sites, from.id, to.id).count()));
    }
    for (const auto& device : basis.free.devices) {
      const auto site = std::ranges::find(basis.sites, device.site, &Site::id);
      planning_.places.push_back(
          {device.id.value, device.modality, static_cast<int>(site - basis.sites.begin())});
    }
    pairs();
  }

  /// As it was taken: every place is there, only rules and hours count.
  std::set<std::string> broken() {
    planning_.today = plan_.items.front().day;
    planning_.days = static_cast<int>((plan_.items.back().day - planning_.today).count()) + 1;
    std::vector<planner::Assignment> as_taken;
    for (const auto& item : plan_.items) {
      const auto device =
          std::ranges::find(planning_.places, item.device.value, &planning::Place::device);
      // A device that is no more says nothing about the catalogue.
      if (device == planning_.places.end()) continue;
      as_taken.push_back({.item = static_cast<int>(planning_.wanted.size()),
                          .day = static_cast<int>((item.day - planning_.today).count()),
                          .slot = item.start / planner::kSlotMinutes,
                          .device = static_cast<int>(device - planning_.places.begin())});
      want(item.exam, 0);
    }
    DayPlaces all;
    all.fill(kTaken);
    planning_.free.assign(planning_.places.size(),
                          std::vector<DayPlaces>(static_cast<std::size_t>(planning_.days), all));
    const auto list = planning::broken(planning_, as_taken);
    return {list.begin(), list.end()};
  }

  /// The same examinations, ordered now.
  planner::Answer anew(steady_clock::time_point deadline) {
    planning_.today = basis_.free.from;
    planning_.days =
        basis_.free.places.empty() ? 1 : static_cast<int>(basis_.free.places.front().size());
    planning_.free = basis_.free.places;
    for (const auto& item : plan_.items)
      want(item.exam, std::max(0, version_.exams.at(item.exam).lead_days - 1));
    return planner::plan(planning::problem_of(planning_), {.deadline = deadline});
  }

 private:
  void want(ExamId id, int first_day) {
    const auto& exam = version_.exams.at(id);
    const auto order = static_cast<std::int64_t>(planning_.wanted.size());
    planning::Wanted wanted{.order = order,
                            .exam = exam.code,
                            .item = rules::planner_item(exam),
                            .from = static_cast<int>(exam.earliest.count()),
                            .to = static_cast<int>(exam.latest.count()),
                            .first_day = first_day,
                            .last_day = planning_.days - 1,
                            .places = {}};
    // Once each, as the planner wants them.
    wanted.item.code += std::string(static_cast<std::size_t>(std::ranges::count(
                                        planning_.wanted, exam.code, &planning::Wanted::exam)),
                                    '*');
    for (std::size_t i = 0; i < basis_.free.devices.size(); ++i)
      if (rules::does(basis_.free.devices[i], exam)) wanted.places.push_back(static_cast<int>(i));
    planning_.wanted.push_back(std::move(wanted));
  }

  void pairs() {
    std::set<ExamId> there;
    for (const auto& item : plan_.items) there.insert(item.exam);
    for (const auto& rule : version_.rules) {
      if (!rule.active || !there.contains(rule.a) || !there.contains(rule.b)) continue;
      const auto& a = version_.exams.at(rule.a);
      const auto as = rules::planner_rule(rule, a, 0, 0);
      planning_.rules.push_back({rule.code, rule.kind, a.code, version_.exams.at(rule.b).code,
                                 as.min_minutes, as.max_minutes, as.a_first, as.b_first});
    }
  }

  const TrialBasis& basis_;
  const Version& version_;
  const TriedPlan& plan_;
  planning::Planning planning_;
};

bool settled(const planner::Answer& answer) {
  return answer.outcome == planner::Outcome::optimal ||
         answer.outcome == planner::Outcome::infeasible;
}

}  // namespace

Trial try_out(const TrialBasis& basis, const Proposal& proposal,
              steady_clock::time_point deadline) {
  const Version now{basis.exams, basis.rules}, then = with(basis, proposal);
  Trial trial{.plans = static_cast<int>(basis.plans.size()), .clashes = {}};
  for (const auto& plan : basis.plans) {
    const auto before = OnePlan(basis, now, plan).broken();
    Trial::Clash clash{plan.id, plan.to_come, {}};
    for (const auto& one : OnePlan(basis, then, plan).broken())
      if (!before.contains(one)) clash.breaks.push_back(one);
    if (!clash.breaks.empty()) trial.clashes.push_back(std::move(clash));
  }
  for (const auto& plan : basis.plans) {
    if (steady_clock::now() >= deadline) break;
    const auto old_one = OnePlan(basis, now, plan).anew(steady_clock::now() + kPerPlan);
    const auto new_one = OnePlan(basis, then, plan).anew(steady_clock::now() + kPerPlan);
    // What is not proven is no comparison.
    if (!settled(old_one) || !settled(new_one)) continue;
    ++trial.planned_anew;
    const bool had = old_one.outcome == planner::Outcome::optimal;
    const bool has = new_one.outcome == planner::Outcome::optimal;
    trial.now.none += !had;
    trial.then.none += !has;
    if (!had || !has) continue;
    trial.now.days += old_one.plan.objective.days;
    trial.now.on_site += old_one.plan.objective.on_site;
    trial.then.days += new_one.plan.objective.days;
    trial.then.on_site += new_one.plan.objective.on_site;
  }
  return trial;
}

}  // namespace yuyue::exams
