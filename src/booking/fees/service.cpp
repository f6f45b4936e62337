// Orders and what is paid on them.
#include "yuyue/booking/fees/fees.hpp"

#include <algorithm>
#include <stdexcept>

#include "booking/fees/records.hpp"
#include "booking/fees/rules.hpp"

namespace yuyue::booking::fees {
namespace {

bool is_waited_for(const Payment& payment) {
  return payment.state == PaymentState::ordering || payment.state == PaymentState::open;
}

std::string in_fen(std::int64_t amount) {
  return std::to_string(amount);
}

}  // namespace

void Fees::journal(store::Transaction& tx, const Actor& by, std::string_view what,
                   AppointmentId appointment, access::AuditDetails details, const std::string& note,
                   Instant now) const {
  if (!opt_.environment.journal) return;
  opt_.environment.journal->record(tx, by,
                                   {.what = std::string(what),
                                    .subject = appointment,
                                    .details = std::move(details),
                                    .note = note},
                                   now);
}

std::optional<Instant> Fees::pay_until(store::Snapshot& snapshot, SlotId slot, Channel channel,
                                       Instant now) const {
  const auto settings = opt_.settings->current();
  // Booking is where every millisecond counts: nothing is read unless this channel prepays, and a
  // provider that is no longer configured stops nobody from booking.
  if (!settings->prepay.contains(channel) || !opt_.providers->find(settings->provider))
    return std::nullopt;
  const auto of_slot = records::slot_fee(snapshot, slot);
  if (!of_slot) return std::nullopt;
  return rules::pay_until(*settings, channel, of_slot->fee, of_slot->starts_at, now);
}

Account Fees::account(store::Snapshot& snapshot, AppointmentId appointment) const {
  return records::account_of(snapshot, appointment);
}

std::optional<Balance> Fees::balance(store::Snapshot& snapshot,
                                     const Appointment& appointment) const {
  return rules::balance(appointment, account(snapshot, appointment.id));
}

std::optional<Payment> Fees::find_payment(store::Snapshot& snapshot, PaymentId id) const {
  return records::find_payment(snapshot, id);
}

void Fees::close_open(store::Transaction& tx, const Account& account) const {
  for (auto payment : account.payments) {
    if (!is_waited_for(payment)) continue;
    payment.state = PaymentState::closed;
    records::update(tx, payment);
  }
}

Result<Payment> Fees::order(store::Transaction& tx, AppointmentId id, Instant now) const {
  const auto appointment = find_appointment(tx, id);
  if (!appointment) return Refusal("not-found").with("what", "appointment");
  if (!holds_place(appointment->state)) return Refusal("not-active");
  const auto account = records::account_of(tx, id);
  const auto due = appointment->fee - rules::kept(account);
  if (due <= 0) return Refusal("nothing-due");
  const auto settings = opt_.settings->current();
  const auto expires = appointment->pay_until.value_or(now + settings->pay_within);
  if (expires <= now) return Refusal("not-active");
  if (!opt_.providers->find(settings->provider)) return Refusal("online-payment-off");
  for (const auto& payment : account.payments) {
    if (is_waited_for(payment) && payment.amount == due && payment.expires_at > now &&
        payment.provider == settings->provider)
      return payment;
  }
  close_open(tx, account);
  const Payment payment{.id = opt_.environment.ids->next<PaymentId>(),
                        .appointment = id,
                        .provider = settings->provider,
                        .method = Method::online,
                        .amount = due,
                        .state = PaymentState::ordering,
                        .pay_url = {},
                        .qr = {},
                        .expires_at = expires,
                        .created_at = now,
                        .paid_at = {}};
  records::insert(tx, payment);
  return payment;
}

Result<Payment> Fees::opened(store::Transaction& tx, PaymentId id, const Order& order,
                             Instant now) const {
  auto payment = records::find_payment(tx, id);
  if (!payment) return Refusal("not-found").with("what", "payment");
  if (payment->state != PaymentState::ordering) {
    if (payment->state == PaymentState::open || payment->state == PaymentState::paid)
      return *payment;
    return Refusal("not-active");
  }
  payment->state = PaymentState::open;
  payment->pay_url = order.pay_url;
  payment->qr = order.qr;
  records::update(tx, *payment);
  records::owe_errand(tx, opt_.environment.ids->next_value(), id, std::nullopt,
                      rules::next_query(*payment, 0, now), now);
  return *payment;
}

Settled Fees::settle(store::Transaction& tx, std::string_view provider, const Notice& notice,
                     Instant now) const {
  const bool known = records::is_known(tx, provider, notice.transaction);
  const auto id = parse_id<PaymentKind>(notice.order);
  auto payment = id ? records::find_payment(tx, *id) : std::nullopt;
  if (payment && payment->provider != provider) payment.reset();
  Receipt receipt{.id = {},
                  .payment = {},
                  .provider = std::string(provider),
                  .transaction = notice.transaction,
                  .order = notice.order,
                  .amount = notice.amount,
                  .use = Use::unknown_order,
                  .at = notice.at};
  if (!payment) {
    if (notice.outcome == Notice::Outcome::paid && !known) {
      receipt.id = opt_.environment.ids->next<ReceiptId>();
      records::insert(tx, receipt);
    }
    return {.known_order = false, .repeated = known, .use = Use::unknown_order};
  }
  const auto appointment = find_appointment(tx, payment->appointment).value();
  const auto account = records::account_of(tx, appointment.id);
  const auto judged = rules::judge(notice, known, *payment, appointment, account);
  const Actor by{{.kind = "system"}, appointment.channel};
  receipt.payment = payment->id;
  receipt.use = judged.use;
  switch (judged.ruling) {
    case rules::Ruling::repeated:
    case rules::Ruling::nothing:
      return {.repeated = true};
    case rules::Ruling::attempt_failed:
      payment->state = PaymentState::failed;
      records::update(tx, *payment);
      return {};
    case rules::Ruling::accepted:
      receipt.id = opt_.environment.ids->next<ReceiptId>();
      // Nothing else is asked for while this is paid.
      close_open(tx, account);
      accept(tx, *payment, receipt, appointment, by, now);
      if (judged.surplus > 0) owe_refund(tx, receipt, judged.surplus, RefundReason::fee_lower, now);
      return {};
    case rules::Ruling::returned:
      break;
  }
  receipt.id = opt_.environment.ids->next<ReceiptId>();
  records::insert(tx, receipt);
  if (judged.use == Use::wrong_amount && is_waited_for(*payment)) {
    payment->state = PaymentState::failed;
    records::update(tx, *payment);
  }
  const auto reason = judged.use == Use::late    ? RefundReason::late
                      : judged.use == Use::twice ? RefundReason::twice
                                                 : RefundReason::wrong_amount;
  journal(tx, by, "payment-not-accepted", appointment.id,
          {{"payment", to_string(payment->id)},
           {"why", std::string(name_of(judged.use))},
           {"amount", in_fen(receipt.amount)}},
          {}, now);
  owe_refund(tx, receipt, receipt.amount, reason, now);
  if (opt_.listener) opt_.listener->returned(tx, appointment, receipt, now);
  return {.use = judged.use};
}

void Fees::accept(store::Transaction& tx, Payment payment, const Receipt& receipt,
                  const Appointment& appointment, const Actor& by, Instant now) const {
  payment.state = PaymentState::paid;
  payment.paid_at = receipt.at;
  records::update(tx, payment);
  records::insert(tx, receipt);
  journal(tx, by, "payment-received", appointment.id,
          {{"payment", to_string(payment.id)},
           {"method", std::string(name_of(payment.method))},
           {"amount", in_fen(receipt.amount)}},
          {}, now);
  // What is missing after a change to a dearer session is due at the desk; the place is theirs.
  const auto confirmed = opt_.appointments->confirm(tx, appointment.id, by, now);
  if (!confirmed) throw std::logic_error("a place that is held cannot be confirmed");
}

Result<Payment> Fees::take(store::Transaction& tx, AppointmentId id, Method method,
                           std::int64_t amount, const Actor& by, Instant now) const {
  const auto appointment = find_appointment(tx, id);
  if (!appointment) return Refusal("not-found").with("what", "appointment");
  if (!holds_place(appointment->state)) return Refusal("not-active");
  const auto account = records::account_of(tx, id);
  const auto due = appointment->fee - rules::kept(account);
  if (due <= 0) return Refusal("nothing-due");
  if (amount != due) return Refusal("amount-differs").with("due", in_fen(due));
  // What is paid online all the same goes back.
  close_open(tx, account);
  Payment payment{.id = opt_.environment.ids->next<PaymentId>(),
                  .appointment = id,
                  .provider = std::string(kDesk),
                  .method = method,
                  .amount = amount,
                  .state = PaymentState::paid,
                  .pay_url = {},
                  .qr = {},
                  .expires_at = {},
                  .created_at = now,
                  .paid_at = now};
  records::insert(tx, payment);
  const Receipt receipt{.id = opt_.environment.ids->next<ReceiptId>(),
                        .payment = payment.id,
                        .provider = payment.provider,
                        .transaction = to_string(payment.id),
                        .order = to_string(payment.id),
                        .amount = amount,
                        .use = Use::fee,
                        .at = now};
  accept(tx, payment, receipt, *appointment, by, now);
  return payment;
}

void Fees::note_pay_later(store::Transaction& tx, const Appointment& appointment,
                          const std::string& reason, const Actor& by, Instant now) const {
  journal(tx, by, "payment-deferred", appointment.id, {{"due", in_fen(appointment.fee)}}, reason,
          now);
}

Result<Appointment> Fees::let_pay_later(store::Transaction& tx, AppointmentId id,
                                        const std::string& reason, const Actor& by,
                                        Instant now) const {
  const auto appointment = find_appointment(tx, id);
  if (!appointment) return Refusal("not-found").with("what", "appointment");
  if (!holds_place(appointment->state)) return Refusal("not-active");
  if (appointment->state != AppointmentState::pending) return Refusal("not-pending");
  note_pay_later(tx, *appointment, reason, by, now);
  return opt_.appointments->confirm(tx, id, by, now);
}

bool Fees::has_expired(store::Snapshot& snapshot, Instant now) const {
  return !records::unpaid_since(snapshot, now, 1).empty();
}

int Fees::expire(store::Transaction& tx, Instant now, int limit) const {
  const auto unpaid = records::unpaid_since(tx, now, limit);
  const Actor by;
  for (const auto id : unpaid) {
    const auto appointment = find_appointment(tx, id).value();
    // The hospital may have moved it to a session without a fee.
    const bool owes = appointment.fee > rules::kept(records::account_of(tx, id));
    const auto done = owes ? opt_.appointments->cancel(
                                 tx, id, by, {.cause = CancelCause::unpaid, .reason = {}}, now)
                           : opt_.appointments->confirm(tx, id, by, now);
    if (!done) throw std::logic_error("an unpaid appointment stays held: " + done.error().code);
  }
  return static_cast<int>(unpaid.size());
}

Fees::Figures Fees::figures(store::Snapshot& snapshot) const {
  const auto waiting = records::waiting(snapshot);
  return {waiting.refunds_owed, waiting.refunds_failed, waiting.errands};
}

}  // namespace yuyue::booking::fees
