#include <algorithm>

#include "booking/fees/records.hpp"
#include "booking/fees/rules.hpp"
#include "yuyue/booking/fees/fees.hpp"

namespace yuyue::booking::fees {
namespace {

constexpr int kOpenRefunds = 500;

bool has(const std::vector<LedgerLine>& lines, const Movement& movement) {
  return std::ranges::any_of(lines, [&](const LedgerLine& line) {
    return line.movement.kind == movement.kind && line.movement.reference == movement.reference;
  });
}

}  // namespace

Reconciliation Fees::reconcile(store::Snapshot& snapshot, std::string_view provider, Instant from,
                               Instant to, const std::vector<Movement>& theirs) const {
  auto ours = records::ledger(snapshot, provider, from, to);
  // What happened around midnight may stand under another day here than there.
  for (const auto& movement : theirs) {
    if (has(ours, movement)) continue;
    if (auto line = records::ledger_line(snapshot, provider, movement))
      ours.push_back(std::move(*line));
  }
  return {.lines = rules::compare(ours, theirs),
          .open_refunds = records::open_refunds(snapshot, kOpenRefunds),
          .desk = records::desk_totals(snapshot, from, to)};
}

std::vector<std::string> check_payments(store::Snapshot& snapshot) {
  std::vector<std::string> problems;
  auto refunds = snapshot.query(
      "SELECT r.id, r.amount, sum(f.amount) FROM payment_receipt r"
      " JOIN refund f ON f.receipt_id = r.id GROUP BY r.id HAVING sum(f.amount) > r.amount");
  while (refunds.next())
    problems.push_back(to_string(refunds->id<ReceiptId>(0)) + ": " + refunds->text(1) +
                       " came in, " + refunds->text(2) + " goes back");
  auto payments = snapshot.query(
      "SELECT p.id, p.state, count(r.id) FROM payment p LEFT JOIN payment_receipt r"
      " ON r.payment_id = p.id AND r.used_for = 'fee' GROUP BY p.id"
      " HAVING count(r.id) <> (p.state IN ('paid', 'reversed'))");
  while (payments.next())
    problems.push_back(to_string(payments->id<PaymentId>(0)) + " (" + payments->text(1) +
                       "): paid " + payments->text(2) + " times");
  auto unused = snapshot.query(
      "SELECT r.id FROM payment_receipt r LEFT JOIN refund f ON f.receipt_id = r.id"
      " WHERE r.used_for NOT IN ('fee', 'unknown-order') GROUP BY r.id, r.amount"
      " HAVING coalesce(sum(f.amount), 0) <> r.amount");
  while (unused.next())
    problems.push_back(to_string(unused->id<ReceiptId>(0)) + ": was not used and does not go back");
  auto forgotten = snapshot.query(
      "SELECT f.id FROM refund f JOIN payment_receipt r ON r.id = f.receipt_id"
      " LEFT JOIN payment_errand e ON e.refund_id = f.id"
      " WHERE f.state = 'owed' AND r.provider <> 'desk' AND e.id IS NULL");
  while (forgotten.next())
    problems.push_back(to_string(forgotten->id<RefundId>(0)) +
                       ": is owed, and nobody asks the provider");
  auto held = snapshot.query(
      "SELECT a.id FROM appointment a JOIN payment p ON p.appointment_id = a.id"
      " WHERE a.state = 'pending' AND p.state = 'paid'");
  while (held.next())
    problems.push_back(to_string(held->id<AppointmentId>(0)) + ": paid, and still held unpaid");
  return problems;
}

}  // namespace yuyue::booking::fees
