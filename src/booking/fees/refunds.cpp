// What goes back, and how.
#include <algorithm>

#include "booking/fees/records.hpp"
#include "booking/fees/rules.hpp"
#include "yuyue/booking/fees/fees.hpp"

namespace yuyue::booking::fees {

void Fees::owe_refund(store::Transaction& tx, const Receipt& receipt, std::int64_t amount,
                      RefundReason reason, Instant now) const {
  const Refund refund{.id = opt_.environment.ids->next<RefundId>(),
                      .receipt = receipt.id,
                      .amount = amount,
                      .reason = reason,
                      .state = RefundState::owed,
                      .by_hand = false,
                      .created_at = now,
                      .done_at = {}};
  records::insert(tx, refund);
  // Of the desk's own money nobody has to be asked; it waits there for the patient.
  if (receipt.provider != kDesk)
    records::owe_errand(tx, opt_.environment.ids->next_value(), receipt.payment.value(), refund.id,
                        now, now);
}

/// Gives back what is kept beyond `keep`, of what came in last first.
void Fees::refund_down_to(store::Transaction& tx, const Appointment& appointment, std::int64_t keep,
                          RefundReason reason, Instant now) const {
  const auto account = records::account_of(tx, appointment.id);
  auto surplus = rules::kept(account) - keep;
  for (auto receipt = account.receipts.rbegin(); receipt != account.receipts.rend(); ++receipt) {
    if (receipt->use != Use::fee) continue;
    const auto amount = std::min(surplus, rules::left_of(*receipt, account));
    if (amount <= 0) continue;
    owe_refund(tx, *receipt, amount, reason, now);
    surplus -= amount;
  }
}

void Fees::cancelled(store::Transaction& tx, const Appointment& now_is, Instant now) {
  const auto account = records::account_of(tx, now_is.id);
  if (account.payments.empty()) return;
  close_open(tx, account);
  refund_down_to(tx, now_is, 0, RefundReason::cancelled, now);
}

void Fees::rescheduled(store::Transaction& tx, const Appointment& was, const Appointment& now_is,
                       Instant now) {
  if (was.fee == now_is.fee) return;
  const auto account = records::account_of(tx, now_is.id);
  if (account.payments.empty()) return;
  close_open(tx, account);
  refund_down_to(tx, now_is, now_is.fee, RefundReason::fee_lower, now);
}

void Fees::refund_answered(store::Transaction& tx, RefundId id, const RefundAnswer& answer,
                           Instant now) const {
  auto refund = records::find_refund(tx, id);
  if (!refund || refund->state != RefundState::owed) return;
  const auto receipt = records::find_receipt(tx, refund->receipt).value();
  const auto payment = records::find_payment(tx, receipt.payment.value()).value();
  const auto appointment = find_appointment(tx, payment.appointment).value();
  const bool done = answer.outcome == RefundAnswer::Outcome::done;
  refund->state = done ? RefundState::done : RefundState::failed;
  if (done) refund->done_at = now;
  records::update(tx, *refund);
  access::AuditDetails details{{"refund", to_string(refund->id)},
                               {"amount", std::to_string(refund->amount)}};
  if (!done) details.emplace_back("why", answer.reason);
  journal(tx, {{.kind = "system"}, appointment.channel},
          done ? "payment-refunded" : "payment-refund-failed", appointment.id, std::move(details),
          {}, now);
  if (done && opt_.listener) opt_.listener->refunded(tx, appointment, *refund, now);
}

Result<std::int64_t> Fees::give_back(store::Transaction& tx, PaymentId id,
                                     const std::string& reason, const Actor& by,
                                     Instant now) const {
  auto payment = records::find_payment(tx, id);
  if (!payment) return Refusal("not-found").with("what", "payment");
  const auto account = records::account_of(tx, payment->appointment);
  const bool at_desk = payment->provider == kDesk;
  std::int64_t sum = 0;
  const auto hand_out = [&](Refund refund) {
    refund.state = RefundState::done;
    refund.by_hand = true;
    refund.done_at = now;
    sum += refund.amount;
    return refund;
  };
  for (const auto& receipt : account.receipts) {
    if (receipt.payment != id) continue;
    for (const auto& refund : account.refunds) {
      const bool waits =
          refund.state == RefundState::failed || (at_desk && refund.state == RefundState::owed);
      if (refund.receipt == receipt.id && waits) records::update(tx, hand_out(refund));
    }
    const auto left = rules::left_of(receipt, account);
    if (sum > 0 || !at_desk || left <= 0) continue;
    records::insert(tx, hand_out({.id = opt_.environment.ids->next<RefundId>(),
                                  .receipt = receipt.id,
                                  .amount = left,
                                  .reason = RefundReason::reversed,
                                  .state = RefundState::owed,
                                  .by_hand = true,
                                  .created_at = now,
                                  .done_at = {}}));
    payment->state = PaymentState::reversed;
    records::update(tx, *payment);
  }
  if (sum == 0) return Refusal("nothing-to-give-back");
  journal(tx, by, "payment-given-back", payment->appointment,
          {{"payment", to_string(id)}, {"amount", std::to_string(sum)}}, reason, now);
  return sum;
}

}  // namespace yuyue::booking::fees
