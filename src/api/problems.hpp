#pragma once
#include <span>
#include <string_view>

namespace yuyue::api {

/// What a refusal's code means to people and to HTTP. {placeholders} are the refusal's params.
struct ProblemKind {
  std::string_view code;
  int status;
  std::string_view zh, en;
};
/// Sorted by code.
std::span<const ProblemKind> problem_kinds();
/// Unknown codes (a bug) read as "internal".
const ProblemKind& problem_kind(std::string_view code);

}  // namespace yuyue::api
