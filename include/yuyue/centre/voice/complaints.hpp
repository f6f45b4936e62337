#pragma once
#include "yuyue/centre/model.hpp"

namespace yuyue::centre::voice {

/// Complaints and suggestions (R26). Thread-safe.
class Complaints {
 public:
  explicit Complaints(Environment environment) : env_(environment) {}

  const Environment& environment() const { return env_; }

 private:
  Environment env_;
};

}  // namespace yuyue::centre::voice
