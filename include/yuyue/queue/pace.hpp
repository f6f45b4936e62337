#pragma once
#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>

namespace yuyue::queue {

/// How long visits take, as a log-normal: of the logarithm of seconds the mean, its standard error
/// (how little is known of it yet) and the standard deviation from visit to visit.
struct Pace {
  double mean = 0;
  double error = 0;
  double spread = 0;
};

/// Whose visits. Each level is learned on its own and leans on the one above while little is known:
/// service → person → hour of the day.
struct PaceKey {
  std::string service;      ///< clinic kind or window service
  std::int64_t person = 0;  ///< clinician or window clerk; 0: not known
  int hour = -1;            ///< 0 … 23; -1: any
  auto operator<=>(const PaceKey&) const = default;
};

/// Learns service times from finished visits; what is long past weighs less. Not thread-safe.
class PaceBook {
 public:
  /// `planned`: what is expected of a service nothing is known about yet.
  explicit PaceBook(std::chrono::minutes planned) : planned_(planned) {}

  /// Visits shorter than ten seconds (a slip of the finger) and longer than four hours (nobody
  /// pressed "done") teach nothing.
  void learn(const PaceKey& key, std::chrono::seconds took);
  Pace pace(const PaceKey& key) const { return pace(key, planned_); }
  /// … where something else is planned.
  Pace pace(const PaceKey& key, std::chrono::seconds planned) const;

 private:
  struct Seen {
    double weight = 0, mean = 0, squares = 0;  ///< squares: sum of squared distances to the mean
  };
  struct Belief {
    double mean = 0, variance = 0, error_squared = 0;
  };
  Belief refine(const Belief& above, const PaceKey& key, double differ) const;
  void learn_one(const PaceKey& key, double log_seconds);

  std::chrono::minutes planned_;
  std::map<PaceKey, Seen> seen_;
};

}  // namespace yuyue::queue
