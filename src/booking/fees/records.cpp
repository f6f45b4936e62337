#include "booking/fees/row_reading.hpp"

#include <stdexcept>

namespace yuyue::booking::fees::records {
namespace {

Payment payment_from(const store::Row& row) {
  Payment p;
  p.id = row.id<PaymentId>(0);
  p.appointment = row.id<AppointmentId>(1);
  p.provider = row.text(2);
  p.method = known(method_from(row.text(3)), row.text(3));
  p.amount = row.integer(4);
  p.state = known(payment_state(row.text(5)), row.text(5));
  p.pay_url = row.text(6);
  p.qr = row.text(7);
  p.expires_at = row.maybe_instant(8);
  p.created_at = row.instant(9);
  p.paid_at = row.maybe_instant(10);
  return p;
}

Receipt receipt_from(const store::Row& row) {
  Receipt r;
  r.id = row.id<ReceiptId>(0);
  r.payment = row.maybe_id<PaymentId>(1);
  r.provider = row.text(2);
  r.transaction = row.text(3);
  r.order = row.text(4);
  r.amount = row.integer(5);
  r.use = known(use_from(row.text(6)), row.text(6));
  r.at = row.instant(7);
  return r;
}

}  // namespace

Refund refund_from(const store::Row& row) {
  Refund r;
  r.id = row.id<RefundId>(0);
  r.receipt = row.id<ReceiptId>(1);
  r.amount = row.integer(2);
  r.reason = known(refund_reason(row.text(3)), row.text(3));
  r.state = known(refund_state(row.text(4)), row.text(4));
  r.created_at = row.instant(5);
  r.done_at = row.maybe_instant(6);
  r.by_hand = row.flag(7);
  return r;
}

std::optional<SlotFee> slot_fee(store::Snapshot& snapshot, SlotId slot) {
  auto rows = snapshot.query(
      "SELECT s.fee, l.starts_at FROM slot l JOIN session s ON s.id = l.session_id WHERE l.id = ?",
      {slot});
  if (!rows.next()) return std::nullopt;
  return SlotFee{rows->integer(0), rows->instant(1)};
}

std::vector<AppointmentId> unpaid_since(store::Snapshot& snapshot, Instant now, int limit) {
  std::vector<AppointmentId> list;
  auto rows = snapshot.query(
      "SELECT id FROM appointment WHERE pay_until IS NOT NULL AND pay_until <= ?"
      " ORDER BY pay_until LIMIT ?",
      {now, limit});
  while (rows.next()) list.push_back(rows->id<AppointmentId>(0));
  return list;
}

std::optional<Payment> find_payment(store::Snapshot& snapshot, PaymentId id) {
  auto rows = snapshot.query(
      "SELECT id, appointment_id, provider, method, amount, state, pay_url, qr, expires_at,"
      " created_at, paid_at FROM payment WHERE id = ?",
      {id});
  if (!rows.next()) return std::nullopt;
  return payment_from(rows.row());
}

std::optional<Receipt> find_receipt(store::Snapshot& snapshot, ReceiptId id) {
  auto rows = snapshot.query(
      "SELECT id, payment_id, provider, transaction_ref, order_ref, amount, used_for, at"
      " FROM payment_receipt WHERE id = ?",
      {id});
  if (!rows.next()) return std::nullopt;
  return receipt_from(rows.row());
}

std::optional<Refund> find_refund(store::Snapshot& snapshot, RefundId id) {
  auto rows = snapshot.query(
      "SELECT id, receipt_id, amount, reason, state, created_at, done_at,"
      " by_hand FROM refund WHERE id = ?",
      {id});
  if (!rows.next()) return std::nullopt;
  return refund_from(rows.row());
}

Account account_of(store::Snapshot& snapshot, AppointmentId appointment) {
  Account account;
  auto payments = snapshot.query(
      "SELECT id, appointment_id, provider, method, amount, state, pay_url, qr, expires_at,"
      " created_at, paid_at FROM payment WHERE appointment_id = ? ORDER BY created_at, id",
      {appointment});
  while (payments.next()) account.payments.push_back(payment_from(payments.row()));
  // Most appointments are paid at the desk on the day: nothing to look for until then.
  if (account.payments.empty()) return account;
  auto receipts = snapshot.query(
      "SELECT r.id, r.payment_id, r.provider, r.transaction_ref, r.order_ref, r.amount,"
      " r.used_for, r.at FROM payment_receipt r JOIN payment p ON p.id = r.payment_id"
      " WHERE p.appointment_id = ? ORDER BY r.at, r.id",
      {appointment});
  while (receipts.next()) account.receipts.push_back(receipt_from(receipts.row()));
  auto refunds = snapshot.query(
      "SELECT f.id, f.receipt_id, f.amount, f.reason, f.state, f.created_at, f.done_at,"
      " f.by_hand FROM refund f JOIN payment_receipt r ON r.id = f.receipt_id"
      " JOIN payment p ON p.id = r.payment_id WHERE p.appointment_id = ?"
      " ORDER BY f.created_at, f.id",
      {appointment});
  while (refunds.next()) account.refunds.push_back(refund_from(refunds.row()));
  return account;
}

void insert(store::Transaction& tx, const Payment& p) {
  tx.execute(
      "INSERT INTO payment (id, appointment_id, provider, method, amount, state, pay_url, qr,"
      " expires_at, created_at, paid_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {p.id, p.appointment, p.provider, name_of(p.method), p.amount, name_of(p.state), p.pay_url,
       p.qr, p.expires_at, p.created_at, p.paid_at});
}

void update(store::Transaction& tx, const Payment& p) {
  const int changed =
      tx.execute("UPDATE payment SET state = ?, pay_url = ?, qr = ?, paid_at = ? WHERE id = ?",
                 {name_of(p.state), p.pay_url, p.qr, p.paid_at, p.id});
  if (changed != 1) throw std::logic_error("a payment that is not there");
}

bool is_known(store::Snapshot& snapshot, std::string_view provider, std::string_view transaction) {
  return snapshot
      .integer("SELECT 1 FROM payment_receipt WHERE provider = ? AND transaction_ref = ?",
               {provider, transaction})
      .has_value();
}

void insert(store::Transaction& tx, const Receipt& r) {
  tx.execute(
      "INSERT INTO payment_receipt (id, payment_id, provider, transaction_ref, order_ref, amount,"
      " used_for, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      {r.id, r.payment, r.provider, r.transaction, r.order, r.amount, name_of(r.use), r.at});
}

void insert(store::Transaction& tx, const Refund& r) {
  tx.execute(
      "INSERT INTO refund (id, receipt_id, amount, reason, state, by_hand, created_at, done_at)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      {r.id, r.receipt, r.amount, name_of(r.reason), name_of(r.state), r.by_hand, r.created_at,
       r.done_at});
}

void update(store::Transaction& tx, const Refund& r) {
  const int changed =
      tx.execute("UPDATE refund SET state = ?, by_hand = ?, done_at = ? WHERE id = ?",
                 {name_of(r.state), r.by_hand, r.done_at, r.id});
  if (changed != 1) throw std::logic_error("a refund that is not there");
}

void owe_errand(store::Transaction& tx, std::int64_t id, PaymentId payment,
                std::optional<RefundId> refund, Instant due_at, Instant now) {
  tx.execute(
      "INSERT INTO payment_errand (id, payment_id, refund_id, due_at, created_at)"
      " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
      {id, payment, refund, due_at, now});
}

bool errand_due(store::Snapshot& snapshot, Instant now) {
  return snapshot.integer("SELECT 1 FROM payment_errand WHERE due_at <= ? LIMIT 1", {now})
      .has_value();
}

std::vector<Errand> claim_errands(store::Transaction& tx, Instant now, Instant until, int limit) {
  std::vector<Errand> list;
  {
    auto rows = tx.query(
        "SELECT id, payment_id, refund_id, attempts + 1, created_at FROM payment_errand WHERE "
        "due_at <= ?"
        " ORDER BY due_at LIMIT ?",
        {now, limit});
    while (rows.next())
      list.push_back({.id = rows->integer(0),
                      .payment = rows->id<PaymentId>(1),
                      .refund = rows->maybe_id<RefundId>(2),
                      .attempts = static_cast<int>(rows->integer(3)),
                      .created_at = rows->instant(4)});
  }
  for (const auto& errand : list)
    tx.execute(
        "UPDATE payment_errand SET due_at = ?, claimed = 1, attempts = attempts + 1 WHERE id = ?",
        {until, errand.id});
  return list;
}

void put_off(store::Transaction& tx, std::int64_t errand, Instant due_at, std::string_view why,
             bool counts) {
  tx.execute(
      "UPDATE payment_errand SET due_at = ?, claimed = 0, attempts = attempts - ?, last_error = ?"
      " WHERE id = ?",
      {due_at, counts ? 0 : 1, why, errand});
}

void remove_errand(store::Transaction& tx, std::int64_t errand) {
  tx.execute("DELETE FROM payment_errand WHERE id = ?", {errand});
}

void remove_refund_errand(store::Transaction& tx, RefundId refund) {
  tx.execute("DELETE FROM payment_errand WHERE refund_id = ?", {refund});
}

int make_due(store::Transaction& tx, Instant now) {
  tx.execute(
      "UPDATE payment_errand SET due_at = 0 WHERE refund_id IS NULL AND payment_id IN"
      " (SELECT p.id FROM payment p JOIN appointment a ON a.id = p.appointment_id"
      " WHERE a.pay_until IS NOT NULL AND a.pay_until <= ?)",
      {now});
  return tx.execute(
      "UPDATE payment_errand SET due_at = min(due_at, ?), claimed = 0 WHERE claimed = 1", {now});
}

}  // namespace yuyue::booking::fees::records
