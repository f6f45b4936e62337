#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "yuyue/access/principal.hpp"
#include "yuyue/access/vault.hpp"
#include "yuyue/core/result.hpp"
#include "yuyue/store/transaction.hpp"

namespace yuyue::access {

/// What names one creating request: the client's key, who sent it, and to which route.
struct RequestKey {
  std::string key;        ///< the Idempotency-Key header
  std::string principal;  ///< "patient:123"; see principal_key()
  std::string route;      ///< "POST /api/v1/appointments"
  std::string_view body;  ///< the bytes as received
};
/// "patient:123", "staff:77", "anonymous:0" …
std::string principal_key(const Principal& principal);

struct StoredAnswer {
  int status = 200;
  std::string body;
};

/// Successful answers of creating requests, kept sealed for 24 hours, so that the same request sent
/// twice does one thing and gets one answer.
class Idempotency {
 public:
  static constexpr std::chrono::hours kKept{24};
  static constexpr std::size_t kLongestKey = 200;

  explicit Idempotency(const Vault& vault) : vault_(vault) {}

  /// The first answer, if there was one. Call inside the transaction that would do the work (and,
  /// to save a transaction, also before). Refusals: idempotency-mismatch (the same key with another
  /// body), idempotency-key-invalid (empty, longer than 200 bytes, or not printable ASCII).
  Result<std::optional<StoredAnswer>> find(store::Snapshot& snapshot, const RequestKey& request,
                                           Instant now) const;
  /// In the same transaction as the work.
  void remember(store::Transaction& tx, const RequestKey& request, const StoredAnswer& answer,
                Instant now) const;
  /// Removes at most `limit` that are older than 24 hours; returns how many.
  int purge(store::Transaction& tx, Instant now, int limit = 500) const;

 private:
  const Vault& vault_;
};

}  // namespace yuyue::access
