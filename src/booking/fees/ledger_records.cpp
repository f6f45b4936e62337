// The books, as they are compared at the day's end.
#include "booking/fees/row_reading.hpp"

namespace yuyue::booking::fees::records {
namespace {

/// transaction, order, amount, at, appointment, used_for, asked for
LedgerLine payment_line(const store::Row& row) {
  LedgerLine line;
  line.movement = {Movement::Kind::payment, row.text(0), row.text(1), row.integer(2),
                   row.instant(3)};
  line.appointment = row.maybe_id<AppointmentId>(4);
  line.use = known(use_from(row.text(5)), row.text(5));
  line.expected = row.integer(6);
  return line;
}

/// refund, payment, amount, done at, appointment, used_for
LedgerLine refund_line(const store::Row& row) {
  LedgerLine line;
  line.movement = {Movement::Kind::refund, to_string(row.id<RefundId>(0)),
                   to_string(row.id<PaymentId>(1)), row.integer(2), row.instant(3)};
  line.appointment = row.maybe_id<AppointmentId>(4);
  line.use = known(use_from(row.text(5)), row.text(5));
  return line;
}

}  // namespace

std::vector<LedgerLine> ledger(store::Snapshot& snapshot, std::string_view provider, Instant from,
                               Instant to) {
  std::vector<LedgerLine> lines;
  auto receipts = snapshot.query(
      "SELECT r.transaction_ref, r.order_ref, r.amount, r.at, p.appointment_id, r.used_for,"
      " p.amount FROM payment_receipt r LEFT JOIN payment p ON p.id = r.payment_id"
      " WHERE r.at >= ? AND r.at < ? AND r.provider = ? ORDER BY r.at, r.id",
      {from, to, provider});
  while (receipts.next()) lines.push_back(payment_line(receipts.row()));
  auto refunds = snapshot.query(
      "SELECT f.id, p.id, f.amount, f.done_at, p.appointment_id, r.used_for FROM refund f"
      " JOIN payment_receipt r ON r.id = f.receipt_id JOIN payment p ON p.id = r.payment_id"
      " WHERE f.done_at >= ? AND f.done_at < ? AND r.provider = ? AND f.by_hand = 0"
      " ORDER BY f.done_at, f.id",
      {from, to, provider});
  while (refunds.next()) lines.push_back(refund_line(refunds.row()));
  return lines;
}

std::optional<LedgerLine> ledger_line(store::Snapshot& snapshot, std::string_view provider,
                                      const Movement& like) {
  if (like.kind == Movement::Kind::payment) {
    auto rows = snapshot.query(
        "SELECT r.transaction_ref, r.order_ref, r.amount, r.at, p.appointment_id, r.used_for,"
        " p.amount FROM payment_receipt r LEFT JOIN payment p ON p.id = r.payment_id"
        " WHERE r.provider = ? AND r.transaction_ref = ?",
        {provider, like.reference});
    if (rows.next()) return payment_line(rows.row());
    return std::nullopt;
  }
  const auto id = parse_id<RefundKind>(like.reference);
  if (!id) return std::nullopt;
  auto rows = snapshot.query(
      "SELECT f.id, p.id, f.amount, f.done_at, p.appointment_id, r.used_for FROM refund f"
      " JOIN payment_receipt r ON r.id = f.receipt_id JOIN payment p ON p.id = r.payment_id"
      " WHERE f.id = ? AND r.provider = ? AND f.done_at IS NOT NULL AND f.by_hand = 0",
      {*id, provider});
  if (rows.next()) return refund_line(rows.row());
  return std::nullopt;
}

std::vector<OpenRefund> open_refunds(store::Snapshot& snapshot, int limit) {
  std::vector<OpenRefund> list;
  auto rows = snapshot.query(
      "SELECT f.id, f.receipt_id, f.amount, f.reason, f.state, f.created_at, f.done_at,"
      " f.by_hand, p.appointment_id, r.provider, p.id FROM refund f"
      " JOIN payment_receipt r ON r.id = f.receipt_id"
      " JOIN payment p ON p.id = r.payment_id WHERE f.state <> 'done' ORDER BY f.created_at"
      " LIMIT ?",
      {limit});
  while (rows.next())
    list.push_back({.refund = refund_from(rows.row()),
                    .appointment = rows->id<AppointmentId>(8),
                    .payment = rows->id<PaymentId>(10),
                    .provider = rows->text(9)});
  return list;
}

DeskTotals desk_totals(store::Snapshot& snapshot, Instant from, Instant to) {
  DeskTotals totals;
  auto taken = snapshot.query(
      "SELECT p.method, sum(r.amount) FROM payment_receipt r JOIN payment p ON p.id = r.payment_id"
      " WHERE r.at >= ? AND r.at < ? AND r.provider = 'desk' GROUP BY p.method",
      {from, to});
  while (taken.next()) (taken->text(0) == "cash" ? totals.cash : totals.card) = taken->integer(1);
  // What a provider would not give back is handed out in cash, too.
  auto back = snapshot.query(
      "SELECT p.method = 'card', sum(f.amount) FROM refund f"
      " JOIN payment_receipt r ON r.id = f.receipt_id JOIN payment p ON p.id = r.payment_id"
      " WHERE f.done_at >= ? AND f.done_at < ? AND f.by_hand = 1 GROUP BY 1",
      {from, to});
  while (back.next()) (back->flag(0) ? totals.card_back : totals.cash_back) = back->integer(1);
  return totals;
}

Waiting waiting(store::Snapshot& snapshot) {
  Waiting counts;
  auto rows = snapshot.query(
      "SELECT coalesce(sum(state = 'owed'), 0), coalesce(sum(state = 'failed'), 0) FROM refund"
      " WHERE state <> 'done'");
  if (rows.next()) {
    counts.refunds_owed = rows->integer(0);
    counts.refunds_failed = rows->integer(1);
  }
  counts.errands = snapshot.integer("SELECT count(*) FROM payment_errand").value_or(0);
  return counts;
}

}  // namespace yuyue::booking::fees::records
