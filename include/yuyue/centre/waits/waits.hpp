#pragma once
#include "yuyue/centre/model.hpp"

namespace yuyue::centre::waits {

/// How long people wait at the centre (R25, R27). Thread-safe.
class Waits {
 public:
  explicit Waits(Environment environment) : env_(environment) {}

  const Environment& environment() const { return env_; }

 private:
  Environment env_;
};

}  // namespace yuyue::centre::waits
