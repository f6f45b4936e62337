#pragma once
#include <nlohmann/json.hpp>
#include <vector>

#include "yuyue/patients/model.hpp"

namespace yuyue::api {

/// A person as screens get them; what is masked was masked by patients.
nlohmann::json person_json(const patients::PersonView& person);

/// One document or card, its number masked.
nlohmann::json identifier_json(const patients::DocumentView& identifier);

}  // namespace yuyue::api
