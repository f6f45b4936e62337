#pragma once
#include "yuyue/centre/model.hpp"

namespace yuyue::centre::reports {

/// Reports of results, looked up (R12, R21). Thread-safe.
class Reports {
 public:
  explicit Reports(Environment environment) : env_(environment) {}

  const Environment& environment() const { return env_; }

 private:
  Environment env_;
};

}  // namespace yuyue::centre::reports
