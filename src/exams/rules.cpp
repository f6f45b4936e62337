#include "yuyue/exams/rules.hpp"

#include <algorithm>

namespace yuyue::exams::rules {
namespace {

/// A list that can still be read through, of words and not of sentences (bytes).
constexpr std::size_t kMostParts = 40, kLongestPart = 180;

int count(minutes length) {
  return static_cast<int>(length.count());
}
std::optional<int> count(const std::optional<minutes>& length) {
  return length ? std::optional(count(*length)) : std::nullopt;
}

const Walk* known_walk(const Site& from, ExamSiteId to) {
  const auto found = std::ranges::find(from.walks, to, &Walk::to);
  return found == from.walks.end() ? nullptr : &*found;
}

}  // namespace

planner::Item planner_item(const Exam& exam) {
  return {.code = exam.code,
          .name = exam.name,
          .minutes = count(exam.length),
          .device_minutes = count(exam.device_time),
          .recovery = count(exam.recovery),
          .fasting = count(exam.fasting),
          .water_stop = count(exam.water_stop),
          .breaks_fast = exam.breaks_fast,
          .needs_meal = exam.needs_meal,
          .bladder = exam.bladder};
}

minutes least_gap(const Rule& rule, const Exam& exam_a) {
  return rule.after_report ? exam_a.turnaround : rule.min;
}

planner::Rule planner_rule(const Rule& rule, const Exam& exam_a, int a, int b) {
  return {.id = rule.code,
          .kind = rule.kind,
          .a = a,
          .b = b,
          .min_minutes = count(least_gap(rule, exam_a)),
          .max_minutes = count(rule.max),
          .a_first = count(rule.a_first),
          .b_first = count(rule.b_first)};
}

bool is_asked(const Question& question, Sex sex, std::optional<int> age) {
  const bool other_sex =
      question.asked_of != Sex::unknown && sex != Sex::unknown && sex != question.asked_of;
  if (other_sex) return false;
  if (!age) return true;
  return *age >= question.age_from.value_or(*age) && *age <= question.age_to.value_or(*age);
}

std::set<std::string> questions_of(const std::vector<Exam>& exams) {
  std::set<std::string> codes;
  for (const auto& exam : exams)
    for (const auto& effect : exam.effects) codes.insert(effect.question);
  return codes;
}

bool applies(const Effect& effect, const Answers& answers) {
  const auto answer = answers.find(effect.question);
  if (answer == answers.end()) return false;
  switch (effect.when) {
    case Effect::When::yes:
      return answer->second != 0;
    case Effect::When::no:
      return answer->second == 0;
    case Effect::When::below:
      return answer->second < effect.limit;
    case Effect::When::at_least:
      return answer->second >= effect.limit;
  }
  return false;
}

std::vector<Effect> effects_of(const Exam& exam, const Answers& answers) {
  std::vector<Effect> list;
  std::ranges::copy_if(exam.effects, std::back_inserter(list),
                       [&](const Effect& effect) { return applies(effect, answers); });
  return list;
}

minutes walk(const std::vector<Site>& sites, ExamSiteId from, ExamSiteId to) {
  if (from == to) return minutes{0};
  const auto a = std::ranges::find(sites, from, &Site::id);
  const auto b = std::ranges::find(sites, to, &Site::id);
  if (a == sites.end() || b == sites.end()) return kUnknownWalk;
  if (const auto* there = known_walk(*a, to)) return there->length;
  if (const auto* back = known_walk(*b, from)) return back->length;
  return a->campus == b->campus ? kUnknownWalk : kOtherCampus;
}

bool are_parts(const std::vector<std::string>& parts) {
  if (parts.size() > kMostParts) return false;
  std::set<std::string> seen;
  return std::ranges::all_of(parts, [&](const std::string& part) {
    return !part.empty() && part.size() <= kLongestPart && seen.insert(part).second;
  });
}

int slots_of(const Exam& exam) {
  return (count(exam.device_time) + planner::kSlotMinutes - 1) / planner::kSlotMinutes;
}

bool does(const Device& device, const Exam& exam) {
  if (device.exams.empty()) return device.modality == exam.modality;
  return std::ranges::find(device.exams, exam.id) != device.exams.end();
}

int capacity_at(const Device& device, int weekday, int slot) {
  const minutes starts{slot * planner::kSlotMinutes};
  for (const auto& hours : device.hours)
    if (hours.weekday == weekday && hours.opens <= starts && starts + kSlotLength <= hours.closes)
      return hours.capacity;
  return 0;
}

int kept_for(const Device& device, Source source, Instant starts, Instant now) {
  for (const auto& quota : device.quotas)
    if (quota.source == source)
      return quota.returned && now >= starts - *quota.returned ? 0 : quota.places;
  return 0;
}

}  // namespace yuyue::exams::rules
