#pragma once
#include <chrono>
#include <optional>
#include <string_view>

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

}  // namespace yuyue::access
