#include "yuyue/booking/booking_code.hpp"

#include <array>
#include <random>

#include "yuyue/core/person_data.hpp"

namespace yuyue::booking {
namespace {

constexpr std::int64_t kLowest = 10'000'000;
constexpr std::int64_t kCount = 90'000'000;

// ISO 7064, hybrid system MOD 11,10: the state after each digit; 1 at the end means valid.
int step(int state, int digit) {
  int sum = (state + digit) % 10;
  if (sum == 0) sum = 10;
  return sum * 2 % 11;
}

int check_digit(std::string_view digits) {
  int state = 10;
  for (const char c : digits) state = step(state, c - '0');
  return (11 - state) % 10;
}

std::int64_t random_payload() {
  std::random_device device;
  return std::uniform_int_distribution<std::int64_t>{0, kCount - 1}(device);
}

/// One of the finalisers of SplitMix64.
std::uint32_t mixed(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return static_cast<std::uint32_t>(x ^ (x >> 31));
}

/// The payloads in an order of this process's own, each once: whoever has a code cannot tell those
/// before and after it. A Feistel network over 28 bits, walked until it is among the payloads.
std::int64_t shuffled(std::int64_t n) {
  static const auto keys = [] {
    std::random_device device;
    std::array<std::uint64_t, 6> made{};
    for (auto& key : made) key = std::uint64_t{device()} << 32 | device();
    return made;
  }();
  constexpr std::uint32_t kHalf = (1U << 14) - 1;
  auto x = static_cast<std::uint32_t>(n);
  do {
    std::uint32_t left = x >> 14, right = x & kHalf;
    for (const auto key : keys) {
      left ^= mixed(right ^ key) & kHalf;
      std::swap(left, right);
    }
    x = left << 14 | right;
  } while (x >= kCount);
  return x;
}

}  // namespace

std::string make_code(std::int64_t payload) {
  auto code = std::to_string(payload);
  code.push_back(static_cast<char>('0' + check_digit(code)));
  return code;
}

std::optional<std::string> parse_code(std::string_view text) {
  auto code = normalise_number(text);
  if (code.size() != 9 || code.find_first_not_of("0123456789") != std::string::npos ||
      code[0] == '0')
    return std::nullopt;
  if (check_digit(std::string_view(code).substr(0, 8)) != code[8] - '0') return std::nullopt;
  return code;
}

std::string spaced_code(std::string_view code) {
  std::string out;
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (i != 0 && i % 3 == 0) out.push_back(' ');
    out.push_back(code[i]);
  }
  return out;
}

CodeMaker::CodeMaker() : next_(random_payload()) {}

std::string CodeMaker::next() {
  return make_code(kLowest + shuffled(next_.fetch_add(1) % kCount));
}

void CodeMaker::jump() {
  next_.store(random_payload());
}

}  // namespace yuyue::booking
