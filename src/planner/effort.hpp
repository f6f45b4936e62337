#pragma once
#include <chrono>
#include <cstdint>

#include "yuyue/planner/planner.hpp"

namespace yuyue::planner {

/// What may still be spent on an answer.
class Effort {
 public:
  explicit Effort(const Limits& limits) : deadline_(limits.deadline), steps_(limits.steps) {}

  /// Counts a step. False, from then on: stop.
  bool step() {
    if (spent_ >= steps_) over_ = true;
    if ((++spent_ & 255) == 0 && deadline_ != Time::max() && Clock::now() >= deadline_)
      over_ = true;
    return !over_;
  }
  bool over() const { return over_; }
  std::uint64_t spent() const { return spent_; }

 private:
  using Clock = std::chrono::steady_clock;
  using Time = Clock::time_point;
  Time deadline_;
  std::uint64_t steps_, spent_ = 0;
  bool over_ = false;
};

}  // namespace yuyue::planner
