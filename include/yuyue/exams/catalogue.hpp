#pragma once
#include "yuyue/exams/environment.hpp"

namespace yuyue::exams {

/// Examinations and the rules between them, as data. Thread-safe.
class Catalogue {
 public:
  explicit Catalogue(Environment environment) : env_(environment) {}

  const Environment& environment() const { return env_; }

 private:
  Environment env_;
};

}  // namespace yuyue::exams
