#pragma once
#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>

namespace yuyue::access {

/// 32 secret bytes, wiped when they go away.
class SecretKey {
 public:
  static constexpr std::size_t kSize = 32;
  SecretKey() = default;
  SecretKey(const SecretKey&) = default;
  SecretKey& operator=(const SecretKey&) = default;
  ~SecretKey();
  unsigned char* data() { return bytes_.data(); }
  const unsigned char* data() const { return bytes_.data(); }

 private:
  std::array<unsigned char, kSize> bytes_{};
};

/// The key file cannot be used: missing, readable by others, damaged. The text names the file and
/// what to do, never a key.
struct KeyFileError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// What a generation's master key is turned into; each use has a key of its own.
enum class KeyUse : std::uint64_t { fields = 1, lookups = 2, tokens = 3, audit = 4 };

/// The master keys, in a file of their own outside the database and outside its backups.
///
///     yuyue-keys 1
///     generation 2 <64 hex digits>
///     part 1 tokens <64 hex digits>
///     part 1 audit <64 hex digits>
///     tokens 1
///
/// New values are sealed with the newest generation and say which one in their second byte, so
/// older generations stay readable. The keyed hashes that people are searched by change with it:
/// the numbers behind them are few enough to be tried out by whoever has the key. Tokens keep the
/// generation that the file names: they are random and long, so that their key protects nothing,
/// and nobody could compute the hash of a token anew that only its owner has.
///
/// Of a generation that was retired the file keeps two parts: the one that proves its audit
/// entries, and, if it is theirs, the one of the tokens. Neither opens a field.
class KeyRing {
 public:
  using Generation = std::uint8_t;  ///< 1 … 255

  /// Throws KeyFileError.
  static KeyRing load(const std::filesystem::path& file);
  /// Makes a file with one new generation (mode 0600, durable). Throws KeyFileError if it exists.
  static KeyRing create(const std::filesystem::path& file);
  static KeyRing load_or_create(const std::filesystem::path& file);
  /// A ring in memory only, for tests and benchmarks.
  static KeyRing ephemeral();

  /// Adds a generation and makes it the newest; written by save().
  Generation add_generation();
  /// Keeps of a generation only what opens nothing. Throws KeyFileError for the newest and for one
  /// that is not held.
  void retire(Generation generation);
  /// Replaces the file as one step (durable); it keeps its owner and mode, a new one has 0600.
  void save(const std::filesystem::path& file) const;

  Generation newest() const { return masters_.rbegin()->first; }
  Generation tokens() const { return tokens_; }
  const std::map<Generation, SecretKey>& masters() const { return masters_; }
  /// All there ever were, as far as something of them is left.
  std::set<Generation> generations() const;
  /// Throws KeyFileError if the ring does not hold it.
  SecretKey subkey(Generation generation, KeyUse use) const;

 private:
  KeyRing() = default;
  static KeyRing parse(const std::string& text, const std::string& file);
  std::string text() const;
  std::map<Generation, SecretKey> masters_;
  std::map<std::pair<Generation, KeyUse>, SecretKey> parts_;  ///< of retired generations
  Generation tokens_ = 1;
};

/// Held by whoever changes the key file, so that two who add a generation at one moment cannot lose
/// one of them. Throws KeyFileError if somebody else holds it.
class KeyFileLock {
 public:
  explicit KeyFileLock(const std::filesystem::path& file);
  ~KeyFileLock();
  KeyFileLock(const KeyFileLock&) = delete;
  KeyFileLock& operator=(const KeyFileLock&) = delete;

 private:
  int fd_;
};

}  // namespace yuyue::access
