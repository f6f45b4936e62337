#pragma once
#include <chrono>
#include <optional>
#include <string_view>

#include "yuyue/access/kept.hpp"
#include "yuyue/access/principal.hpp"
#include "yuyue/access/vault.hpp"
#include "yuyue/core/result.hpp"
#include "yuyue/store/transaction.hpp"

namespace yuyue::access {

struct ThrottleRules {
  int free_failures = 5;                       ///< so many before the first wait
  std::chrono::seconds first_wait{30};         ///< doubles with each further failure …
  std::chrono::seconds longest_wait{15 * 60};  ///< … up to this
  std::chrono::hours forget_after{24};         ///< after the last failure
};

/// Counts failures per subject (an account's name, known or not; a remote address) and makes the
/// next try wait. Subjects are stored as lookups only.
class Throttle {
 public:
  Throttle(const Vault& vault, ThrottleRules rules) : vault_(vault), rules_(rules) {}

  /// Refusal: too-many-attempts (possible_at).
  Result<void> check(store::Snapshot& snapshot, std::string_view subject, Instant now) const;
  void failed(store::Transaction& tx, std::string_view subject, Instant now) const;
  void succeeded(store::Transaction& tx, std::string_view subject) const;
  /// Forgets old ones; returns how many.
  int purge(store::Transaction& tx, Instant now) const;

 private:
  const Vault& vault_;
  ThrottleRules rules_;
};

/// Makes it slow to find something out by trying: wrong tries are counted per account and per
/// remote address, and right ones take nothing off, so that they cannot be mixed in.
class GuessLimit {
 public:
  /// Many patients share one address (the hospital's own Wi-Fi), and some mistype.
  explicit GuessLimit(const Vault& vault)
      : accounts_(vault, {}), remotes_(vault, {.free_failures = 60}) {}

  /// Refusal: too-many-attempts (possible_at).
  Result<void> check(store::Snapshot& snapshot, const Principal& who, std::string_view remote,
                     Instant now) const;
  /// Counts one. Refusal: too-many-attempts, if others were counted since the check; then nothing
  /// may be told of this one.
  Kept<bool> failed(store::Transaction& tx, const Principal& who, std::string_view remote,
                    Instant now) const;
  /// Forgets old ones, of all throttles; returns how many.
  int purge(store::Transaction& tx, Instant now) const { return accounts_.purge(tx, now); }

 private:
  Throttle accounts_, remotes_;
};

}  // namespace yuyue::access
