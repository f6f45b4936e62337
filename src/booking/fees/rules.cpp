#include "booking/fees/rules.hpp"

#include <algorithm>
#include <map>

namespace yuyue::booking::fees {

Provider* Providers::find(std::string_view name) const {
  for (const auto& provider : list_)
    if (provider->name() == name) return provider.get();
  return nullptr;
}

std::vector<std::string> Providers::names() const {
  std::vector<std::string> names;
  for (const auto& provider : list_) names.emplace_back(provider->name());
  return names;
}

std::string_view Callback::header(std::string_view name) const {
  for (const auto& [key, value] : headers)
    if (key == name) return value;
  return {};
}

namespace rules {

using namespace std::chrono_literals;

Result<void> check(const Settings& settings) {
  if (settings.pay_within < 1min || settings.pay_within > 240min)
    return Refusal("setting-invalid").with("name", "payWithinMinutes").at("/payWithinMinutes");
  if (!settings.prepay.empty() && settings.provider.empty())
    return Refusal("setting-invalid").with("name", "provider").at("/provider");
  return {};
}

std::optional<Instant> pay_until(const Settings& settings, Channel channel, std::int64_t fee,
                                 Instant slot_starts_at, Instant now) {
  if (fee == 0 || !settings.prepay.contains(channel)) return std::nullopt;
  const auto until = now + settings.pay_within;
  if (until > slot_starts_at) return std::nullopt;
  return until;
}

namespace {

bool gives_back(const Refund& refund, const Receipt& receipt) {
  return refund.receipt == receipt.id;
}

std::int64_t refunds_of(const Receipt& receipt, const Account& account) {
  std::int64_t sum = 0;
  for (const auto& refund : account.refunds)
    if (gives_back(refund, receipt)) sum += refund.amount;
  return sum;
}

std::int64_t sum_of(const Account& account, RefundState state) {
  std::int64_t sum = 0;
  for (const auto& refund : account.refunds)
    if (refund.state == state) sum += refund.amount;
  return sum;
}

/// The last thing tried to pay with failed, and nothing else has been begun.
bool last_attempt_failed(const Account& account) {
  return !account.payments.empty() && account.payments.back().state == PaymentState::failed;
}

std::optional<Standing> when_active(const Appointment& appointment, const Account& account,
                                    const Balance& balance) {
  if (appointment.state == AppointmentState::pending)
    return last_attempt_failed(account) ? Standing::failed : Standing::pending;
  if (balance.due > 0) return Standing::due;
  if (appointment.fee > 0 || kept(account) > 0) return Standing::paid;
  if (balance.refunding > 0) return Standing::refunding;
  if (balance.refunded > 0) return Standing::refunded;
  return std::nullopt;
}

std::optional<Standing> when_over(const Account& account, const Balance& balance) {
  if (balance.needs_staff) return Standing::failed;
  if (balance.refunding > 0) return Standing::refunding;
  if (kept(account) > 0) return Standing::paid;
  if (balance.refunded > 0) return Standing::refunded;
  return std::nullopt;
}

}  // namespace

std::int64_t left_of(const Receipt& receipt, const Account& account) {
  return receipt.amount - refunds_of(receipt, account);
}

std::int64_t kept(const Account& account) {
  std::int64_t sum = 0;
  for (const auto& receipt : account.receipts)
    if (receipt.use == Use::fee) sum += left_of(receipt, account);
  return sum;
}

std::optional<Balance> balance(const Appointment& appointment, const Account& account) {
  Balance balance;
  for (const auto& receipt : account.receipts) balance.paid += receipt.amount;
  balance.refunded = sum_of(account, RefundState::done);
  const auto stuck = sum_of(account, RefundState::failed);
  balance.refunding = sum_of(account, RefundState::owed) + stuck;
  balance.needs_staff = stuck > 0;
  const bool active = holds_place(appointment.state);
  if (active) balance.due = std::max<std::int64_t>(0, appointment.fee - kept(account));
  for (const auto& payment : account.payments)
    if (payment.state == PaymentState::paid) balance.method = payment.method;
  const auto standing =
      active ? when_active(appointment, account, balance) : when_over(account, balance);
  if (!standing) return std::nullopt;
  balance.standing = *standing;
  return balance;
}

Judgement judge(const Notice& notice, bool known_transaction, const Payment& payment,
                const Appointment& appointment, const Account& account) {
  if (notice.outcome == Notice::Outcome::failed) {
    const bool waited_for =
        payment.state == PaymentState::ordering || payment.state == PaymentState::open;
    return {.ruling = waited_for ? Ruling::attempt_failed : Ruling::nothing};
  }
  if (known_transaction) return {.ruling = Ruling::repeated};
  if (notice.amount != payment.amount)
    return {.ruling = Ruling::returned, .use = Use::wrong_amount};
  if (!holds_place(appointment.state)) {
    const bool paid_before = payment.state == PaymentState::paid;
    return {.ruling = Ruling::returned, .use = paid_before ? Use::twice : Use::late};
  }
  const auto due = std::max<std::int64_t>(0, appointment.fee - kept(account));
  if (payment.state == PaymentState::paid || due == 0)
    return {.ruling = Ruling::returned, .use = Use::twice};
  return {.ruling = Ruling::accepted, .surplus = std::max<std::int64_t>(0, notice.amount - due)};
}

std::chrono::milliseconds pause_after(int attempts) {
  return std::min<std::chrono::milliseconds>(5s * (1 << std::clamp(attempts - 1, 0, 10)), 1h);
}

Instant next_query(const Payment& payment, int attempts, Instant now) {
  auto next = now + std::min<std::chrono::milliseconds>(30s * (1 << std::clamp(attempts, 0, 5)),
                                                        std::chrono::milliseconds(5min));
  // Soon enough that a lost call-back costs nobody their place.
  const auto last_chance = payment.expires_at.value_or(now) - 20s;
  if (now < last_chance && next > last_chance) next = last_chance;
  return next;
}

std::vector<Comparison> compare(std::span<const LedgerLine> ours,
                                std::span<const Movement> theirs) {
  const auto key = [](const Movement& movement) {
    return std::pair(movement.kind, movement.reference);
  };
  std::map<std::pair<Movement::Kind, std::string>, const Movement*> open;
  for (const auto& movement : theirs) open.emplace(key(movement), &movement);
  std::vector<Comparison> lines;
  for (const auto& line : ours) {
    const auto found = open.find(key(line.movement));
    if (found == open.end()) {
      lines.push_back({Verdict::only_ours, line, std::nullopt});
      continue;
    }
    const bool same = found->second->amount == line.movement.amount &&
                      (line.expected == 0 || line.expected == line.movement.amount);
    auto verdict = same ? Verdict::agrees : Verdict::amounts_differ;
    // Noted, but there is no order of ours that it pays for.
    if (line.use == Use::unknown_order) verdict = Verdict::only_theirs;
    lines.push_back({verdict, line, *found->second});
    open.erase(found);
  }
  for (const auto& [unused, movement] : open)
    lines.push_back({Verdict::only_theirs, std::nullopt, *movement});
  std::ranges::stable_sort(lines, {},
                           [](const Comparison& line) { return line.verdict == Verdict::agrees; });
  return lines;
}

}  // namespace rules
}  // namespace yuyue::booking::fees
