#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "yuyue/core/result.hpp"

namespace yuyue::access {

// argon2id. Above OWASP's minimum (19 MiB, 2 passes), below what makes a 150 MiB server swap when
// several people sign in at once: the caller's worker pool bounds how many run together. Roughly
// 50 ms on one core of a small server.
inline constexpr unsigned long long kPasswordPasses = 3;
inline constexpr std::size_t kPasswordMemory = std::size_t{32} << 20;
inline constexpr std::size_t kPasswordMinimum = 10;   ///< characters
inline constexpr std::size_t kPasswordMaximum = 256;  ///< bytes; longer ones only cost time

/// Slow by intent. Never on an I/O thread, never inside a writer's job.
std::string hash_password(std::string_view password);
/// Slow by intent, as above. An empty hash (an unknown account's) costs the same and matches
/// nobody, so that unknown and known names take the same time. A damaged one matches nobody either.
bool verify_password(const std::string& hash, std::string_view password);

/// Refusals: password-too-short (minimum), password-too-long, password-contains-name,
/// password-too-simple (one character repeated, or a run such as 1234567890).
Result<void> check_new_password(std::string_view account_name, std::string_view password);
/// 16 characters without look-alikes, in groups of four; to be changed at first sign-in.
std::string make_one_time_password();

}  // namespace yuyue::access
