#pragma once
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>

#include "yuyue/booking/sessions.hpp"
#include "yuyue/queue/lines.hpp"
#include "yuyue/queue/pace.hpp"
#include "yuyue/queue/rounds.hpp"

namespace yuyue::booking::clinic {

/// How fast clinics are, by department and kind of clinic, by clinician, by hour: learned from what
/// happens to their lines. Thread-safe.
class Paces final : public queue::Watcher {
 public:
  explicit Paces(const HospitalTime& time) : time_(time) {}

  /// What the lines of the last 60 days teach. Reads them one by one, which takes seconds in a
  /// large hospital; until then forecasts rest on what is planned.
  void take_up(const store::Database& database, Instant now, const std::function<bool()>& stop);
  void happened(const queue::Happening& happening) override;

  /// `planned`: what a visit is planned to take.
  queue::Pace pace(store::Snapshot& snapshot, const Session& session, std::chrono::seconds planned,
                   Instant now);

 private:
  struct Followed {
    Session session;
    queue::Rounds rounds;
    std::int64_t seen = 0;  ///< events
  };
  queue::PaceKey key(const Session& session, Instant at) const;
  void follow(store::Snapshot& snapshot, const queue::LineOf& line);
  void forget_before(Day day);

  const HospitalTime& time_;
  std::mutex mutex_;
  queue::PaceBook book_{std::chrono::minutes{6}};
  std::map<LineId, Followed> followed_;
  std::map<LineId, queue::Reference> changed_;
};

}  // namespace yuyue::booking::clinic
