// Paying for appointments: orders at a provider, its call-backs, the desk.
#include <algorithm>

#include "api/answers.hpp"
#include "api/appointment_access.hpp"
#include "api/payment_json.hpp"
#include "api/qr.hpp"

namespace yuyue::api {
namespace {

namespace fees = booking::fees;

/// What the payer reads with their provider: nothing of whom it is for, nor which department.
constexpr std::string_view kSubject = "挂号费";

void record_look(const Services& services, store::Transaction& tx, const Call& call,
                 const booking::Appointment& appointment) {
  if (call.principal.member()) return;
  services.audit.record(tx, call.principal,
                        {.action = "payment-seen",
                         .subject = appointment.id,
                         .details = {{"person", to_string(appointment.person)}}},
                        call.now);
}

fees::Callback callback_of(const http::Request& request) {
  fees::Callback callback;
  callback.body = request.body;
  for (const auto& [name, value] : request.headers) {
    std::string lower(name);
    std::ranges::transform(lower, lower.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    callback.headers.emplace_back(std::move(lower), value);
  }
  return callback;
}

/// Who sends forged call-backs is not to fill the audit: see CallbackLog. Nor the writer's queue:
/// if that is full, there is no entry.
boost::asio::awaitable<void> note_refused(const Services& services, const Call& call,
                                          std::string code) {
  const auto count = services.payment_callbacks.refused(code, call.now);
  if (!count) co_return;
  auto job = [&services, &call, code, count](store::Transaction& tx) {
    services.audit.record(tx, call.principal,
                          {.action = "payment-callback-refused",
                           .details = {{"provider", std::string(call.request.param("provider"))},
                                       {"why", code},
                                       {"count", std::to_string(*count)}}},
                          call.now);
    return true;
  };
  try {
    co_await services.database.write(store::Lane::housekeeping, job);
  } catch (const store::Busy&) {
  }
}

void count(fees::CallbackLog& log, const fees::Settled& settled) {
  if (!settled.known_order)
    log.unknown();
  else if (settled.repeated)
    log.repeated();
  else if (settled.use != fees::Use::fee)
    log.returned();
  else
    log.accepted();
}

}  // namespace

LaterAnswer show_payment(const Services& services, const Call& call) {
  const auto id = call.id<AppointmentId>("appointment");
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto appointment = visible_appointment(services, tx, call.principal, id);
    if (!appointment) return appointment.error();
    record_look(services, tx, call, *appointment);
    return account_json(services, tx, *appointment, call.now);
  };
  if (!call.principal.member()) co_return co_await write(services, call, 200, work);
  co_return services.database.read([&](store::Snapshot& snapshot) -> Answer {
    const auto appointment = visible_appointment(services, snapshot, call.principal, id);
    if (!appointment) return appointment.error();
    return json(200, account_json(services, snapshot, *appointment, call.now));
  });
}

LaterAnswer order_payment(const Services& services, const Call& call) {
  if (auto bad = Input(call.request).finish()) co_return *bad;
  const auto id = call.id<AppointmentId>("appointment");
  auto begin = [&](store::Transaction& tx) -> Result<fees::Payment> {
    const auto appointment = visible_appointment(services, tx, call.principal, id);
    if (!appointment) return appointment.error();
    return services.fees.order(tx, id, call.now);
  };
  const auto ordered = co_await services.database.write(call.lane(), begin);
  if (!ordered) co_return ordered.error();
  if (ordered->state == fees::PaymentState::open)
    co_return json(201, order_json(services, *ordered));

  std::optional<fees::Order> taken;
  std::function<void()> ask = [&] {
    try {
      taken = services.payment_providers.find(ordered->provider)
                  ->create_order({.reference = to_string(ordered->id),
                                  .amount = ordered->amount,
                                  .expires_at = ordered->expires_at.value(),
                                  .subject = std::string(kSubject)});
    } catch (const fees::ProviderUnavailable& e) {
      services.log_error("payment provider " + ordered->provider + ": " + e.what());
    }
  };
  if (!co_await with_provider(services, ask)) co_return Refusal("payment-provider-unavailable");
  // The order stays as it is; asking again asks the provider again.
  if (!taken) co_return Refusal("payment-provider-unavailable");
  Work open = [&](store::Transaction& tx) -> Result<Json> {
    const auto opened = services.fees.opened(tx, ordered->id, *taken, call.now);
    if (!opened) return opened.error();
    return order_json(services, *opened);
  };
  co_return co_await write(services, call, 201, open);
}

Answer payment_qr(const Services& services, const Call& call) {
  return services.database.read([&](store::Snapshot& snapshot) -> Answer {
    const auto appointment = visible_appointment(services, snapshot, call.principal,
                                                 call.id<AppointmentId>("appointment"));
    if (!appointment) return appointment.error();
    for (const auto& payment : services.fees.account(snapshot, appointment->id).payments) {
      if (payment.state != fees::PaymentState::open || payment.expires_at <= call.now) continue;
      return http::Response::text(200, "image/svg+xml", qr_svg(payment.qr));
    }
    return Refusal("not-found");
  });
}

LaterAnswer payment_callback(const Services& services, const Call& call) {
  const auto name = call.request.param("provider");
  const auto* provider = services.payment_providers.find(name);
  if (!provider) co_return Refusal("not-found");
  const auto notice = provider->verify(callback_of(call.request));
  if (!notice) {
    co_await note_refused(services, call, notice.error().code);
    co_return notice.error();
  }
  auto job = [&](store::Transaction& tx) {
    return services.fees.settle(tx, name, *notice, call.now);
  };
  const auto settled = co_await services.database.write(call.lane(), job);
  count(services.payment_callbacks, settled);
  if (!settled.known_order) co_return Refusal("payment-order-unknown");
  co_return json(200, Json{{"received", true}});
}

LaterAnswer take_desk_payment(const Services& services, const Call& call) {
  Input in(call.request);
  const auto method = in.one_of("method", [](const std::string& text) {
    const auto known = fees::method_from(text);
    return known == fees::Method::online ? std::nullopt : known;
  });
  const auto amount = in.integer("amount", 1, 100'000'000);
  if (auto bad = in.finish()) co_return *bad;
  const auto id = call.id<AppointmentId>("appointment");
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto taken = services.fees.take(tx, id, method, amount, call.actor(), call.now);
    if (!taken) return taken.error();
    return account_json(services, tx, booking::find_appointment(tx, id).value(), call.now);
  };
  co_return co_await write_once(services, call, 201, work);
}

LaterAnswer give_payment_back(const Services& services, const Call& call) {
  Input in(call.request);
  const auto reason = in.text("reason", 200);
  if (auto bad = in.finish()) co_return *bad;
  if (reason.empty()) co_return Refusal("reason-required").with("maximum", "200").at("/reason");
  const auto id = call.id<PaymentId>("payment");
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto given = services.fees.give_back(tx, id, reason, call.actor(), call.now);
    if (!given) return given.error();
    const auto payment = services.fees.find_payment(tx, id).value();
    auto out = account_json(services, tx,
                            booking::find_appointment(tx, payment.appointment).value(), call.now);
    out["givenBack"] = *given;
    return out;
  };
  co_return co_await write_once(services, call, 200, work);
}

LaterAnswer let_pay_later(const Services& services, const Call& call) {
  Input in(call.request);
  const auto reason = in.text("reason", 200);
  if (auto bad = in.finish()) co_return *bad;
  if (reason.empty()) co_return Refusal("reason-required").with("maximum", "200").at("/reason");
  const auto id = call.id<AppointmentId>("appointment");
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto let = services.fees.let_pay_later(tx, id, reason, call.actor(), call.now);
    if (!let) return let.error();
    return account_json(services, tx, *let, call.now);
  };
  co_return co_await write_once(services, call, 200, work);
}

}  // namespace yuyue::api
