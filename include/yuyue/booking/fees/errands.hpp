#pragma once
#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>

#include "yuyue/booking/fees/fees.hpp"
#include "yuyue/store/database.hpp"

namespace yuyue::booking::fees {

/// Something to be asked of a provider: to give money back, or whether an order has been paid.
struct Errand {
  std::int64_t id = 0;
  PaymentId payment;
  std::optional<RefundId> refund;
  int attempts = 0;  ///< with this one
  Instant created_at{};
};

struct ErrandFigures {
  std::uint64_t done = 0;         ///< answered by the provider
  std::uint64_t unavailable = 0;  ///< not answered; tried again later
};

/// Does what is owed to providers: claims (write), asks (no transaction), writes the answer down
/// (write). A crash in between asks once more, with the same reference, which does nothing twice.
class Errands {
 public:
  Errands(const Fees& fees, const Providers& providers) : fees_(fees), providers_(providers) {}

  /// What was under way when the program ended last is due now, and before anything else whether
  /// those have paid whose time ran out in between: no crash of ours is to cost them their place.
  /// At start, with one run_due before the first Fees::expire.
  void take_up(store::Database& database, Instant now) const;
  /// Does what is due; returns how many. Blocks as long as providers do: call it from a thread of
  /// its own, one at a time. `stop` is asked between errands.
  int run_due(store::Database& database, Instant now, const std::function<bool()>& stop = {});
  /// Thread-safe.
  ErrandFigures figures() const { return {done_.load(), unavailable_.load()}; }

 private:
  bool run(store::Database& database, const Errand& errand, Instant now);
  void ask_to_refund(store::Database& database, const Errand& errand, Instant now);
  void ask_whether_paid(store::Database& database, const Errand& errand, Instant now);

  const Fees& fees_;
  const Providers& providers_;
  std::atomic<std::uint64_t> done_ = 0, unavailable_ = 0;
};

}  // namespace yuyue::booking::fees
