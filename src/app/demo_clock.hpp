#pragma once
#include <atomic>

#include "yuyue/api/services.hpp"

namespace yuyue::app {

/// The system's clock moved by an offset, so that a demo (or a test) can be at another time of day.
/// It goes on at real speed from where it is set.
class DemoClock final : public api::AdjustableClock {
 public:
  Instant now() const override { return real_.now() + std::chrono::milliseconds{offset_.load()}; }
  void set(Instant now) override { offset_ = (now - real_.now()).count(); }

 private:
  SystemClock real_;
  std::atomic<std::int64_t> offset_ = 0;
};

}  // namespace yuyue::app
