#pragma once
#include <chrono>
#include <memory>
#include <mutex>

#include "yuyue/core/result.hpp"
#include "yuyue/core/time.hpp"
#include "yuyue/store/transaction.hpp"

namespace yuyue::booking {

/// What a hospital decides about booking. Kept as one JSON value in the table `setting`.
struct Settings {
  int horizon_days = 14;                  ///< how many days ahead, 0 … 365
  MinuteOfDay release_time{7 * 60};       ///< the day `horizon_days` ahead opens at this time
  std::chrono::minutes arrival_lead{10};  ///< how long before their turn patients should come
  int max_active_per_person = 8;          ///< upcoming appointments of one person
  bool one_per_department_and_day = true;
  bool operator==(const Settings&) const = default;
};

/// Refusal: setting-invalid (params: name, field) when a value is out of its range.
Result<void> check(const Settings& settings);

/// As stored; values never saved have their defaults.
Settings load_settings(store::Snapshot& snapshot);
/// The number PATCH must send back; 0 before the first save.
std::int64_t settings_version(store::Snapshot& snapshot);

/// The settings in force, for all threads; replaced by the commit that changes them.
class LiveSettings {
 public:
  LiveSettings() : current_(std::make_shared<const Settings>()) {}
  std::shared_ptr<const Settings> current() const;
  /// At start.
  void load(store::Snapshot& snapshot);
  /// Refusals: setting-invalid, changed-meanwhile.
  Result<std::int64_t> save(store::Transaction& tx, const Settings& settings,
                            std::int64_t expected_version, std::string_view by, Instant now);

 private:
  void replace(std::shared_ptr<const Settings> settings);
  mutable std::mutex mutex_;
  std::shared_ptr<const Settings> current_;
};

}  // namespace yuyue::booking
