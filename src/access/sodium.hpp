#pragma once
#include <sodium.h>

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

namespace yuyue::access {

/// libsodium must be initialised before its first use; any thread, any number of times.
inline void ensure_sodium() {
  static const bool ready = [] {
    if (sodium_init() < 0) throw std::runtime_error("libsodium cannot start");
    return true;
  }();
  static_cast<void>(ready);
}

inline const unsigned char* as_bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
inline unsigned char* as_bytes(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

/// Keyed BLAKE2b over parts that are fed one after another.
class KeyedHash {
 public:
  KeyedHash(const unsigned char* key, std::size_t key_size, std::size_t size) : size_(size) {
    ensure_sodium();
    crypto_generichash_init(&state_, key, key_size, size);
  }
  /// A length goes before each part, so that ("ab","c") and ("a","bc") differ.
  KeyedHash& part(std::string_view bytes) {
    unsigned char length[8];
    for (int i = 0; i < 8; ++i) {
      length[i] = static_cast<unsigned char>((bytes.size() >> (8 * i)) & 0xFFU);
    }
    crypto_generichash_update(&state_, length, sizeof length);
    crypto_generichash_update(&state_, as_bytes(bytes), bytes.size());
    return *this;
  }
  std::string finish() {
    std::string out(size_, '\0');
    crypto_generichash_final(&state_, as_bytes(out), size_);
    return out;
  }

 private:
  crypto_generichash_state state_;
  std::size_t size_;
};

}  // namespace yuyue::access
