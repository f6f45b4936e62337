#include "yuyue/core/ids.hpp"

#include <algorithm>
#include <array>
#include <random>

namespace yuyue {
namespace {

// 2024-01-01T00:00:00Z. 41 bits of milliseconds from then last until 2093; 22 bits count within
// one.
constexpr std::int64_t kEpochMillis = 1704067200000;
constexpr int kCounterBits = 22;
constexpr std::string_view kAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::size_t kDigits = 13;  // 13 × 5 = 65 bits hold 63

constexpr std::array<int, 256> kValues = [] {
  std::array<int, 256> values{};
  values.fill(-1);
  for (std::size_t i = 0; i < kAlphabet.size(); ++i)
    values[static_cast<unsigned char>(kAlphabet[i])] = static_cast<int>(i);
  return values;
}();

}  // namespace

std::string encode_id(std::string_view prefix, std::int64_t value) {
  std::string out(prefix.size() + 1 + kDigits, '_');
  std::copy(prefix.begin(), prefix.end(), out.begin());
  auto bits = static_cast<std::uint64_t>(value);
  for (std::size_t i = out.size(); i > prefix.size() + 1; --i) {
    out[i - 1] = kAlphabet[bits & 31];
    bits >>= 5;
  }
  return out;
}

std::optional<std::int64_t> decode_id(std::string_view prefix, std::string_view text) {
  if (text.size() != prefix.size() + 1 + kDigits || !text.starts_with(prefix) ||
      text[prefix.size()] != '_')
    return std::nullopt;
  std::uint64_t bits = 0;
  for (const char c : text.substr(prefix.size() + 1)) {
    const int digit = kValues[static_cast<unsigned char>(c)];
    // The first of 13 digits carries only three of the 63 bits.
    if (digit < 0 || bits >> 58 != 0) return std::nullopt;
    bits = bits << 5 | static_cast<std::uint64_t>(digit);
  }
  return static_cast<std::int64_t>(bits);
}

// A process begins each millisecond's count at its own random place in the lower half, so that two
// runs whose clocks overlap (a step back after a restart) do not give the same id.
IdMaker::IdMaker(const Clock& clock) : clock_(clock), last_(0) {
  start_ = static_cast<std::int64_t>(std::random_device{}() & ((1u << (kCounterBits - 1)) - 1));
}

std::int64_t IdMaker::next_value() {
  const std::int64_t millis = std::max<std::int64_t>(0, to_millis(clock_.now()) - kEpochMillis);
  const std::int64_t candidate = millis << kCounterBits | start_;
  const std::scoped_lock lock(mutex_);
  last_ = std::max(last_ + 1, candidate);
  return last_;
}

}  // namespace yuyue
