#include "http/server_state.hpp"

#include <array>
#include <charconv>
#include <random>

#include "http/answer.hpp"

namespace yuyue::http {

RequestIds::RequestIds() {
  std::random_device random;
  counter_ = (static_cast<std::uint64_t>(random()) << 32) | random();
}

std::string RequestIds::next() {
  // SplitMix64: a counter, scattered so that neighbours do not look alike in a log.
  std::uint64_t x = counter_.fetch_add(0x9e3779b97f4a7c15, std::memory_order_relaxed);
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  x ^= x >> 31;
  std::string id(16, '0');
  std::array<char, 16> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), x, 16).ptr;
  std::copy(digits.data(), end, id.end() - (end - digits.data()));
  return id;
}

Response ServerState::problem(const Request& request, int status) const {
  const auto code = code_of(status);
  if (hooks.problem) {
    std::string trouble = "unknown";
    try {
      return hooks.problem(request, status, code);
    } catch (const std::exception& e) {
      trouble = e.what();
    } catch (...) {
    }
    report(request.id + ": writing the problem " + std::string(code) + " failed: " + trouble);
  }
  return Response::text(status, "text/plain; charset=utf-8", std::string(code) + "\n");
}

void ServerState::report(const std::string& line) const noexcept {
  if (!hooks.on_error) return;
  try {
    hooks.on_error(line);
  } catch (...) {
    return;  // there is nowhere left to say it
  }
}

Headers ServerState::security_headers(const Request& request) const {
  if (!hooks.security_headers) return {};
  try {
    return hooks.security_headers(request);
  } catch (const std::exception& e) {
    report(request.id + ": security headers: " + e.what());
    return {{"X-Content-Type-Options", "nosniff"}};
  }
}

}  // namespace yuyue::http
