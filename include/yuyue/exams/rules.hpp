#pragma once
#include <set>
#include <vector>

#include "yuyue/exams/model.hpp"

// What follows from the catalogue by itself: pure functions.
namespace yuyue::exams::rules {

/// After a fast has ended until an examination that must be done fed, and to fill the bladder.
inline constexpr minutes kMeal{120};
inline constexpr minutes kBladderFill{60};
/// Between sites of which nobody has said how far they are.
inline constexpr minutes kUnknownWalk{10};
inline constexpr minutes kOtherCampus{60};

/// The examination as the planner sees it.
planner::Item planner_item(const Exam& exam);
/// The rule as the planner sees it; `exam_a` is its a, `a` and `b` their places in the problem.
planner::Rule planner_rule(const Rule& rule, const Exam& exam_a, int a, int b);
/// The least minutes between, of kinds before and same-day-order.
minutes least_gap(const Rule& rule, const Exam& exam_a);

/// Whether it concerns somebody. Who is of unknown sex or age is asked.
bool is_asked(const Question& question, Sex sex, std::optional<int> age);
/// Codes of the questions that must be answered before these examinations are planned.
std::set<std::string> questions_of(const std::vector<Exam>& exams);
/// Those effects that answers bring about. A question without an answer brings about none.
std::vector<Effect> effects_of(const Exam& exam, const Answers& answers);
bool applies(const Effect& effect, const Answers& answers);

/// On foot; where only the way back is known that, and where nothing is an assumption.
minutes walk(const std::vector<Site>& sites, ExamSiteId from, ExamSiteId to);

/// Usual parts of the body: none empty, none twice, not too many.
bool are_parts(const std::vector<std::string>& parts);
/// Half hours that a device is taken for an examination.
int slots_of(const Exam& exam);
bool does(const Device& device, const Exam& exam);
/// Places of a half hour on such a weekday (0: a holiday), 0: it is closed then.
int capacity_at(const Device& device, int weekday, int slot);
/// What is kept in a half hour that begins at `starts`, as far as it is not returned yet.
int kept_for(const Device& device, Source source, Instant starts, Instant now);

}  // namespace yuyue::exams::rules
