#include "yuyue/booking/fees/sandbox.hpp"

#include <sodium.h>

#include <charconv>
#include <nlohmann/json.hpp>

namespace yuyue::booking::fees {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;
constexpr auto kFresh = 5min;

std::string seconds_text(Instant t) {
  return std::to_string(
      std::chrono::duration_cast<std::chrono::seconds>(t.time_since_epoch()).count());
}

bool is_fresh(std::string_view timestamp, Instant now) {
  std::int64_t seconds = 0;
  const auto [end, error] =
      std::from_chars(timestamp.data(), timestamp.data() + timestamp.size(), seconds);
  if (error != std::errc{} || end != timestamp.data() + timestamp.size()) return false;
  const auto age = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()) -
                   std::chrono::seconds{seconds};
  return std::chrono::abs(age) <= kFresh;
}

bool equal(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

/// Throws json::exception and std::invalid_argument for what cannot be understood.
Instant instant_of(const json& value) {
  const auto at = parse_rfc3339(value.get<std::string>());
  if (!at) throw std::invalid_argument("time");
  return *at;
}

std::int64_t amount_of(const json& value) {
  const auto amount = value.get<std::int64_t>();
  if (!value.is_number_integer() || amount <= 0 || amount > 1'000'000'000'000)
    throw std::invalid_argument("amount");
  return amount;
}

std::string text_of(const json& value, std::size_t most = 200) {
  auto text = value.get<std::string>();
  if (text.empty() || text.size() > most) throw std::invalid_argument("text");
  return text;
}

Notice notice_of(const json& value) {
  Notice notice;
  notice.order = text_of(value.at("order"));
  notice.at = instant_of(value.at("at"));
  const auto outcome = text_of(value.at("outcome"));
  if (outcome == "failed") {
    notice.outcome = Notice::Outcome::failed;
    return notice;
  }
  if (outcome != "paid") throw std::invalid_argument("outcome");
  notice.transaction = text_of(value.at("transaction"));
  notice.amount = amount_of(value.at("amount"));
  return notice;
}

class Sandbox final : public Provider {
 public:
  Sandbox(SandboxOptions options, HttpCaller caller, const Clock& wall)
      : options_(std::move(options)), caller_(std::move(caller)), wall_(wall) {}

  std::string_view name() const override { return "sandbox"; }

  Order create_order(const OrderRequest& order) override {
    json body{{"reference", order.reference},
              {"amount", order.amount},
              {"expiresAt", to_millis(order.expires_at)},
              {"subject", order.subject}};
    if (!options_.callback_url.empty()) body["callbackUrl"] = options_.callback_url;
    return understood([&] {
      const auto answer = call("POST", "/orders", body.dump());
      Order made{text_of(answer.at("payUrl"), 1000), text_of(answer.at("qr"), 1000)};
      // It becomes a link on the patient's page.
      if (!made.pay_url.starts_with("https://") && !made.pay_url.starts_with("http://"))
        throw std::invalid_argument("address");
      return made;
    });
  }

  Result<Notice> verify(const Callback& callback) const override {
    const auto timestamp = callback.header("x-pay-timestamp");
    const auto expected = signature(timestamp, "callback", callback.body);
    if (!equal(callback.header("x-pay-signature"), expected)) return Refusal("callback-forged");
    if (!is_fresh(timestamp, wall_.now())) return Refusal("callback-stale");
    try {
      return notice_of(json::parse(callback.body));
    } catch (const std::exception&) {
      return Refusal("callback-invalid");
    }
  }

  OrderState query(const std::string& reference) override {
    return understood([&] {
      const auto answer = call("GET", "/orders/" + reference, "");
      OrderState state;
      state.open = answer.at("open").get<bool>();
      for (const auto& item : answer.at("paid")) state.paid.push_back(notice_of(item));
      return state;
    });
  }

  RefundAnswer refund(const RefundRequest& request) override {
    const json body{{"reference", request.reference},
                    {"order", request.order},
                    {"transaction", request.transaction},
                    {"amount", request.amount}};
    return understood([&]() -> RefundAnswer {
      const auto answer = call("POST", "/refunds", body.dump());
      const auto state = text_of(answer.at("state"));
      if (state == "done") return {};
      if (state == "pending") return {RefundAnswer::Outcome::pending, {}};
      if (state != "refused") throw std::invalid_argument("state");
      return {RefundAnswer::Outcome::refused, answer.value("reason", std::string())};
    });
  }

  std::vector<Movement> movements(Instant from, Instant to) override {
    return understood([&] {
      const auto answer = call("GET",
                               "/movements?from=" + std::to_string(to_millis(from)) +
                                   "&to=" + std::to_string(to_millis(to)),
                               "");
      std::vector<Movement> list;
      for (const auto& item : answer.at("items"))
        list.push_back({text_of(item.at("kind")) == "refund" ? Movement::Kind::refund
                                                             : Movement::Kind::payment,
                        text_of(item.at("reference")), text_of(item.at("order")),
                        amount_of(item.at("amount")), instant_of(item.at("at"))});
      return list;
    });
  }

 private:
  std::string signature(std::string_view timestamp, std::string_view what,
                        std::string_view body) const {
    std::string text(timestamp);
    text.append("\n").append(what).append("\n").append(body);
    return hmac_sha256_hex(options_.secret, text);
  }

  json call(const std::string& method, const std::string& target, std::string body) {
    const auto timestamp = seconds_text(wall_.now());
    auto signed_by = signature(timestamp, method + " " + target, body);
    const auto reply = caller_({.method = method,
                                .url = options_.url + target,
                                .headers = {{"Content-Type", "application/json"},
                                            {"X-Pay-Timestamp", timestamp},
                                            {"X-Pay-Signature", std::move(signed_by)}},
                                .body = std::move(body)});
    if (reply.status < 200 || reply.status > 299)
      throw ProviderUnavailable("answered " + std::to_string(reply.status));
    return json::parse(reply.body);
  }

  /// An answer that cannot be understood is none.
  template <class F>
  static auto understood(F f) -> decltype(f()) {
    try {
      return f();
    } catch (const ProviderUnavailable&) {
      throw;
    } catch (const json::exception&) {
      throw ProviderUnavailable("answered what is no JSON as agreed");
    } catch (const std::invalid_argument& e) {
      throw ProviderUnavailable(std::string("answered with a wrong ") + e.what());
    }
  }

  const SandboxOptions options_;
  const HttpCaller caller_;
  const Clock& wall_;
};

}  // namespace

std::string hmac_sha256_hex(std::string_view secret, std::string_view text) {
  const auto bytes = [](std::string_view of) {
    return reinterpret_cast<const unsigned char*>(of.data());
  };
  crypto_auth_hmacsha256_state state;
  unsigned char mac[crypto_auth_hmacsha256_BYTES];
  crypto_auth_hmacsha256_init(&state, bytes(secret), secret.size());
  crypto_auth_hmacsha256_update(&state, bytes(text), text.size());
  crypto_auth_hmacsha256_final(&state, mac);
  char hex[2 * sizeof mac + 1];
  return sodium_bin2hex(hex, sizeof hex, mac, sizeof mac);
}

std::unique_ptr<Provider> make_sandbox(SandboxOptions options, HttpCaller caller,
                                       const Clock& wall) {
  return std::make_unique<Sandbox>(std::move(options), std::move(caller), wall);
}

}  // namespace yuyue::booking::fees
