#pragma once
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "yuyue/booking/policy/rules.hpp"
#include "yuyue/store/transaction.hpp"

namespace yuyue::booking::policy {

/// One version of the rules, as stored. `document` is the JSON as it was given.
struct Version {
  PolicyVersionId id;
  Instant effective_from{};
  std::string document, note;
  Instant created_at{};
  std::string created_by;
};

std::vector<Version> versions(store::Snapshot& snapshot);  ///< newest first
std::optional<Version> find_version(store::Snapshot& snapshot, PolicyVersionId id);
std::int64_t count_versions(store::Snapshot& snapshot);
DayCalendar load_days(store::Snapshot& snapshot);

/// The rules and days off that hold at some moment. Immutable.
struct InForce {
  PolicyVersionId version;  ///< 0: the program's defaults
  Instant from{};
  std::optional<Instant> until;  ///< when the next version takes effect
  Policy policy;
  DayCalendar days;

  Civil civil(const HospitalTime& time) const { return {time, days}; }
  Rules rules(const Place& place) const { return rules_for(policy, place); }
  /// The last day of the horizon that any clinic (of the department) has.
  Day horizon_end(const HospitalTime& time, Day today,
                  const std::string& department_code = {}) const;
  int max_to_days() const;  ///< the longest horizon of any clinic, in days
};

/// The rules for all threads; replaced by the commits that change them.
class LivePolicy {
 public:
  LivePolicy();
  std::shared_ptr<const InForce> at(Instant now) const;
  /// The last day for which sessions are needed: by the rules in force and by those that take
  /// effect within the next two days.
  Day furthest_day(const HospitalTime& time, Instant now) const;

  /// At start, and (after the commit) whenever versions or days off have changed.
  void load(store::Snapshot& snapshot);
  void load_after_commit(store::Transaction& tx);

 private:
  using Versions = std::vector<std::shared_ptr<const InForce>>;
  static Versions read(store::Snapshot& snapshot);
  std::shared_ptr<const Versions> current() const;
  void replace(Versions versions);
  mutable std::mutex mutex_;
  std::shared_ptr<const Versions> versions_;  ///< by effective_from; the first holds since ever
};

}  // namespace yuyue::booking::policy
