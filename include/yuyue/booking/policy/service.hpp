#pragma once
#include <nlohmann/json_fwd.hpp>
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

  /// A new version, at once, of the document in force with `patch` laid over it (RFC 7396); none if
  /// nothing changes. Refusals as above.
  Result<bool> amend(store::Transaction& tx, const nlohmann::json& patch, const Actor& by,
                     Instant now) const;

  /// The document in force at `now`.
  std::string document(store::Snapshot& snapshot, Instant now) const;

 private:
  Environment env_;
};

}  // namespace yuyue::booking::policy
