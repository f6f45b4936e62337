#pragma once
#include "yuyue/exams/environment.hpp"

namespace yuyue::exams {

/// What has been ordered for a patient. Thread-safe.
class Orders {
 public:
  explicit Orders(Environment environment) : env_(environment) {}

  const Environment& environment() const { return env_; }

 private:
  Environment env_;
};

}  // namespace yuyue::exams
