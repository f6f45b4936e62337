#pragma once
#include <utility>

#include "yuyue/core/result.hpp"

namespace yuyue::access {

/// The answer of a use case whose refusal must be kept in the file too: a counted wrong password, a
/// used-up try of a one-time code.
///
/// The store drops what a job did when the job returns a refused Result. A Kept is not a Result to
/// it, so the job commits either way; the caller unwraps `result` after the commit.
template <class T>
struct Kept {
  Result<T> result;

  Kept(Refusal refusal) : result(std::move(refusal)) {}
  Kept(T value) : result(std::move(value)) {}
};

}  // namespace yuyue::access
