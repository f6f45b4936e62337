#include "api/payment_json.hpp"

#include <algorithm>

namespace yuyue::api {

namespace fees = booking::fees;

Json payment_json(const Services& services, store::Snapshot& snapshot,
                  const booking::Appointment& appointment) {
  const auto balance = services.fees.balance(snapshot, appointment);
  if (!balance) return nullptr;
  Json out{{"state", fees::name_of(balance->standing)},
           {"due", balance->due},
           {"paid", balance->paid},
           {"refunding", balance->refunding},
           {"refunded", balance->refunded},
           {"needsStaff", balance->needs_staff}};
  if (balance->method) out["method"] = fees::name_of(*balance->method);
  if (appointment.pay_until) {
    out["payUntil"] = services.time.rfc3339(*appointment.pay_until);
    // For a page that counts down: the reader's clock may be wrong.
    const auto left =
        std::chrono::ceil<std::chrono::seconds>(*appointment.pay_until - services.clock.now());
    out["secondsLeft"] = std::max<std::int64_t>(0, left.count());
  }
  return out;
}

void add_payment(const Services& services, store::Snapshot& snapshot,
                 const booking::Appointment& appointment, Json& into) {
  auto payment = payment_json(services, snapshot, appointment);
  if (!payment.is_null()) into["payment"] = std::move(payment);
}

Json order_json(const Services& services, const fees::Payment& payment) {
  return {{"id", to_string(payment.id)},
          {"provider", payment.provider},
          {"amount", payment.amount},
          {"state", fees::name_of(payment.state)},
          {"payUrl", payment.pay_url},
          {"qr", payment.qr},
          {"expiresAt", services.time.rfc3339(payment.expires_at.value())}};
}

Json account_json(const Services& services, store::Snapshot& snapshot,
                  const booking::Appointment& appointment, Instant now) {
  const auto time = [&](Instant t) {
    return services.time.rfc3339(t);
  };
  const auto account = services.fees.account(snapshot, appointment.id);
  Json out{{"appointmentId", to_string(appointment.id)}, {"fee", appointment.fee}};
  add_payment(services, snapshot, appointment, out);
  auto& payments = out["payments"] = Json::array();
  for (const auto& payment : account.payments) {
    Json item{{"id", to_string(payment.id)},
              {"method", fees::name_of(payment.method)},
              {"amount", payment.amount},
              {"state", fees::name_of(payment.state)},
              {"createdAt", time(payment.created_at)}};
    if (payment.paid_at) item["paidAt"] = time(*payment.paid_at);
    payments.push_back(std::move(item));
    if (payment.state == fees::PaymentState::open && payment.expires_at > now)
      out["order"] = order_json(services, payment);
  }
  auto& refunds = out["refunds"] = Json::array();
  for (const auto& refund : account.refunds) {
    const auto receipt = std::ranges::find(account.receipts, refund.receipt, &fees::Receipt::id);
    Json item{{"id", to_string(refund.id)},
              {"paymentId", to_string(receipt->payment.value())},
              {"amount", refund.amount},
              {"reason", fees::name_of(refund.reason)},
              {"state", fees::name_of(refund.state)},
              {"byHand", refund.by_hand},
              {"createdAt", time(refund.created_at)}};
    if (refund.done_at) item["doneAt"] = time(*refund.done_at);
    refunds.push_back(std::move(item));
  }
  return out;
}

}  // namespace yuyue::api
