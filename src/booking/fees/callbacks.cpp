#include "yuyue/booking/fees/callbacks.hpp"

#include <utility>

namespace yuyue::booking::fees {

std::optional<std::uint64_t> CallbackLog::refused(std::string_view code, Instant now) {
  ++(code == "callback-forged" ? forged_ : code == "callback-stale" ? stale_ : invalid_);
  const std::scoped_lock lock(mutex_);
  ++since_entry_;
  if (last_entry_ && now < *last_entry_ + std::chrono::minutes{1} && now >= *last_entry_)
    return std::nullopt;
  last_entry_ = now;
  return std::exchange(since_entry_, 0);
}

CallbackLog::Figures CallbackLog::figures() const {
  return {.accepted = accepted_,
          .repeated = repeated_,
          .returned = returned_,
          .unknown = unknown_,
          .forged = forged_,
          .stale = stale_,
          .invalid = invalid_};
}

}  // namespace yuyue::booking::fees
