#include "app/payment_providers.hpp"

#include <fstream>
#include <iterator>

#include "app/http_caller.hpp"

namespace yuyue::app {
namespace {

constexpr std::size_t kShortestSecret = 32;

std::string read_secret(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw ConfigError("payment_key_file: cannot read " + file.string());
  std::string secret(std::istreambuf_iterator<char>(stream), {});
  while (!secret.empty() && (secret.back() == '\n' || secret.back() == '\r')) secret.pop_back();
  if (secret.size() < kShortestSecret)
    throw ConfigError("payment_key_file: " + file.string() + " holds fewer than " +
                      std::to_string(kShortestSecret) + " characters");
  return secret;
}

}  // namespace

booking::fees::Providers make_payment_providers(const Config& config, bool demo,
                                                const Clock& wall) {
  booking::fees::Providers providers;
  if (config.payment_provider.empty()) return providers;
  if (!demo)
    throw ConfigError("payment_provider: the sandbox takes no real money and is for --demo only");
  if (config.payment_url.empty()) throw ConfigError("payment_url: needed with payment_provider");
  if (config.payment_key_file.empty())
    throw ConfigError("payment_key_file: needed with payment_provider");
  providers.add(booking::fees::make_sandbox({.url = config.payment_url,
                                             .secret = read_secret(config.payment_key_file),
                                             .callback_url = config.payment_callback_url},
                                            make_http_caller(), wall));
  return providers;
}

}  // namespace yuyue::app
