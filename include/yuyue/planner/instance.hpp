#pragma once
#include <stdexcept>
#include <string>
#include <string_view>

#include "yuyue/planner/model.hpp"

namespace yuyue::planner {

/// An instance cannot be used; the text names the place in it (`items[3].minutes`, or line and
/// column where it is no JSON) and what is wrong there.
struct BadInstance : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The largest instance that is read.
inline constexpr std::size_t kMostItems = 32;
inline constexpr int kMostHorizon = 128;

/// Reads the exchange format (README, "Planning examinations"). Throws BadInstance. Members that it
/// does not know are ignored.
Problem read_instance(std::string_view json);

/// The answer in the exchange format, one line without an end of line.
std::string write_answer(const Problem& problem, const Answer& answer);

}  // namespace yuyue::planner
