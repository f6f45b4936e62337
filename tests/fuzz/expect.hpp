#pragma once
#include <cstdio>
#include <cstdlib>

namespace yuyue::fuzz {

/// A property that must hold for every input; says which and aborts, as a sanitizer would.
inline void expect(bool holds, const char* property) {
  if (holds) return;
  std::fprintf(stderr, "ERROR: does not hold: %s\n", property);
  std::abort();
}

}  // namespace yuyue::fuzz
