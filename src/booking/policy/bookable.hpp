#pragma once
#include <map>
#include <memory>
#include <string>
#include <tuple>

#include "yuyue/booking/policy/live.hpp"

namespace yuyue::booking::policy {

/// What the clock says about the slots of one part of a day at one place; when each of them begins
/// is left to whoever asks.
struct Bookable {
  std::string refusal;  ///< a code; empty: they can be booked
  std::optional<Instant> possible_at, changes_at;

  bool yes() const { return refusal.empty(); }
  /// Not now, but before `closes`.
  bool later(Instant closes) const { return !yes() && possible_at && *possible_at < closes; }
};

/// Asks the rules once for all the slots of which the answer is the same.
class BookableNow {
 public:
  BookableNow(std::shared_ptr<const InForce> in_force, const HospitalTime& time, Channel channel,
              Instant now)
      : in_force_(std::move(in_force)), time_(time), channel_(channel), now_(now) {}
  const Bookable& of(const Place& place, Day day, DayPart part);
  const InForce& in_force() const { return *in_force_; }

 private:
  std::shared_ptr<const InForce> in_force_;
  const HospitalTime& time_;
  Channel channel_;
  Instant now_;
  std::map<Place, Rules> rules_;
  std::map<std::tuple<Place, Day, DayPart>, Bookable> answers_;
};

}  // namespace yuyue::booking::policy
