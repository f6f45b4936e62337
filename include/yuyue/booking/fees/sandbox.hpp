#pragma once
#include <functional>
#include <memory>
#include <string>

#include "yuyue/booking/fees/provider.hpp"

namespace yuyue::booking::fees {

/// One HTTP request to a provider. The module makes and reads them; who sends them is the
/// program's.
struct HttpCall {
  std::string method;
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};
struct HttpReply {
  int status = 0;
  std::string body;
};
/// Blocks for at most ten seconds; throws ProviderUnavailable when there is no answer. Thread-safe.
using HttpCaller = std::function<HttpReply(const HttpCall&)>;

struct SandboxOptions {
  std::string url;           ///< "http://127.0.0.1:8090", without a slash at the end
  std::string secret;        ///< shared; at least 32 bytes
  std::string callback_url;  ///< told with each order; empty: the sandbox knows one
};

/// The provider of demos and tests, a small process of its own. Requests and call-backs carry
///
///     X-Pay-Timestamp: seconds since 1970
///     X-Pay-Signature: hex of HMAC-SHA256(secret, timestamp "\n" what "\n" body)
///
/// where `what` is "METHOD /path?query" of a request and "callback" of a call-back. A signature
/// older (or newer) than five minutes by `wall` is stale.
std::unique_ptr<Provider> make_sandbox(SandboxOptions options, HttpCaller caller,
                                       const Clock& wall);

/// Lower-case hex of HMAC-SHA256.
std::string hmac_sha256_hex(std::string_view secret, std::string_view text);

}  // namespace yuyue::booking::fees
