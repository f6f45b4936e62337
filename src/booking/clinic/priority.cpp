#include "yuyue/booking/clinic/priority.hpp"

#include <algorithm>

#include "yuyue/core/person_data.hpp"

namespace yuyue::booking::clinic {
namespace {

template <class T>
bool share(const std::set<T>& some, const std::set<T>& others) {
  return std::ranges::any_of(some, [&](const T& one) { return others.contains(one); });
}

bool of_age(const policy::Ages& ages, const std::optional<Day>& birth_date, Day day) {
  if (!birth_date || (!ages.min && !ages.max)) return false;
  const int age = age_on(*birth_date, day);
  return (!ages.min || age >= *ages.min) && (!ages.max || age <= *ages.max);
}

bool belongs(const policy::PriorityClass& c, const policy::People::Facts& person, Day day) {
  return of_age(c.ages, person.birth_date, day) || share(c.needs, person.needs) ||
         share(c.documents, person.documents);
}

const policy::PriorityClass* find(const std::vector<policy::PriorityClass>& classes,
                                  const std::string& code) {
  const auto found = std::ranges::find(classes, code, &policy::PriorityClass::code);
  return found == classes.end() ? nullptr : &*found;
}

}  // namespace

std::string class_of(std::span<const policy::PriorityClass> classes,
                     const policy::People::Facts& person, Day day) {
  const policy::PriorityClass* best = nullptr;
  for (const auto& one : classes)
    if (belongs(one, person, day) && (!best || one.allowance < best->allowance)) best = &one;
  return best ? best->code : std::string();
}

const policy::PriorityClass* class_named(const policy::Policy& policy, const std::string& code) {
  if (const auto* found = find(policy.base.line.classes, code)) return found;
  for (const auto& other : policy.overrides)
    if (other.line)
      if (const auto* found = find(other.line->classes, code)) return found;
  return nullptr;
}

}  // namespace yuyue::booking::clinic
