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
