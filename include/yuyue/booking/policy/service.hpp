#pragma once
#include <optional>
#include <string>

#include "yuyue/booking/environment.hpp"
#include "yuyue/booking/policy/live.hpp"

namespace yuyue::booking::policy {

/// Changing the rules. Thread-safe.
class Policies {
 public:
  explicit Policies(Environment environment) : env_(environment) {}

  /// A new version; without `effective_from` at once. Refusals: what from_text says,
  /// effective-in-the-past.
  Result<Version> add(store::Transaction& tx, const std::string& document,
                      std::optional<Instant> effective_from, const std::string& note,
                      const Actor& by, Instant now) const;

  /// The document in force at `now`.
  std::string document(store::Snapshot& snapshot, Instant now) const;

 private:
  Environment env_;
};

}  // namespace yuyue::booking::policy
