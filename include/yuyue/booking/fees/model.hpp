#pragma once
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "yuyue/booking/channel.hpp"
#include "yuyue/core/ids.hpp"
#include "yuyue/core/time.hpp"

namespace yuyue::booking::fees {

// What a booking's fee becomes. All amounts are fen.

/// The provider of what is paid at the hospital's own desk.
inline constexpr std::string_view kDesk = "desk";

/// What a hospital decides about fees. Kept as one JSON value in the table `setting`.
struct Settings {
  /// Bookings by these ways are held unpaid and must be paid within `pay_within`; all others are
  /// paid at the desk, when the patient comes.
  std::set<Channel> prepay;
  std::chrono::minutes pay_within{15};  ///< 1 … 240
  std::string provider;                 ///< of new orders; empty: nothing is paid online
  bool operator==(const Settings&) const = default;
};

enum class Method { online, cash, card };
std::string_view name_of(Method method);
std::optional<Method> method_from(std::string_view name);

/// One order at a provider, or one payment at the desk.
enum class PaymentState {
  ordering,  ///< not known yet whether the provider has taken the order
  open,      ///< the patient can pay it
  paid,
  failed,   ///< the provider said so, or something other than its amount was paid
  closed,   ///< never paid, and not asked for any more
  reversed  ///< taken at the desk and given back there
};
std::string_view name_of(PaymentState state);
std::optional<PaymentState> payment_state(std::string_view name);

struct Payment {
  PaymentId id;  ///< its text is the order's reference at the provider
  AppointmentId appointment;
  std::string provider;
  Method method = Method::online;
  std::int64_t amount = 0;
  PaymentState state = PaymentState::ordering;
  std::string pay_url;  ///< where the payer goes
  std::string qr;       ///< what a QR code for the payer holds
  std::optional<Instant> expires_at;
  Instant created_at{};
  std::optional<Instant> paid_at;
};

/// What money that came in is for. All but the first go back to who paid.
enum class Use {
  fee,
  late,          ///< the place had been given back
  twice,         ///< nothing (more) was due
  wrong_amount,  ///< not what the order says
  unknown_order  ///< no order of ours; kept for the reconciliation
};
std::string_view name_of(Use use);
std::optional<Use> use_from(std::string_view name);

/// Money that came in: one transaction of a provider, or one payment at the desk.
struct Receipt {
  ReceiptId id;
  std::optional<PaymentId> payment;  ///< none: unknown_order
  std::string provider;
  std::string transaction;  ///< the provider's name for it, unique there
  std::string order;        ///< the reference as the provider gave it
  std::int64_t amount = 0;
  Use use = Use::fee;
  Instant at{};  ///< when it was paid
};

enum class RefundReason { cancelled, fee_lower, late, twice, wrong_amount, reversed };
std::string_view name_of(RefundReason reason);
std::optional<RefundReason> refund_reason(std::string_view name);

enum class RefundState {
  owed,
  done,
  failed  ///< the provider will not; the desk has to settle it
};
std::string_view name_of(RefundState state);
std::optional<RefundState> refund_state(std::string_view name);

struct Refund {
  RefundId id;  ///< its text is the refund's reference at the provider
  ReceiptId receipt;
  std::int64_t amount = 0;
  RefundReason reason = RefundReason::cancelled;
  RefundState state = RefundState::owed;
  bool by_hand = false;  ///< given back at the desk
  Instant created_at{};
  std::optional<Instant> done_at;
};

/// All money of one appointment, oldest first.
struct Account {
  std::vector<Payment> payments;
  std::vector<Receipt> receipts;
  std::vector<Refund> refunds;
};

/// How an appointment stands with its fee.
enum class Standing {
  due,      ///< to be paid at the desk (or online, ahead of it)
  pending,  ///< held until it is paid
  paid,
  refunding,  ///< cancelled; money is on its way back
  refunded,
  failed  ///< pending: the last attempt to pay failed; cancelled: a refund could not be made
};
std::string_view name_of(Standing standing);

struct Balance {
  Standing standing = Standing::due;
  std::int64_t paid = 0;       ///< all that came in
  std::int64_t refunding = 0;  ///< owed back
  std::int64_t refunded = 0;
  std::int64_t due = 0;          ///< still to be paid
  bool needs_staff = false;      ///< a refund could not be made
  std::optional<Method> method;  ///< of what was paid towards the fee last
};

}  // namespace yuyue::booking::fees
