#pragma once
#include "yuyue/exams/environment.hpp"

namespace yuyue::exams {

/// Plans: all of a patient's examinations, taken whole. Thread-safe.
class Plans {
 public:
  explicit Plans(Environment environment) : env_(environment) {}

  const Environment& environment() const { return env_; }

 private:
  Environment env_;
};

}  // namespace yuyue::exams
