#pragma once
#include <optional>
#include <vector>

#include "yuyue/booking/fees/errands.hpp"
#include "yuyue/booking/fees/model.hpp"
#include "yuyue/booking/fees/reconciliation.hpp"
#include "yuyue/store/transaction.hpp"

namespace yuyue::booking::fees::records {

struct SlotFee {
  std::int64_t fee = 0;
  Instant starts_at{};
};
std::optional<SlotFee> slot_fee(store::Snapshot& snapshot, SlotId slot);
std::vector<AppointmentId> unpaid_since(store::Snapshot& snapshot, Instant now, int limit);

std::optional<Payment> find_payment(store::Snapshot& snapshot, PaymentId id);
std::optional<Receipt> find_receipt(store::Snapshot& snapshot, ReceiptId id);
std::optional<Refund> find_refund(store::Snapshot& snapshot, RefundId id);
Account account_of(store::Snapshot& snapshot, AppointmentId appointment);

void insert(store::Transaction& tx, const Payment& payment);
/// Everything but what it is for and how much.
void update(store::Transaction& tx, const Payment& payment);
bool is_known(store::Snapshot& snapshot, std::string_view provider, std::string_view transaction);
void insert(store::Transaction& tx, const Receipt& receipt);
void insert(store::Transaction& tx, const Refund& refund);
void update(store::Transaction& tx, const Refund& refund);

/// One per refund, one query per payment: the same again changes nothing.
void owe_errand(store::Transaction& tx, std::int64_t id, PaymentId payment,
                std::optional<RefundId> refund, Instant due_at, Instant now);
bool errand_due(store::Snapshot& snapshot, Instant now);
/// Takes up to `limit` that are due and puts them off to `until`, in case nobody comes back.
std::vector<Errand> claim_errands(store::Transaction& tx, Instant now, Instant until, int limit);
void put_off(store::Transaction& tx, std::int64_t errand, Instant due_at, std::string_view why,
             bool counts);
void remove_errand(store::Transaction& tx, std::int64_t errand);
void remove_refund_errand(store::Transaction& tx, RefundId refund);
/// What was claimed is due; queries of orders whose time has run out come first.
int make_due(store::Transaction& tx, Instant now);

/// What came in and went out through this provider in from ≤ t < to.
std::vector<LedgerLine> ledger(store::Snapshot& snapshot, std::string_view provider, Instant from,
                               Instant to);
/// One line of our books, whenever it was.
std::optional<LedgerLine> ledger_line(store::Snapshot& snapshot, std::string_view provider,
                                      const Movement& like);
std::vector<OpenRefund> open_refunds(store::Snapshot& snapshot, int limit);
DeskTotals desk_totals(store::Snapshot& snapshot, Instant from, Instant to);

struct Waiting {
  std::int64_t refunds_owed = 0, refunds_failed = 0, errands = 0;
};
Waiting waiting(store::Snapshot& snapshot);

}  // namespace yuyue::booking::fees::records
