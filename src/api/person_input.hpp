#pragma once
#include <optional>
#include <string>

#include "api/input.hpp"
#include "yuyue/patients/model.hpp"

namespace yuyue::api {

/// Reads {type, number, issuer?} into `document`; whether the number is one is the domain's to say.
std::optional<Refusal> read_document(const Json& given, std::string place,
                                     patients::DocumentInput& document);
std::optional<Refusal> read_document(Input& in, patients::DocumentInput& document);

}  // namespace yuyue::api
