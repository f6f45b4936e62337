#include "yuyue/booking/fees/errands.hpp"

#include "booking/fees/records.hpp"
#include "booking/fees/rules.hpp"

namespace yuyue::booking::fees {
namespace {

using namespace std::chrono_literals;
constexpr int kAtOnce = 10;
constexpr auto kClaim = 3min;       // longer than ten providers that do not answer
constexpr auto kAskedAfter = 24h;   // an order that stays open with its provider is given up then
constexpr auto kRefundPause = 60s;  // of one that the provider says is under way

}  // namespace

void Errands::take_up(store::Database& database, Instant now) const {
  database.write_now(store::Lane::housekeeping,
                     [now](store::Transaction& tx) { return records::make_due(tx, now); });
}

int Errands::run_due(store::Database& database, Instant now, const std::function<bool()>& stop) {
  const bool any = database.read(
      [now](store::Snapshot& snapshot) { return records::errand_due(snapshot, now); });
  if (!any) return 0;
  const auto claimed = database.write_now(store::Lane::housekeeping, [now](store::Transaction& tx) {
    return records::claim_errands(tx, now, now + kClaim, kAtOnce);
  });
  bool answering = true;
  for (const auto& errand : claimed) {
    if (stop && stop()) answering = false;
    if (answering) {
      answering = run(database, errand, now);
      continue;
    }
    // A provider that did not answer one is not kept waiting for by all the others.
    database.write_now(store::Lane::housekeeping, [&](store::Transaction& tx) {
      records::put_off(tx, errand.id, now + rules::pause_after(1), "waits", false);
      return true;
    });
  }
  return static_cast<int>(claimed.size());
}

/// False: the provider does not answer.
bool Errands::run(store::Database& database, const Errand& errand, Instant now) {
  try {
    if (errand.refund)
      ask_to_refund(database, errand, now);
    else
      ask_whether_paid(database, errand, now);
    ++done_;
    return true;
  } catch (const ProviderUnavailable& e) {
    ++unavailable_;
    database.write_now(store::Lane::housekeeping, [&](store::Transaction& tx) {
      if (!errand.refund && now > errand.created_at + kAskedAfter)
        records::remove_errand(tx, errand.id);
      else
        records::put_off(tx, errand.id, now + rules::pause_after(errand.attempts), e.what(), true);
      return true;
    });
    return false;
  }
}

namespace {

struct RefundErrand {
  Refund refund;
  Receipt receipt;
};

Provider& provider_of(const Providers& providers, const std::string& name) {
  auto* provider = providers.find(name);
  if (!provider) throw ProviderUnavailable("not configured: " + name);
  return *provider;
}

}  // namespace

void Errands::ask_to_refund(store::Database& database, const Errand& errand, Instant now) {
  const auto what = database.read([&](store::Snapshot& snapshot) {
    const auto refund = records::find_refund(snapshot, *errand.refund).value();
    return RefundErrand{refund, records::find_receipt(snapshot, refund.receipt).value()};
  });
  RefundAnswer answer;
  if (what.refund.state == RefundState::owed)
    answer = provider_of(providers_, what.receipt.provider)
                 .refund({.reference = to_string(what.refund.id),
                          .order = to_string(errand.payment),
                          .transaction = what.receipt.transaction,
                          .amount = what.refund.amount});
  database.write_now(store::Lane::housekeeping, [&](store::Transaction& tx) {
    if (answer.outcome == RefundAnswer::Outcome::pending) {
      records::put_off(tx, errand.id, now + kRefundPause, "under way", true);
    } else {
      fees_.refund_answered(tx, what.refund.id, answer, now);
      records::remove_errand(tx, errand.id);
    }
    return true;
  });
}

void Errands::ask_whether_paid(store::Database& database, const Errand& errand, Instant now) {
  const auto payment = database
                           .read([&](store::Snapshot& snapshot) {
                             return records::find_payment(snapshot, errand.payment);
                           })
                           .value();
  const auto state = provider_of(providers_, payment.provider).query(to_string(payment.id));
  database.write_now(store::Lane::housekeeping, [&](store::Transaction& tx) {
    for (const auto& notice : state.paid) fees_.settle(tx, payment.provider, notice, now);
    if (state.open && now < errand.created_at + kAskedAfter)
      records::put_off(tx, errand.id, rules::next_query(payment, errand.attempts, now), "", true);
    else
      records::remove_errand(tx, errand.id);
    return true;
  });
}

}  // namespace yuyue::booking::fees
