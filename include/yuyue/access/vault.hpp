#pragma once
#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

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

/// What a value that is searched for may be kept under: by the generation in use and, while values
/// of the one before are left, by that. Without one, both are the same. For `IN (?, ?)`.
struct Lookups {
  store::Bytes now, former;
};

/// Personal fields at rest. Safe to share between threads; its keys change as one step, and only on
/// the writer's thread (use), so that all of one row is of one generation.
class Vault {
 public:
  /// Uses the ring's newest generation.
  explicit Vault(const KeyRing& keys);

  /// XChaCha20-Poly1305: version byte, key generation, nonce, ciphertext. `context` names the place
  /// the value stands in ("person.name:1234"); opened with any other context it throws.
  store::Bytes seal(std::string_view context, std::string_view plaintext) const;
  /// Throws CannotOpenSealed.
  std::string open(std::string_view context, std::string_view sealed) const;
  /// The generation a sealed value says it is of; 0: not a sealed value.
  static KeyRing::Generation generation_of(std::string_view sealed);

  /// Keyed BLAKE2b, 16 bytes, for finding a value without opening it. Equal values of one kind give
  /// equal lookups; normalise before. This one is for writing; who searches takes both.
  store::Bytes lookup(std::string_view kind, std::string_view normalised) const;
  Lookups lookups(std::string_view kind, std::string_view normalised) const;
  /// Keyed BLAKE2b, 32 bytes, for secrets that are compared and never read back (session tokens,
  /// API keys, one-time codes).
  store::Bytes token_hash(std::string_view purpose, std::string_view token) const;
  /// The audit chain's link. Throws CannotOpenSealed if the generation is not in the ring.
  store::Bytes audit_mac(KeyRing::Generation generation, std::string_view bytes) const;
  /// What new values are sealed with.
  KeyRing::Generation newest() const { return keys_.load()->sealing; }
  /// The newest that could be used.
  KeyRing::Generation newest_known() const { return keys_.load()->opening.rbegin()->first; }

  /// Opens what the ring opens from now on; what is sealed with stays as it is. Throws KeyFileError
  /// if the ring lacks the generation in use or has another key under its name.
  void learn(const KeyRing& keys);
  /// Seals with `generation` and also searches by `former`. Throws CannotOpenSealed if either is
  /// not known.
  void use(KeyRing::Generation generation, KeyRing::Generation former);

 private:
  struct Generation {
    SecretKey fields, lookups;
  };
  struct Keys {
    std::map<KeyRing::Generation, Generation> opening;
    std::map<KeyRing::Generation, SecretKey> audit;
    SecretKey tokens;
    KeyRing::Generation sealing = 0, former = 0;
    const Generation& generation(KeyRing::Generation id) const;
  };
  static Keys read(const KeyRing& keys);
  void replace(Keys keys);

  std::mutex mutex_;
  /// All that were ever in use: few, and whoever reads may still hold one.
  std::vector<std::unique_ptr<const Keys>> kept_;
  std::atomic<const Keys*> keys_ = nullptr;
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

/// Ties a new database to its keys, or checks that the keys are the right ones, and tells the vault
/// which generation to use: a newer one in the key file is taken into use (see KeyRotation). Call
/// at every start, before serving: a lost key file must be noticed and not be replaced. Throws
/// WrongKeys. True.
bool bind_keys(store::Transaction& tx, Vault& vault, Instant now);

}  // namespace yuyue::access
