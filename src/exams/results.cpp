#include "yuyue/exams/results.hpp"

namespace yuyue::exams {
namespace {

/// An order that nobody has had for so long is not waited for any more.
constexpr std::chrono::days kWaitedFor{60};

constexpr const char* kReturns =
    "SELECT id, person_id, practitioner_id, department_id, ready_at, appointment_id"
    " FROM exam_return";

Return return_from(store::Snapshot& snapshot, const store::Row& row) {
  Return out{.id = row.id<ExamReturnId>(0),
             .person = row.id<PersonId>(1),
             .practitioner = row.maybe_id<PractitionerId>(2),
             .department = row.maybe_id<DepartmentId>(3),
             .ready_at = row.instant(4),
             .appointment = row.maybe_id<AppointmentId>(5)};
  auto rows = snapshot.query("SELECT id FROM exam_order WHERE return_id = ? ORDER BY id", {out.id});
  while (rows.next()) out.orders.push_back(rows->id<ExamOrderId>(0));
  return out;
}

std::optional<Order> answered_by(store::Snapshot& snapshot, const access::Vault& vault,
                                 PersonId person, const std::string& source) {
  if (source.empty()) return std::nullopt;
  auto id = snapshot.integer("SELECT id FROM exam_order WHERE external = ? AND person_id = ?",
                             {source, person});
  if (!id) id = decode_id(ExamOrderKind::kPrefix, source);
  if (!id) return std::nullopt;
  auto order = find_order(snapshot, vault, ExamOrderId{*id});
  return order && order->person == person ? order : std::nullopt;
}

/// What one clinician, or where nobody is named one department, has ordered and the patient waits
/// for. Of what gives no report it is enough that it is done.
constexpr const char* kOfOneClinician =
    " FROM exam_order o JOIN exam e ON e.id = o.exam_id WHERE o.person_id = ?1"
    " AND o.return_id IS NULL AND o.ordered_at >= ?4 AND o.state NOT IN ('cancelled', 'left-out')"
    " AND (o.practitioner_id = ?2"
    " OR (?2 IS NULL AND o.practitioner_id IS NULL AND o.department_id = ?3))";
constexpr const char* kAwaited =
    " AND NOT (o.state = 'done' AND e.turnaround_minutes = 0) AND NOT EXISTS"
    " (SELECT 1 FROM exam_report r WHERE r.order_id = o.id AND r.ready_at IS NOT NULL)";

}  // namespace

std::map<ExamOrderId, ReportState> reports_of(store::Snapshot& snapshot, PersonId person) {
  std::map<ExamOrderId, ReportState> out;
  auto done = snapshot.query(
      "SELECT o.id, max(v.at), e.turnaround_minutes FROM exam_order o"
      " JOIN exam e ON e.id = o.exam_id"
      " JOIN exam_order_event v ON v.order_id = o.id AND v.what = 'done'"
      " WHERE o.person_id = ? AND o.state = 'done' AND e.turnaround_minutes > 0"
      " GROUP BY o.id, e.turnaround_minutes",
      {person});
  while (done.next()) out[done->id<ExamOrderId>(0)].expected = done->instant(1) + done->minute(2);
  auto ready = snapshot.query(
      "SELECT r.order_id, min(r.ready_at) FROM exam_report r JOIN exam_order o ON o.id = r.order_id"
      " WHERE o.person_id = ? AND r.ready_at IS NOT NULL GROUP BY r.order_id",
      {person});
  while (ready.next()) out[ready->id<ExamOrderId>(0)].ready = ready->instant(1);
  return out;
}

std::optional<Return> find_return(store::Snapshot& snapshot, ExamReturnId id) {
  static const std::string kSql = std::string(kReturns) + " WHERE id = ?";
  auto rows = snapshot.query(kSql, {id});
  if (!rows.next()) return std::nullopt;
  return return_from(snapshot, rows.row());
}

std::vector<Return> returns_of(store::Snapshot& snapshot, PersonId person, Instant now) {
  static const std::string kSql = std::string(kReturns) +
                                  " WHERE person_id = ? AND ready_at > ?"
                                  " ORDER BY ready_at DESC, id DESC LIMIT 20";
  std::vector<Return> out;
  auto rows = snapshot.query(kSql, {person, now - kReturnOffered});
  while (rows.next()) out.push_back(return_from(snapshot, rows.row()));
  return out;
}

std::optional<Return> Results::reported(store::Transaction& tx, PersonId person,
                                        const std::string& source, std::int64_t report,
                                        bool readable, const access::Actor& by, Instant now) const {
  const auto order = answered_by(tx, *env_.vault, person, source);
  if (!order) {
    tx.execute("DELETE FROM exam_report WHERE report_id = ?", {report});
    return std::nullopt;
  }
  tx.execute(
      "INSERT INTO exam_report (report_id, order_id, ready_at) VALUES (?1, ?2, ?3)"
      " ON CONFLICT (report_id) DO UPDATE SET order_id = ?2,"
      " ready_at = CASE WHEN ?3 IS NULL THEN NULL ELSE ifnull(exam_report.ready_at, ?3) END",
      {report, order->id, readable ? std::optional(now) : std::nullopt});
  return readable ? completed(tx, *order, by, now) : std::nullopt;
}

std::optional<Return> Results::no_longer_awaited(store::Transaction& tx, ExamOrderId id,
                                                 const access::Actor& by, Instant now) const {
  const auto order = find_order(tx, *env_.vault, id);
  static const std::string kReady =
      std::string("SELECT 1") + kOfOneClinician +
      " AND EXISTS (SELECT 1 FROM exam_report r WHERE r.order_id = o.id AND r.ready_at IS NOT NULL)"
      " LIMIT 1";
  if (!order || !tx.integer(kReady, {order->person, order->practitioner, order->department,
                                     now - kWaitedFor}))
    return std::nullopt;
  return completed(tx, *order, by, now);
}

std::optional<Return> Results::completed(store::Transaction& tx, const Order& order,
                                         const access::Actor& by, Instant now) const {
  if (!order.practitioner && !order.department) return std::nullopt;
  static const std::string kCount = std::string("SELECT count(*)") + kOfOneClinician + kAwaited;
  static const std::string kOrders = std::string("SELECT o.id") + kOfOneClinician;
  const auto since = now - kWaitedFor;
  if (tx.integer(kCount, {order.person, order.practitioner, order.department, since}) != 0)
    return std::nullopt;
  std::vector<ExamOrderId> orders;
  {
    auto rows = tx.query(kOrders, {order.person, order.practitioner, order.department, since});
    while (rows.next()) orders.push_back(rows->id<ExamOrderId>(0));
  }
  if (orders.empty()) return std::nullopt;  // it was part of one before
  const auto id = env_.ids->next<ExamReturnId>();
  tx.execute(
      "INSERT INTO exam_return (id, person_id, practitioner_id, department_id, ready_at)"
      " VALUES (?, ?, ?, ?, ?)",
      {id, order.person, order.practitioner, order.department, now});
  for (const auto one : orders)
    tx.execute("UPDATE exam_order SET return_id = ? WHERE id = ?", {id, one});
  if (env_.journal)
    env_.journal->record(tx, by,
                         {.what = "exam-return-ready",
                          .subject = id,
                          .details = {{"person", to_string(order.person)},
                                      {"orders", std::to_string(orders.size())}}},
                         now);
  return find_return(tx, id);
}

Result<Return> Results::settle(store::Transaction& tx, ExamReturnId id, AppointmentId appointment,
                               const access::Actor& by, Instant now) const {
  const auto one = find_return(tx, id);
  if (!one) return Refusal("not-found").with("what", "exam-return");
  if (one->appointment) return Refusal("exam-return-settled");
  tx.execute("UPDATE exam_return SET appointment_id = ?, settled_at = ? WHERE id = ?",
             {appointment, now, id});
  if (env_.journal)
    env_.journal->record(
        tx, by,
        {.what = "exam-return-chosen",
         .subject = id,
         .details = {{"person", to_string(one->person)}, {"appointment", to_string(appointment)}}},
        now);
  return find_return(tx, id).value();
}

std::vector<std::string> check_exam_returns(store::Snapshot& snapshot) {
  std::vector<std::string> out;
  auto rows = snapshot.query(
      "SELECT o.id FROM exam_order o JOIN exam_return r ON r.id = o.return_id"
      " WHERE r.person_id <> o.person_id");
  while (rows.next())
    out.push_back("an examination goes back with somebody else's results: " +
                  to_string(rows->id<ExamOrderId>(0)));
  return out;
}

}  // namespace yuyue::exams
