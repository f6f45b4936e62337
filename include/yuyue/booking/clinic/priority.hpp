#pragma once
#include <optional>
#include <span>
#include <string>

#include "yuyue/booking/policy/model.hpp"
#include "yuyue/booking/policy/people.hpp"

// Who goes before others who came without an appointment, by the hospital's rules.
namespace yuyue::booking::clinic {

/// The class that waits least of those the person belongs to on that day, the first of equal ones.
/// Empty: none.
std::string class_of(std::span<const policy::PriorityClass> classes,
                     const policy::People::Facts& person, Day day);

/// Of any place of the policy: names are only for showing. Null: unknown.
const policy::PriorityClass* class_named(const policy::Policy& policy, const std::string& code);

}  // namespace yuyue::booking::clinic
