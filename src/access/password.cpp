#include "yuyue/access/password.hpp"

#include <algorithm>
#include <cctype>

#include "access/sodium.hpp"

namespace yuyue::access {
namespace {

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

std::size_t count_characters(std::string_view utf8) {
  return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

/// One step from each byte to the next: "aaaaaaaaaa", "1234567890" (9 is followed by 0),
/// "jihgfedcba".
bool is_a_run(std::string_view text) {
  const auto step = [&](std::size_t i) {
    if (text[i - 1] == '9' && text[i] == '0') return 1;
    if (text[i - 1] == '0' && text[i] == '9') return -1;
    return text[i] - text[i - 1];
  };
  const int first = step(1);
  if (first < -1 || first > 1) return false;
  for (std::size_t i = 2; i < text.size(); ++i) {
    if (step(i) != first) return false;
  }
  return true;
}

/// A hash whose password nobody knows, made with the same cost as all others.
const std::string& nobodys_hash() {
  static const std::string hash = [] {
    ensure_sodium();
    std::string password(32, '\0');
    randombytes_buf(password.data(), password.size());
    return hash_password(password);
  }();
  return hash;
}

}  // namespace

std::string hash_password(std::string_view password) {
  ensure_sodium();
  std::string hash(crypto_pwhash_STRBYTES, '\0');
  if (crypto_pwhash_str_alg(hash.data(), password.data(), password.size(), kPasswordPasses,
                            kPasswordMemory, crypto_pwhash_ALG_ARGON2ID13) != 0) {
    throw std::bad_alloc();
  }
  hash.resize(hash.find('\0'));
  return hash;
}

bool verify_password(const std::string& hash, std::string_view password) {
  ensure_sodium();
  const std::string& against = hash.empty() ? nobodys_hash() : hash;
  // Longer ones cannot have been set; cutting keeps the cost of a wrong one bounded.
  const bool matches =
      crypto_pwhash_str_verify(against.c_str(), password.data(),
                               std::min(password.size(), kPasswordMaximum + 1)) == 0;
  return matches && !hash.empty();
}

Result<void> check_new_password(std::string_view account_name, std::string_view password) {
  if (count_characters(password) < kPasswordMinimum) {
    return Refusal("password-too-short")
        .with("minimum", std::to_string(kPasswordMinimum))
        .at("/new");
  }
  if (password.size() > kPasswordMaximum) {
    return Refusal("password-too-long")
        .with("maximum", std::to_string(kPasswordMaximum))
        .at("/new");
  }
  if (!account_name.empty() &&
      lower_ascii(password).find(lower_ascii(account_name)) != std::string::npos) {
    return Refusal("password-contains-name").at("/new");
  }
  if (is_a_run(password)) return Refusal("password-too-simple").at("/new");
  return {};
}

std::string make_one_time_password() {
  ensure_sodium();
  constexpr std::string_view kAlphabet = "abcdefghjkmnpqrstuvwxyz23456789";
  std::string out;
  for (int i = 0; i < 16; ++i) {
    if (i != 0 && i % 4 == 0) out += '-';
    out += kAlphabet[randombytes_uniform(static_cast<std::uint32_t>(kAlphabet.size()))];
  }
  return out;
}

}  // namespace yuyue::access
