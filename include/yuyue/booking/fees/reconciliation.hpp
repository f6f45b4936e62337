#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yuyue/booking/fees/model.hpp"
#include "yuyue/booking/fees/provider.hpp"

namespace yuyue::booking::fees {

/// One line of our books, as it is compared with a provider's.
struct LedgerLine {
  Movement movement;
  std::optional<AppointmentId> appointment;
  Use use = Use::fee;         ///< of payments
  std::int64_t expected = 0;  ///< what the order asked for; 0: unknown order, or a refund
};

enum class Verdict { agrees, only_ours, only_theirs, amounts_differ };
std::string_view name_of(Verdict verdict);

struct Comparison {
  Verdict verdict = Verdict::agrees;
  std::optional<LedgerLine> ours;
  std::optional<Movement> theirs;
};

/// A refund that is not done yet, or could not be made.
struct OpenRefund {
  Refund refund;
  AppointmentId appointment;
  PaymentId payment;
  std::string provider;  ///< "desk": to be handed out there
};

struct DeskTotals {
  std::int64_t cash = 0, card = 0;  ///< taken in
  std::int64_t cash_back = 0, card_back = 0;
};

/// The day's end: ours against a provider's, what is still owed, and what the desk took.
struct Reconciliation {
  std::vector<Comparison> lines;  ///< what does not agree first
  std::vector<OpenRefund> open_refunds;
  DeskTotals desk;
};

}  // namespace yuyue::booking::fees
