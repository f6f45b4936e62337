#pragma once
#include "yuyue/centre/model.hpp"

namespace yuyue::centre::voice {

/// One question after a visit. Thread-safe.
class Satisfaction {
 public:
  explicit Satisfaction(Environment environment) : env_(environment) {}

  const Environment& environment() const { return env_; }

 private:
  Environment env_;
};

}  // namespace yuyue::centre::voice
