#pragma once
#include <mutex>
#include <vector>

#include "yuyue/centre/waits/waits.hpp"
#include "yuyue/store/database.hpp"

namespace yuyue::centre::waits {

/// How the forecasts of one day held, for one service. Who was never called does not count.
struct WaitScore {
  Day day{};
  ServiceId service;
  int called = 0;
  int within_half = 0;           ///< half of them should be
  int within_most = 0;           ///< nine in ten should be
  std::chrono::seconds off{0};   ///< sum of the distances from the middle
  std::chrono::seconds late{0};  ///< sum; below zero: called earlier than said
  int set_aside = 0;             ///< moved by a decision after the forecast: not counted
};
/// By day, both included.
std::vector<WaitScore> wait_scores(store::Snapshot& snapshot, Day from, Day to);

/// Keeps the forecast that is made when somebody joins a line of the centre, and scores it when
/// they are called: in the transaction of the call, so that the score is exact whatever happens to
/// the server. Thread-safe.
class KeptForecasts final : public queue::Watcher {
 public:
  KeptForecasts(const Waits& waits, const HospitalTime& time) : waits_(waits), time_(time) {}

  void happening(store::Transaction& tx, const queue::KeptLine& line,
                 const queue::Happening& what) override;
  void happened(const queue::Happening& what) override;

  /// At start: whose forecast the server did not come to keep before it ended gets one now.
  void take_up(store::Snapshot& snapshot, Instant now);
  /// Brings the board up to date, and keeps the forecasts of those who have joined since the last
  /// time. Blocks; from a thread that may.
  void keep_new(store::Database& database, Instant now);
  /// Those of long ago; their scores stay. Returns how many.
  int purge(store::Transaction& tx, Instant now) const;

 private:
  const Waits& waits_;
  const HospitalTime& time_;
  std::mutex mutex_;
  std::vector<TicketId> joined_;
};

}  // namespace yuyue::centre::waits
