#pragma once
#include <map>
#include <string>

#include "app/hospital.hpp"

namespace yuyue::app {

/// Wards, theatres and who waits for them (sql/demo/admissions.toml). `people`: by that file's
/// keys. Throws std::runtime_error when the data do not fit the rules (a bug).
void fill_demo_admissions(Hospital& hospital, const std::map<std::string, PersonId>& people,
                          Instant now);

}  // namespace yuyue::app
