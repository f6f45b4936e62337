#pragma once
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

#include "yuyue/access/keys.hpp"
#include "yuyue/core/ids.hpp"
#include "yuyue/store/transaction.hpp"

namespace yuyue::access {

/// A sealed value does not open: altered, moved from another row or column, or the key is missing.
struct CannotOpenSealed : std::runtime_error {
  using std::runtime_error::runtime_error;
};
/// The key file does not belong to this database.
struct WrongKeys : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Personal fields at rest. Immutable; safe to share between threads.
class Vault {
 public:
  explicit Vault(const KeyRing& keys);

  /// XChaCha20-Poly1305: version byte, key generation, nonce, ciphertext. `context` names the place
  /// the value stands in ("person.name:1234"); opened with any other context it throws.
  store::Bytes seal(std::string_view context, std::string_view plaintext) const;
  /// Throws CannotOpenSealed.
  std::string open(std::string_view context, std::string_view sealed) const;

  /// Keyed BLAKE2b, 16 bytes, for finding a value without opening it. Equal values of one kind give
  /// equal lookups; normalise before.
  store::Bytes lookup(std::string_view kind, std::string_view normalised) const;
  /// Keyed BLAKE2b, 32 bytes, for secrets that are compared and never read back (session tokens,
  /// API keys, one-time codes).
  store::Bytes token_hash(std::string_view purpose, std::string_view token) const;
  /// The audit chain's link. Throws CannotOpenSealed if the generation is not in the ring.
  store::Bytes audit_mac(KeyRing::Generation generation, std::string_view bytes) const;
  KeyRing::Generation newest() const { return newest_; }

 private:
  struct Generation {
    SecretKey fields;
    SecretKey audit;
  };
  const Generation& generation(KeyRing::Generation id) const;
  std::map<KeyRing::Generation, Generation> generations_;
  KeyRing::Generation newest_;
  SecretKey lookups_;
  SecretKey tokens_;
};

/// "person.name" and an id → the context of that field in that row.
template <class Kind>
std::string sealed_in(std::string_view column, Id<Kind> id) {
  return std::string(column) + ':' + std::to_string(id.value);
}

/// 32 random bytes as 43 characters of base64url.
std::string make_token();
/// Equal in a time that depends on the lengths only.
bool equal_secret(std::string_view a, std::string_view b);

/// Ties a new database to its keys, or checks that the keys are the right ones. Call at every
/// start, before serving: a lost key file must be noticed and not be replaced. Throws WrongKeys.
/// True.
bool bind_keys(store::Transaction& tx, const Vault& vault);

}  // namespace yuyue::access
