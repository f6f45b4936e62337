#pragma once
#include "yuyue/centre/model.hpp"

namespace yuyue::centre::kiosks {

/// What kiosks print, and how they are (R31). Thread-safe.
class Kiosks {
 public:
  explicit Kiosks(Environment environment) : env_(environment) {}

  const Environment& environment() const { return env_; }

 private:
  Environment env_;
};

}  // namespace yuyue::centre::kiosks
