#pragma once
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "yuyue/access/audit.hpp"
#include "yuyue/booking/appointments.hpp"
#include "yuyue/booking/fees/model.hpp"
#include "yuyue/booking/fees/provider.hpp"
#include "yuyue/booking/fees/reconciliation.hpp"

namespace yuyue::booking::fees {

/// The settings in force, for all threads; replaced by the commit that changes them.
class LiveSettings {
 public:
  LiveSettings() : current_(std::make_shared<const Settings>()) {}
  std::shared_ptr<const Settings> current() const;
  /// At start.
  void load(store::Snapshot& snapshot);
  /// The number a change must send back; 0 before the first save.
  static std::int64_t version(store::Snapshot& snapshot);
  /// Refusals: setting-invalid, payment-provider-unknown, changed-meanwhile.
  Result<std::int64_t> save(store::Transaction& tx, const Settings& settings,
                            const Providers& providers, std::int64_t expected_version,
                            const access::AuditLog& audit, const access::Principal& by,
                            Instant now);

 private:
  void replace(std::shared_ptr<const Settings> settings);
  mutable std::mutex mutex_;
  std::shared_ptr<const Settings> current_;
};

/// Told, inside the transaction, of what a patient should hear about their money.
class MoneyListener {
 public:
  virtual ~MoneyListener() = default;
  /// Money goes back for another reason than a cancellation: late, twice, wrong amount.
  virtual void returned(store::Transaction& tx, const Appointment& appointment,
                        const Receipt& receipt, Instant now) = 0;
  /// A refund has been made.
  virtual void refunded(store::Transaction& tx, const Appointment& appointment,
                        const Refund& refund, Instant now) = 0;
};

/// What a notice of a payment did.
struct Settled {
  bool known_order = true;
  bool repeated = false;
  Use use = Use::fee;
};

/// Fees: what is due, what was paid, what goes back. Each use case is one transaction; the network
/// is never used here. What a provider has to be asked is written down as an errand (errands.hpp).
///
/// - A cancellation that is granted gives back all that was paid, whoever cancels; a no-show
/// nothing.
/// - A patient moved to a cheaper session gets the difference back; to a dearer one, the rest is
/// due
///   at the desk.
/// - Money that cannot be used (late, twice, wrong amount) goes back by itself.
///
/// Thread-safe.
class Fees final : public BookingListener {
 public:
  struct Options {
    Environment environment;
    const Appointments* appointments = nullptr;
    const LiveSettings* settings = nullptr;
    const Providers* providers = nullptr;
    MoneyListener* listener = nullptr;  ///< may be null
  };
  explicit Fees(Options options) : opt_(std::move(options)) {}

  /// Until when a booking of this slot must be paid; nothing: at the desk. `not-found` is the
  /// booking's to say.
  std::optional<Instant> pay_until(store::Snapshot& snapshot, SlotId slot, Channel channel,
                                   Instant now) const;
  Account account(store::Snapshot& snapshot, AppointmentId appointment) const;
  /// Nothing: there is no fee and never was any money.
  std::optional<Balance> balance(store::Snapshot& snapshot, const Appointment& appointment) const;
  std::optional<Payment> find_payment(store::Snapshot& snapshot, PaymentId id) const;

  /// The order that the patient can pay, or a new one that the provider must be told of (state
  /// ordering; then `opened`). Refusals: not-found, not-active, nothing-due, online-payment-off.
  Result<Payment> order(store::Transaction& tx, AppointmentId appointment, Instant now) const;
  /// The provider has taken the order. Refusals: not-found, not-active (closed meanwhile).
  Result<Payment> opened(store::Transaction& tx, PaymentId payment, const Order& order,
                         Instant now) const;

  /// What a provider says of an order, by call-back or asked. The same transaction again changes
  /// nothing. Never refuses: money that is not understood is kept for the reconciliation.
  Settled settle(store::Transaction& tx, std::string_view provider, const Notice& notice,
                 Instant now) const;

  /// Taken at the desk, all that is due. Refusals: not-found, not-active, nothing-due,
  /// amount-differs (params: due).
  Result<Payment> take(store::Transaction& tx, AppointmentId appointment, Method method,
                       std::int64_t amount, const Actor& by, Instant now) const;
  /// Handed back at the desk: what is owed back of this payment and cannot go another way; if
  /// nothing is, the whole desk payment, which was a slip. Returns the amount. Refusals: not-found,
  /// nothing-to-give-back.
  Result<std::int64_t> give_back(store::Transaction& tx, PaymentId payment,
                                 const std::string& reason, const Actor& by, Instant now) const;
  /// Booked so by staff: takes the reason down.
  void note_pay_later(store::Transaction& tx, const Appointment& appointment,
                      const std::string& reason, const Actor& by, Instant now) const;
  /// An emergency, a green channel: confirmed unpaid; the fee is due at the desk. Refusals:
  /// not-found, not-active, not-pending.
  Result<Appointment> let_pay_later(store::Transaction& tx, AppointmentId appointment,
                                    const std::string& reason, const Actor& by, Instant now) const;

  /// Cancels what was not paid in time; returns how many were looked at.
  int expire(store::Transaction& tx, Instant now, int limit = 20) const;
  bool has_expired(store::Snapshot& snapshot, Instant now) const;

  /// A provider's answer to a refund. Refused: the desk has to settle it.
  void refund_answered(store::Transaction& tx, RefundId refund, const RefundAnswer& answer,
                       Instant now) const;

  Reconciliation reconcile(store::Snapshot& snapshot, std::string_view provider, Instant from,
                           Instant to, const std::vector<Movement>& theirs) const;

  /// Money owed back and what is owed to providers; for /metrics.
  struct Figures {
    std::int64_t refunds_owed = 0, refunds_failed = 0, errands = 0;
  };
  Figures figures(store::Snapshot& snapshot) const;

  void booked(store::Transaction&, const Appointment&, Instant) override {}
  void cancelled(store::Transaction& tx, const Appointment& now_is, Instant now) override;
  void rescheduled(store::Transaction& tx, const Appointment& was, const Appointment& now_is,
                   Instant now) override;

 private:
  void owe_refund(store::Transaction& tx, const Receipt& receipt, std::int64_t amount,
                  RefundReason reason, Instant now) const;
  void refund_down_to(store::Transaction& tx, const Appointment& appointment, std::int64_t keep,
                      RefundReason reason, Instant now) const;
  void close_open(store::Transaction& tx, const Account& account) const;
  void accept(store::Transaction& tx, Payment payment, const Receipt& receipt,
              const Appointment& appointment, const Actor& by, Instant now) const;
  void journal(store::Transaction& tx, const Actor& by, std::string_view what,
               AppointmentId appointment, access::AuditDetails details, const std::string& note,
               Instant now) const;
  Options opt_;
};

/// Compares sums and states over the whole file; empty: all agree. For `yuyue check` and tests.
std::vector<std::string> check_payments(store::Snapshot& snapshot);

}  // namespace yuyue::booking::fees
