#pragma once
#include "yuyue/centre/model.hpp"

namespace yuyue::centre::cases {

/// Paperwork that goes from hand to hand (R22, R23). Thread-safe.
class Cases {
 public:
  explicit Cases(Environment environment) : env_(environment) {}

  const Environment& environment() const { return env_; }

 private:
  Environment env_;
};

}  // namespace yuyue::centre::cases
