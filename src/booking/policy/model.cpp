#include "yuyue/booking/policy/model.hpp"

namespace yuyue::booking::policy {
namespace {

bool matches(const std::set<std::string>& wanted, const std::string& name) {
  return wanted.empty() || wanted.contains(name);
}

template <class T>
void replace(T& part, const std::optional<T>& other) {
  if (other) part = *other;
}

}  // namespace

std::vector<PriorityClass> usual_classes() {
  using std::chrono::minutes;
  return {
      {.code = "elderly",
       .name = "高龄老人",
       .name_en = "Old age",
       .allowance = minutes{10},
       .ages = {.min = 80, .max = {}},
       .needs = {},
       .documents = {}},
      {.code = "disability",
       .name = "残疾人",
       .name_en = "Disability",
       .allowance = minutes{10},
       .ages = {},
       .needs = {"wheelchair", "stretcher", "mobility", "sight", "hearing", "speech"},
       .documents = {}},
      {.code = "pregnancy",
       .name = "孕妇",
       .name_en = "Pregnancy",
       .allowance = minutes{10},
       .ages = {},
       .needs = {"pregnancy"},
       .documents = {}},
      {.code = "small-child",
       .name = "婴幼儿",
       .name_en = "Small child",
       .allowance = minutes{10},
       .ages = {.min = {}, .max = 2},
       .needs = {},
       .documents = {}},
      {.code = "service-member",
       .name = "军人",
       .name_en = "Service member",
       .allowance = minutes{0},
       .ages = {},
       .needs = {},
       .documents = {IdentifierType::military}},
  };
}

Rules rules_for(const Policy& policy, const Place& place) {
  auto rules = policy.base;
  for (const auto& o : policy.overrides) {
    if (!matches(o.campuses, place.campus) || !matches(o.departments, place.department) ||
        !matches(o.kinds, place.kind))
      continue;
    replace(rules.opening, o.opening);
    replace(rules.once_per_day, o.once_per_day);
    replace(rules.cancellation, o.cancellation);
    replace(rules.arrival, o.arrival);
    replace(rules.line, o.line);
    replace(rules.first_visit, o.first_visit);
    replace(rules.ages, o.ages);
    replace(rules.questions, o.questions);
    replace(rules.exempt, o.exempt);
  }
  return rules;
}

bool DayCalendar::is_working_day(Day day) const {
  if (workdays.contains(day)) return true;
  return iso_weekday(day) <= 5 && !holidays.contains(day);
}

bool DayCalendar::counts(Day day, Counting counting) const {
  switch (counting) {
    case Counting::calendar:
      return true;
    case Counting::no_holidays:
      return !is_holiday(day);
    case Counting::working_days:
      return is_working_day(day);
  }
  return true;
}

}  // namespace yuyue::booking::policy
