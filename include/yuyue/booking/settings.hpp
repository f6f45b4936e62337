#pragma once
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>

#include "yuyue/core/result.hpp"
#include "yuyue/core/time.hpp"
#include "yuyue/store/transaction.hpp"

namespace yuyue::booking {

/// What a hospital decides about places that are not simply free.
struct PlaceSettings {
  int return_days_before = 1;             ///< unused quotas are everybody's from then on …
  MinuteOfDay return_time{16 * 60};       ///< … at this time
  std::chrono::minutes hold{10};          ///< how long a place is kept for somebody booking
  int max_holds = 3;                      ///< of one account at a time; staff: ten times that
  std::chrono::minutes cooling{10};       ///< longest rest of a place given back; 0: none
  std::chrono::minutes cooling_lead{60};  ///< no rest within this time before the slot
  bool operator==(const PlaceSettings&) const = default;
};

/// 候补.
struct WaitlistSettings {
  bool open = true;
  int max_per_person = 3;                   ///< entries of one person at a time
  std::chrono::minutes offer{30};           ///< time to answer an offer
  std::chrono::minutes offer_same_day{10};  ///< … on the day of the session
  MinuteOfDay night_begins{22 * 60};        ///< at night that time stands still
  MinuteOfDay night_ends{7 * 60};
  std::chrono::minutes closes_before{120};  ///< before the session
  bool operator==(const WaitlistSettings&) const = default;
};
/// Whether people are let sleep: no offers run out and no reminders are sent.
bool is_night(MinuteOfDay at, const WaitlistSettings& settings);

/// No-shows are found by the server only where arrivals are taken down.
struct ArrivalSettings {
  std::optional<Day> recorded_from;  ///< the first day on which they are; none: never
  std::chrono::minutes grace{30};    ///< after the session
  bool operator==(const ArrivalSettings&) const = default;
};

/// What a hospital decides about places and arrivals; the rules of booking are its policy
/// (policy/model.hpp). Kept as one JSON value in the table `setting`.
struct Settings {
  PlaceSettings places;
  WaitlistSettings waitlist;
  ArrivalSettings arrivals;
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
