// What a payment provider sends, signed or answered, however strange: understood or refused, never
// more money than there is, never an exception but the one agreed on.
#include <cstdint>
#include <string>
#include <string_view>

#include "fuzz/expect.hpp"
#include "yuyue/booking/fees/sandbox.hpp"

namespace {

using namespace yuyue;
using namespace yuyue::booking::fees;
using fuzz::expect;

constexpr std::int64_t kMostMoney = 1'000'000'000'000;

struct Wall final : Clock {
  Instant now() const override { return from_millis(1'795'000'000'000); }
};

void look_at(const Notice& notice) {
  expect(!notice.order.empty(), "a notice names its order");
  if (notice.outcome == Notice::Outcome::failed) return;
  expect(!notice.transaction.empty(), "money has a transaction");
  expect(notice.amount > 0 && notice.amount <= kMostMoney, "money is an amount");
}

void look_at_callback(Provider& provider, const std::string& secret, std::string_view body) {
  const std::string time = "1795000000";
  const auto signature = hmac_sha256_hex(secret, time + "\ncallback\n" + std::string(body));
  const auto notice =
      provider.verify({body, {{"x-pay-timestamp", time}, {"x-pay-signature", signature}}});
  if (notice)
    look_at(*notice);
  else
    expect(notice.error().code == "callback-invalid", "a signed call-back is not forged");
  const auto forged = provider.verify(
      {body, {{"x-pay-timestamp", std::string(body)}, {"x-pay-signature", std::string(body)}}});
  expect(!forged, "what is not signed is refused");
}

template <class F>
void ask(F f) {
  try {
    f();
  } catch (const ProviderUnavailable&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Wall kWall;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::string secret(32, 's');
  const auto provider = make_sandbox(
      {.url = "http://pay", .secret = secret},
      [&](const HttpCall&) {
        return HttpReply{200, std::string(bytes)};
      },
      kWall);
  look_at_callback(*provider, secret, bytes);
  ask([&] {
    const auto order = provider->create_order({.reference = "pay_1", .amount = 1, .subject = "x"});
    expect(order.pay_url.starts_with("http"), "a payer is sent to a page");
  });
  ask([&] {
    for (const auto& notice : provider->query("pay_1").paid) look_at(notice);
  });
  ask([&] { provider->refund({.reference = "rfd_1", .order = "pay_1", .amount = 1}); });
  ask([&] {
    for (const auto& line : provider->movements(from_millis(0), from_millis(1)))
      expect(line.amount > 0 && line.amount <= kMostMoney, "a line has an amount");
  });
  return 0;
}
