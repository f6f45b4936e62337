#include "booking/clinic/forecast_records.hpp"

namespace yuyue::booking::clinic {

std::vector<WaitScore> wait_scores(store::Snapshot& snapshot, Day from, Day to) {
  std::vector<WaitScore> scores;
  auto rows = snapshot.query(
      "SELECT day, department_id, kind_id, called, within_half, within_most, seconds_off,"
      " seconds_late, set_aside FROM wait_score WHERE day >= ? AND day <= ?"
      " ORDER BY day, department_id, kind_id",
      {from, to});
  const auto count = [&](int column) {
    return static_cast<int>(rows->integer(column));
  };
  while (rows.next())
    scores.push_back({.day = rows->day(0),
                      .department = rows->id<DepartmentId>(1),
                      .kind = rows->id<ClinicKindId>(2),
                      .called = count(3),
                      .within_half = count(4),
                      .within_most = count(5),
                      .off = std::chrono::seconds{rows->integer(6)},
                      .late = std::chrono::seconds{rows->integer(7)},
                      .set_aside = count(8)});
  return scores;
}

namespace records {

void insert(store::Transaction& tx, const KeptForecast& kept) {
  const auto& f = kept.forecast;
  tx.execute(
      "INSERT INTO wait_forecast (ticket_id, day, department_id, kind_id, made_at, ahead, middle,"
      " half_from, half_to, most_from, most_to, called_at, set_aside)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, 0) ON CONFLICT (ticket_id) DO NOTHING",
      {kept.ticket, kept.day, kept.department, kept.kind, kept.made_at, kept.ahead, f.middle,
       f.half.from, f.half.to, f.most.from, f.most.to});
}

std::optional<KeptForecast> open_forecast(store::Snapshot& snapshot, TicketId ticket) {
  auto rows = snapshot.query(
      "SELECT day, department_id, kind_id, made_at, ahead, middle, half_from, half_to, most_from,"
      " most_to FROM wait_forecast WHERE ticket_id = ? AND called_at IS NULL AND set_aside = 0",
      {ticket});
  if (!rows.next()) return std::nullopt;
  KeptForecast kept;
  kept.ticket = ticket;
  kept.day = rows->day(0);
  kept.department = rows->id<DepartmentId>(1);
  kept.kind = rows->id<ClinicKindId>(2);
  kept.made_at = rows->instant(3);
  kept.ahead = static_cast<int>(rows->integer(4));
  kept.forecast.middle = rows->instant(5);
  kept.forecast.half = {rows->instant(6), rows->instant(7)};
  kept.forecast.most = {rows->instant(8), rows->instant(9)};
  return kept;
}

std::vector<TicketId> without_forecast(store::Snapshot& snapshot, LineId line) {
  std::vector<TicketId> tickets;
  auto rows = snapshot.query(
      "SELECT t.id FROM ticket t LEFT JOIN wait_forecast f ON f.ticket_id = t.id"
      " WHERE t.line_id = ? AND t.open = 1 AND t.calls = 0 AND f.ticket_id IS NULL",
      {line});
  while (rows.next()) tickets.push_back(rows->id<TicketId>(0));
  return tickets;
}

void mark_called(store::Transaction& tx, TicketId ticket, Instant at) {
  tx.execute("UPDATE wait_forecast SET called_at = ? WHERE ticket_id = ?", {at, ticket});
}

void set_aside(store::Transaction& tx, TicketId ticket) {
  tx.execute("UPDATE wait_forecast SET set_aside = 1 WHERE ticket_id = ?", {ticket});
}

void add(store::Transaction& tx, const WaitScore& s) {
  tx.execute(
      "INSERT INTO wait_score (day, department_id, kind_id, called, within_half, within_most,"
      " seconds_off, seconds_late, set_aside) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
      " ON CONFLICT (day, department_id, kind_id) DO UPDATE SET called = wait_score.called + "
      "excluded.called,"
      " within_half = wait_score.within_half + excluded.within_half,"
      " within_most = wait_score.within_most + excluded.within_most,"
      " seconds_off = wait_score.seconds_off + excluded.seconds_off,"
      " seconds_late = wait_score.seconds_late + excluded.seconds_late,"
      " set_aside = wait_score.set_aside + excluded.set_aside",
      {s.day, s.department, s.kind, s.called, s.within_half, s.within_most, s.off.count(),
       s.late.count(), s.set_aside});
}

// Tickets are numbered as time goes by: the oldest come first.
int purge(store::Transaction& tx, Instant before, int limit) {
  tx.execute(
      "DELETE FROM wait_nearing WHERE at < ? AND ticket_id IN"
      " (SELECT ticket_id FROM wait_nearing ORDER BY ticket_id LIMIT ?)",
      {before, limit});
  return tx.execute(
      "DELETE FROM wait_forecast WHERE made_at < ? AND ticket_id IN"
      " (SELECT ticket_id FROM wait_forecast ORDER BY ticket_id LIMIT ?)",
      {before, limit});
}

}  // namespace records
}  // namespace yuyue::booking::clinic
