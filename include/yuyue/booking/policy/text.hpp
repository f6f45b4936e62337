#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "yuyue/booking/policy/model.hpp"
#include "yuyue/core/result.hpp"

namespace yuyue::booking::policy {

/// Reads a policy. What is left out has its default; inside an override, what a part leaves out is
/// as in the base rules. Refusals: body-invalid (no JSON object), field-unknown, field-required,
/// field-invalid (params: name, expected); all name the place as a JSON pointer.
Result<Policy> from_json(const nlohmann::json& document);
Result<Policy> from_text(std::string_view text);

/// With every field written out; reads back as the same policy.
nlohmann::json to_json(const Policy& policy);

// The words used in it.
std::string_view name_of(OncePer value);
std::string_view name_of(Counting value);
std::string_view name_of(TimeUnit value);
std::string_view name_of(ConductKind value);
std::string_view name_of(Cancellation::Late value);
std::string_view name_of(Arrival::Late value);

}  // namespace yuyue::booking::policy
