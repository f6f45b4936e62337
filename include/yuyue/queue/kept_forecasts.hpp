#pragma once
#include <functional>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "yuyue/queue/forecast.hpp"
#include "yuyue/queue/lines.hpp"
#include "yuyue/store/database.hpp"

namespace yuyue::queue {

/// By what the forecasts of one kind of lines are scored, in the words of the module whose lines
/// they are: ids, 0 where there is nothing to say.
struct Topic {
  std::int64_t id = 0;
  std::int64_t part = 0;
  bool operator==(const Topic&) const = default;
};

/// What somebody who joined a line was told.
struct KeptForecast {
  TicketId ticket;
  Day day{};
  Topic topic;
  Instant made_at{};
  int ahead = 0;
  Forecast forecast;
};

/// How the forecasts of one day and topic held. Who was never called does not count.
struct WaitScore {
  Day day{};
  Topic topic;
  int called = 0;
  int within_half = 0;           ///< half of them should be
  int within_most = 0;           ///< nine in ten should be
  std::chrono::seconds off{0};   ///< sum of the distances from the middle
  std::chrono::seconds late{0};  ///< sum; below zero: called earlier than said
  int set_aside = 0;  ///< moved after the forecast, by themselves or by a decision: not counted
};
/// Of lines with owners of that kind; by day, both included, and topic.
std::vector<WaitScore> wait_scores(store::Snapshot& snapshot, std::string_view owner_kind, Day from,
                                   Day to);

/// Keeps the forecast that is made when somebody joins a line, and scores it when they are called:
/// in the transaction of the call, so that the score is exact whatever happens to the server.
/// Thread-safe.
class KeptForecasts final : public Watcher {
 public:
  struct Joined {
    LineId line;
    TicketId ticket;
  };
  /// Forecasts of those who have joined; whoever can be told nothing is left out.
  using Make = std::function<std::vector<KeptForecast>(store::Snapshot&, std::span<const Joined>,
                                                       Instant now)>;

  KeptForecasts(std::string owner_kind, Make make)
      : owner_kind_(std::move(owner_kind)), make_(std::move(make)) {}

  void happening(store::Transaction& tx, const KeptLine& line, const Happening& what) override;
  void happened(const Happening& what) override;

  /// At start: who has joined a line of this day, and whose forecast the server did not come to
  /// keep before it ended, gets one now.
  void take_up(store::Snapshot& snapshot, Day today);
  /// Makes and keeps the forecasts of those who have joined since the last time. Blocks; from a
  /// thread that may.
  void keep_new(store::Database& database, Instant now);
  /// Those of long ago; their scores stay. Returns how many.
  int purge(store::Transaction& tx, Instant now) const;

 private:
  std::vector<Joined> some_joined();

  const std::string owner_kind_;
  const Make make_;
  std::mutex mutex_;
  std::vector<Joined> joined_;
};

}  // namespace yuyue::queue
