#pragma once
#include <string>
#include <string_view>

namespace yuyue::http {

/// Bodies shorter than this are not worth packing: they fit one packet as they are.
inline constexpr std::size_t kWorthPacking = 1024;

/// zlib's levels 1 (quick) … 9 (small). Throws std::bad_alloc. Thread-safe.
std::string gzip(std::string_view bytes, int level);
/// Brotli's qualities 0 … 11. Throws std::bad_alloc. Thread-safe.
std::string brotli(std::string_view bytes, int quality);

}  // namespace yuyue::http
