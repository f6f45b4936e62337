#pragma once
#include <functional>
#include <map>
#include <mutex>

#include "yuyue/centre/visits.hpp"
#include "yuyue/queue/pace.hpp"
#include "yuyue/queue/rounds.hpp"
#include "yuyue/store/database.hpp"

namespace yuyue::centre::waits {

/// How long services take, by who serves and by hour: learned from what happened in the centre's
/// lines. Thread-safe.
class Paces {
 public:
  explicit Paces(const HospitalTime& time) : time_(time) {}

  /// What the last 60 days teach. Reads them one by one; until then forecasts rest on what the
  /// catalogue expects.
  void take_up(const store::Database& database, Instant now, const std::function<bool()>& stop);
  /// What has happened today since the last look.
  void follow(store::Snapshot& snapshot, Day today);

  /// `person`: who serves; 0: nobody knows yet.
  queue::Pace pace(const Service& service, std::int64_t person, Instant now) const;

 private:
  struct Followed {
    Day day{};
    queue::Rounds rounds;
    std::map<LineId, std::int64_t> seen;        ///< events
    std::map<TicketId, queue::PaceKey> called;  ///< for what and by whom, the last time
  };
  void follow(store::Snapshot& snapshot, Followed& followed);

  const HospitalTime& time_;
  mutable std::mutex mutex_;
  queue::PaceBook book_{std::chrono::minutes{5}};
  Followed today_;
};

}  // namespace yuyue::centre::waits
