#pragma once
#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string_view>

#include "yuyue/core/time.hpp"

namespace yuyue::booking::fees {

/// What has become of the call-backs since the start. Thread-safe.
class CallbackLog {
 public:
  struct Figures {
    std::uint64_t accepted = 0, repeated = 0, returned = 0, unknown = 0;
    std::uint64_t forged = 0, stale = 0, invalid = 0;
  };

  void accepted() { ++accepted_; }
  void repeated() { ++repeated_; }
  void returned() { ++returned_; }  ///< paid late, twice or wrongly: goes back
  void unknown() { ++unknown_; }
  /// Counts a refusal by its code. Gives how many there were since the last audit entry if it is
  /// time for another: anybody can send forged ones, so there is at most one entry a minute.
  std::optional<std::uint64_t> refused(std::string_view code, Instant now);
  Figures figures() const;

 private:
  std::atomic<std::uint64_t> accepted_ = 0, repeated_ = 0, returned_ = 0, unknown_ = 0;
  std::atomic<std::uint64_t> forged_ = 0, stale_ = 0, invalid_ = 0;
  std::mutex mutex_;
  std::uint64_t since_entry_ = 0;
  std::optional<Instant> last_entry_;
};

}  // namespace yuyue::booking::fees
