#pragma once
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>

#include "yuyue/access/principal.hpp"
#include "yuyue/access/vault.hpp"
#include "yuyue/store/database.hpp"

namespace yuyue::access {

struct SignInRules {
  std::chrono::seconds staff_idle = std::chrono::hours(2);
  std::chrono::seconds staff_absolute = std::chrono::hours(12);
  std::chrono::seconds patient_idle = std::chrono::hours(24 * 14);
  std::chrono::seconds patient_absolute = std::chrono::hours(24 * 30);
};

/// Who a sign-in is for.
using Identity = std::variant<AccountId, MemberId>;

struct NewSignIn {
  std::string token;  ///< for the cookie; stored hashed only
  Principal principal;
  Instant expires_at;  ///< at the latest
};

/// What a token stands for now.
struct Resolved {
  Principal principal;
  bool touch_due = false;  ///< ask SignIns::touch (or ApiKeys::touch) to note that it is in use
};

/// Tokens resolved lately, so that most requests cost no query. Expiry is checked at every look;
/// changes of sign-ins and accounts drop entries from the committed transaction, before anybody is
/// answered. Thread-safe.
class SessionCache {
 public:
  struct Entry {
    Principal principal;
    Instant idle_until;  ///< end, unless it is used
    Instant expires_at;  ///< end in any case
    Instant touch_at;    ///< from when its use should be written down
  };
  explicit SessionCache(std::size_t most = 20000) : most_(most) {}

  std::optional<Entry> find(const store::Bytes& token_hash) const;
  /// True for one caller a minute while the entry's use is due to be written down.
  bool claim_touch(const store::Bytes& token_hash, Instant now);
  /// Taken before a snapshot is opened; what is read there is kept only if nothing was dropped
  /// meanwhile.
  std::uint64_t epoch() const;
  void keep(const store::Bytes& token_hash, Entry entry, std::uint64_t epoch);
  void drop(const store::Bytes& token_hash);
  /// All entries of one account, member or key.
  void drop_all_of(PrincipalKind kind, std::int64_t id);
  std::size_t size() const;

 private:
  const std::size_t most_;
  mutable std::mutex mutex_;
  std::uint64_t epoch_ = 0;
  std::unordered_map<store::Bytes, Entry> entries_;
};

/// Who is signed in. (A "session" in this program is a clinic's.)
class SignIns {
 public:
  SignIns(const Vault& vault, SessionCache& cache, SignInRules rules)
      : vault_(vault), cache_(cache), rules_(rules) {}
  const SignInRules& rules() const { return rules_; }

  /// Opens one for somebody who has proved who they are.
  NewSignIn open(store::Transaction& tx, const Identity& identity, Instant now) const;
  /// Who the token stands for; nothing if unknown, expired, revoked, or the account is locked.
  /// From the cache if possible, else by one query. Call it for every request.
  std::optional<Resolved> resolve(const store::Database& database, std::string_view token,
                                  Instant now) const;
  /// The same without the cache.
  std::optional<Resolved> resolve(store::Snapshot& snapshot, std::string_view token,
                                  Instant now) const;
  /// Notes that the sign-in is in use, which moves its idle end. True if it still existed.
  bool touch(store::Transaction& tx, std::string_view token, Instant now) const;
  /// Signs out. True if it existed.
  bool revoke(store::Transaction& tx, std::string_view token) const;
  /// Signs out everywhere, but for the sign-in of `keep`, if given. Returns how many.
  int revoke_all(store::Transaction& tx, const Identity& identity,
                 std::optional<std::string_view> keep = {}) const;
  /// Removes expired ones; returns how many.
  int purge(store::Transaction& tx, Instant now, int limit = 500) const;

 private:
  std::optional<SessionCache::Entry> read(store::Snapshot& snapshot,
                                          const store::Bytes& hash) const;
  const Vault& vault_;
  SessionCache& cache_;
  SignInRules rules_;
};

}  // namespace yuyue::access
