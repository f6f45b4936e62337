#include "yuyue/queue/pace.hpp"

#include <cmath>

namespace yuyue::queue {
namespace {

using namespace std::chrono_literals;

constexpr double kForget = 0.99;        // what each visit leaves of the former ones' weight
constexpr double kFirstSpread = 0.6;    // visits differ by about this much …
constexpr double kSpreadWeight = 5;     // … which counts as so many visits
constexpr double kPlansAreOff = 0.35;   // how far the mean is from what was planned, usually
constexpr double kPeopleDiffer = 0.25;  // one person's from the service's
constexpr double kHoursDiffer = 0.12;   // one hour's from the person's
constexpr auto kShortest = 10s;
constexpr auto kLongest = 4h;

PaceKey any_hour(PaceKey key) {
  key.hour = -1;
  return key;
}
PaceKey anybody(PaceKey key) {
  key.person = 0;
  return any_hour(std::move(key));
}

}  // namespace

void PaceBook::learn(const PaceKey& key, std::chrono::seconds took) {
  if (took < kShortest || took > kLongest) return;
  const double value = std::log(static_cast<double>(took.count()));
  learn_one(anybody(key), value);
  if (key.person != 0) learn_one(any_hour(key), value);
  if (key.person != 0 && key.hour >= 0) learn_one(key, value);
}

void PaceBook::learn_one(const PaceKey& key, double value) {
  auto& seen = seen_[key];
  seen.weight = seen.weight * kForget + 1;
  seen.squares *= kForget;
  const double distance = value - seen.mean;
  seen.mean += distance / seen.weight;
  seen.squares += distance * (value - seen.mean);
}

// What is known above, off by as much as those below usually differ, and what was seen here: each
// weighs as much as it is certain.
PaceBook::Belief PaceBook::refine(const Belief& above, const PaceKey& key, double differ) const {
  Belief belief = above;
  belief.error_squared += differ * differ;
  const auto found = seen_.find(key);
  if (found == seen_.end()) return belief;
  const auto& seen = found->second;
  belief.variance = (seen.squares + above.variance * kSpreadWeight) / (seen.weight + kSpreadWeight);
  const double certain_above = 1 / belief.error_squared;
  const double certain_here = seen.weight / belief.variance;
  belief.mean =
      (above.mean * certain_above + seen.mean * certain_here) / (certain_above + certain_here);
  belief.error_squared = 1 / (certain_above + certain_here);
  return belief;
}

Pace PaceBook::pace(const PaceKey& key, std::chrono::seconds planned) const {
  const double variance = kFirstSpread * kFirstSpread;
  Belief belief{std::log(static_cast<double>(planned.count())) - variance / 2, variance, 0};
  belief = refine(belief, anybody(key), kPlansAreOff);
  if (key.person != 0) belief = refine(belief, any_hour(key), kPeopleDiffer);
  if (key.person != 0 && key.hour >= 0) belief = refine(belief, key, kHoursDiffer);
  return {belief.mean, std::sqrt(belief.error_squared), std::sqrt(belief.variance)};
}

}  // namespace yuyue::queue
