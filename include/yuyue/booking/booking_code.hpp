#pragma once
#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace yuyue::booking {

/// Booking codes: nine digits, read out in threes; the last is the check digit of ISO 7064
/// MOD 11,10, which finds every wrong digit and nearly every swap of neighbours.
std::string make_code(std::int64_t payload);  ///< payload: 10'000'000 … 99'999'999
/// The nine digits without spaces, hyphens and full-width forms; nullopt unless the check holds.
std::optional<std::string> parse_code(std::string_view text);
/// "493 018 275".
std::string spaced_code(std::string_view code);

/// Gives out payloads in an order that nobody can tell, from a random start. Thread-safe.
class CodeMaker {
 public:
  CodeMaker();
  std::string next();
  /// The code was taken: go on from another random place.
  void jump();

 private:
  std::atomic<std::int64_t> next_;
};

}  // namespace yuyue::booking
