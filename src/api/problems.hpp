#pragma once
#include <span>
#include <string_view>

#include "yuyue/core/language.hpp"

namespace yuyue::api {

/// What a refusal's code means to people and to HTTP. {placeholders} are the refusal's params.
struct ProblemKind {
  std::string_view code;
  int status;
  std::string_view zh, en;
};
/// Sorted by code.
std::span<const ProblemKind> problem_kinds();
/// Unknown codes (a bug) read as "internal-error".
const ProblemKind& problem_kind(std::string_view code);
/// How a param's value reads inside a sentence ("check-digit" → 最后一位校验码不符); values without
/// an entry read as they are.
std::string_view word_of(std::string_view param, std::string_view value, Language language);

}  // namespace yuyue::api
