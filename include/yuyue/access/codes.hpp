#pragma once
#include <chrono>
#include <string>
#include <string_view>

#include "yuyue/access/kept.hpp"
#include "yuyue/access/vault.hpp"
#include "yuyue/core/ids.hpp"
#include "yuyue/store/transaction.hpp"

namespace yuyue::access {

struct CodeRules {
  std::chrono::seconds valid_for{300};
  std::chrono::seconds between{60};  ///< two codes to one phone
  int tries = 5;                     ///< per code
  int phone_hour = 5, phone_day = 10;
  /// Many patients share one address (the hospital's own Wi-Fi, a carrier's gateway), so these are
  /// there against machines, not people.
  int remote_hour = 60, remote_day = 300;
};

struct IssuedCode {
  std::string code;  ///< six digits; to be sent, never answered or logged
  Instant expires_at;
  Instant retry_at;  ///< from when another may be asked for
};

/// One-time codes by which a phone number proves itself. Stored hashed, and purged.
class Codes {
 public:
  Codes(const Vault& vault, CodeRules rules) : vault_(vault), rules_(rules) {}
  const CodeRules& rules() const { return rules_; }

  /// A new code for a phone in normal form; earlier ones stop being valid. The caller owes the
  /// message in the same transaction. Refusal: too-many-codes (possible_at).
  Result<IssuedCode> issue(store::Transaction& tx, std::string_view phone, std::string_view remote,
                           Instant now) const;
  /// True, and the code is used up. Refusals: code-wrong (triesLeft), code-expired (also when none
  /// was sent, or its tries are used up).
  Kept<bool> check(store::Transaction& tx, std::string_view phone, std::string_view code,
                   Instant now) const;
  /// Removes what no limit counts any more; returns how many.
  int purge(store::Transaction& tx, Instant now, int limit = 500) const;

 private:
  store::Bytes hash(std::string_view phone, std::int64_t number, std::string_view code) const;
  const Vault& vault_;
  CodeRules rules_;
};

}  // namespace yuyue::access
