#pragma once
#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>

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
///     generation 1 <64 hex digits>
///     lookups 1
///
/// New values are sealed with the newest generation and say which one in their second byte, so
/// older generations stay readable. Lookups and tokens cannot be recomputed one by one (the
/// searching side must use the same key as every row), so the file names the one generation they
/// use.
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
  /// Replaces the file as one step (mode 0600, durable).
  void save(const std::filesystem::path& file) const;

  Generation newest() const { return masters_.rbegin()->first; }
  Generation lookups() const { return lookups_; }
  const std::map<Generation, SecretKey>& masters() const { return masters_; }
  /// Throws KeyFileError if the ring does not hold the generation.
  SecretKey subkey(Generation generation, KeyUse use) const;

 private:
  KeyRing() = default;
  static KeyRing parse(const std::string& text, const std::string& file);
  std::string text() const;
  std::map<Generation, SecretKey> masters_;
  Generation lookups_ = 1;
};

}  // namespace yuyue::access
