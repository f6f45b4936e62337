#pragma once
#include "yuyue/exams/environment.hpp"

namespace yuyue::exams {

/// Devices, their hours, places and closures. Thread-safe.
class Devices {
 public:
  explicit Devices(Environment environment) : env_(environment) {}

  const Environment& environment() const { return env_; }

 private:
  Environment env_;
};

}  // namespace yuyue::exams
