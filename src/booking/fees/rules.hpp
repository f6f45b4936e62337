#pragma once
#include <optional>
#include <span>

#include "yuyue/booking/appointments.hpp"
#include "yuyue/booking/fees/model.hpp"
#include "yuyue/booking/fees/provider.hpp"
#include "yuyue/booking/fees/reconciliation.hpp"

namespace yuyue::booking::fees::rules {

// Pure functions: what money means. No I/O, no clock.

/// Refusal: setting-invalid (params: name).
Result<void> check(const Settings& settings);

/// Until when a new booking must be paid; nothing: at the desk. A visit that begins sooner than
/// that leaves no time to hold its place.
std::optional<Instant> pay_until(const Settings& settings, Channel channel, std::int64_t fee,
                                 Instant slot_starts_at, Instant now);

/// What is kept towards the fee: what came in for it, less what goes back of it.
std::int64_t kept(const Account& account);
/// What may still go back of one receipt.
std::int64_t left_of(const Receipt& receipt, const Account& account);
/// Nothing: there is no fee and never was any money.
std::optional<Balance> balance(const Appointment& appointment, const Account& account);

/// What one notice of a payment does.
enum class Ruling {
  repeated,        ///< known: nothing
  attempt_failed,  ///< the payment failed at the provider; another may be made
  nothing,         ///< a failure of something that is not waited for
  accepted,        ///< for the fee
  returned         ///< goes back, see `use`
};
struct Judgement {
  Ruling ruling = Ruling::nothing;
  Use use = Use::fee;
  std::int64_t surplus = 0;  ///< accepted: this much of it goes back, the fee having become lower
};
Judgement judge(const Notice& notice, bool known_transaction, const Payment& payment,
                const Appointment& appointment, const Account& account);

/// How long to wait before attempt number `attempts` + 1 at a provider that did not answer: 5 s,
/// doubling, at most an hour.
std::chrono::milliseconds pause_after(int attempts);
/// When to ask again whether an order has been paid: 30 s after it was opened, doubling, at most
/// five minutes, and once shortly before it expires.
Instant next_query(const Payment& payment, int attempts, Instant now);

/// What of two ledgers agrees and what does not.
std::vector<Comparison> compare(std::span<const LedgerLine> ours, std::span<const Movement> theirs);

}  // namespace yuyue::booking::fees::rules
