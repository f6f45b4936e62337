#pragma once
#include <atomic>
#include <boost/asio/thread_pool.hpp>
#include <chrono>
#include <deque>
#include <map>
#include <mutex>
#include <string>

#include "yuyue/core/result.hpp"
#include "yuyue/core/time.hpp"

namespace yuyue::api {

/// Planning examinations may take a processor for more than a second. So it has threads of its own,
/// fewer than there are processors, and bookings never stand behind it; and nobody asks for plans
/// without end. Thread-safe.
class PlanningGate {
 public:
  struct Limits {
    int at_once = 1;            ///< solved at one time
    int waiting = 64;           ///< solved or waiting for it; more are turned away at once
    int of_a_patient = 10;      ///< previews within a minute, by account
    int of_anybody_else = 120;  ///< the same of staff and of systems
  };
  /// Half of the processors, at least one.
  static Limits usual();

  explicit PlanningGate(const Limits& limits)
      : limits_(limits), threads(static_cast<std::size_t>(limits.at_once)) {}

  /// `who` asks for a preview; it is counted. Refusal: too-many-plans (possible_at).
  Result<void> ask(const std::string& who, bool patient, Instant now);

  /// One that is solved or waits for it, while it lives.
  class Turn {
   public:
    explicit Turn(PlanningGate& gate) : gate_(gate), place_(++gate.under_way_) {}
    ~Turn() { --gate_.under_way_; }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    bool possible() const { return place_ <= gate_.limits_.waiting; }

   private:
    PlanningGate& gate_;
    const int place_;
  };

 private:
  using Time = std::chrono::steady_clock::time_point;
  void forget(Time now);

  const Limits limits_;
  std::atomic<int> under_way_ = 0;
  std::mutex mutex_;
  std::map<std::string, std::deque<Time>> asked_;  ///< within the last minute, and some older ones

 public:
  boost::asio::thread_pool threads;
};

}  // namespace yuyue::api
