#pragma once
#include <map>
#include <string>

#include "app/hospital.hpp"

namespace yuyue::app {

/// Partner institutions and their referrals (sql/demo/partners.toml). `people`: by hospital.toml's
/// keys. Throws std::runtime_error when the data do not fit the rules (a bug).
void fill_demo_partners(Hospital& hospital, const std::map<std::string, PersonId>& people,
                        Instant now);

}  // namespace yuyue::app
