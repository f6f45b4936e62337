#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "yuyue/core/result.hpp"
#include "yuyue/core/time.hpp"

namespace yuyue::booking::fees {

/// No answer from the provider, or none that can be understood: whether it did what was asked is
/// not known. The same call, with the same reference, may be made again.
struct ProviderUnavailable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct OrderRequest {
  std::string reference;    ///< ours; the same one gives the same order
  std::int64_t amount = 0;  ///< fen
  Instant expires_at{};     ///< not payable from then on
  std::string subject;      ///< what the payer reads; no personal data
};
/// What the payer needs.
struct Order {
  std::string pay_url;  ///< http or https
  std::string qr;
};

/// What a provider says of an order: in a call-back, or asked.
struct Notice {
  enum class Outcome { paid, failed };
  std::string order;        ///< our reference
  std::string transaction;  ///< theirs, unique with them; empty if nothing was paid
  std::int64_t amount = 0;  ///< fen, > 0 if paid
  Outcome outcome = Outcome::paid;
  Instant at{};  ///< when it happened
};

struct OrderState {
  std::vector<Notice> paid;
  bool open = false;  ///< could still be paid
};

struct RefundRequest {
  std::string reference;    ///< ours; the same one is refunded once
  std::string order;        ///< our reference of the order
  std::string transaction;  ///< theirs, of the payment
  std::int64_t amount = 0;
};
struct RefundAnswer {
  enum class Outcome { done, pending, refused };
  Outcome outcome = Outcome::done;
  std::string reason;  ///< of a refusal; short, no personal data
};

/// One line of a provider's books.
struct Movement {
  enum class Kind { payment, refund };
  Kind kind = Kind::payment;
  std::string reference;  ///< payment: their transaction; refund: our reference
  std::string order;      ///< our reference of the order
  std::int64_t amount = 0;
  Instant at{};
};

/// A call-back as it came. Names of headers are in lower case.
struct Callback {
  std::string_view body;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string_view header(std::string_view name) const;
};

/// A way to be paid: WeChat, Alipay, a bank, the sandbox of demos and tests. One object serves all
/// threads. Calls that need the network block, for at most ten seconds, and are never made inside a
/// transaction; they throw ProviderUnavailable.
class Provider {
 public:
  virtual ~Provider() = default;
  /// As in the configuration and in the address of its call-backs.
  virtual std::string_view name() const = 0;
  virtual Order create_order(const OrderRequest& order) = 0;
  /// No network. Refusals: callback-forged (signature), callback-stale (time), callback-invalid
  /// (signed, and cannot be understood).
  virtual Result<Notice> verify(const Callback& callback) const = 0;
  virtual OrderState query(const std::string& reference) = 0;
  virtual RefundAnswer refund(const RefundRequest& refund) = 0;
  /// What was paid and refunded in from ≤ at < to.
  virtual std::vector<Movement> movements(Instant from, Instant to) = 0;
};

/// Those that the configuration names.
class Providers {
 public:
  void add(std::unique_ptr<Provider> provider) { list_.push_back(std::move(provider)); }
  Provider* find(std::string_view name) const;
  std::vector<std::string> names() const;

 private:
  std::vector<std::unique_ptr<Provider>> list_;
};

}  // namespace yuyue::booking::fees
