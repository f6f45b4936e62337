#pragma once
#include <map>
#include <string>

#include "app/hospital.hpp"

namespace yuyue::app {

/// A few cases of the service centre, each at another point of its way. `people`: by
/// hospital.toml's keys. Throws std::runtime_error when the data do not fit the rules (a bug).
void fill_demo_cases(Hospital& hospital, const std::map<std::string, PersonId>& people,
                     Instant now);

}  // namespace yuyue::app
