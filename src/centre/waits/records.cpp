#include "centre/waits/records.hpp"

namespace yuyue::centre::waits {

std::vector<WaitScore> wait_scores(store::Snapshot& snapshot, Day from, Day to) {
  std::vector<WaitScore> scores;
  auto rows = snapshot.query(
      "SELECT day, service_id, called, within_half, within_most, seconds_off, seconds_late,"
      " set_aside FROM service_wait_score WHERE day >= ? AND day <= ? ORDER BY day, service_id",
      {from, to});
  const auto count = [&](int column) {
    return static_cast<int>(rows->integer(column));
  };
  while (rows.next())
    scores.push_back({.day = rows->day(0),
                      .service = rows->id<ServiceId>(1),
                      .called = count(2),
                      .within_half = count(3),
                      .within_most = count(4),
                      .off = std::chrono::seconds{rows->integer(5)},
                      .late = std::chrono::seconds{rows->integer(6)},
                      .set_aside = count(7)});
  return scores;
}

namespace records {

std::string stamp(store::Snapshot& snapshot, Day day) {
  std::string text = format_day(day);
  const auto add = [&](std::optional<std::int64_t> number) {
    text += '-';
    if (number) text += std::to_string(*number);
  };
  add(snapshot.integer("SELECT sum(last_event) FROM line WHERE day = ? AND owner_kind = 'svc'",
                       {day}));
  add(snapshot.integer("SELECT sum(version) + count(*) FROM service", {}));
  add(snapshot.integer("SELECT sum(version) + count(*) FROM service_window", {}));
  auto posts = snapshot.query(
      "SELECT window_id, account_id, sat_at, paused_at, paused_until FROM window_post"
      " ORDER BY window_id",
      {});
  while (posts.next())
    for (int column = 0; column < 5; ++column)
      add(posts->is_null(column) ? std::nullopt : std::optional(posts->integer(column)));
  return text;
}

void insert(store::Transaction& tx, const KeptForecast& kept) {
  const auto& f = kept.forecast;
  tx.execute(
      "INSERT INTO visit_forecast (ticket_id, day, service_id, made_at, ahead, middle, half_from,"
      " half_to, most_from, most_to, called_at, set_aside)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, 0) ON CONFLICT (ticket_id) DO NOTHING",
      {kept.ticket, kept.day, kept.service, kept.made_at, kept.ahead, f.middle, f.half.from,
       f.half.to, f.most.from, f.most.to});
}

std::optional<KeptForecast> open_forecast(store::Snapshot& snapshot, TicketId ticket) {
  auto rows = snapshot.query(
      "SELECT day, service_id, made_at, ahead, middle, half_from, half_to, most_from, most_to"
      " FROM visit_forecast WHERE ticket_id = ? AND called_at IS NULL AND set_aside = 0",
      {ticket});
  if (!rows.next()) return std::nullopt;
  KeptForecast kept{.ticket = ticket,
                    .day = rows->day(0),
                    .service = rows->id<ServiceId>(1),
                    .made_at = rows->instant(2),
                    .ahead = static_cast<int>(rows->integer(3)),
                    .forecast = {}};
  kept.forecast.middle = rows->instant(4);
  kept.forecast.half = {rows->instant(5), rows->instant(6)};
  kept.forecast.most = {rows->instant(7), rows->instant(8)};
  return kept;
}

std::vector<TicketId> without_forecast(store::Snapshot& snapshot, Day day) {
  std::vector<TicketId> tickets;
  auto rows = snapshot.query(
      "SELECT t.id FROM line l JOIN ticket t ON t.line_id = l.id AND t.open = 1"
      " LEFT JOIN visit_forecast f ON f.ticket_id = t.id"
      " WHERE l.day = ? AND l.owner_kind = 'svc' AND t.calls = 0 AND f.ticket_id IS NULL",
      {day});
  while (rows.next()) tickets.push_back(rows->id<TicketId>(0));
  return tickets;
}

void mark_called(store::Transaction& tx, TicketId ticket, Instant at) {
  tx.execute("UPDATE visit_forecast SET called_at = ? WHERE ticket_id = ?", {at, ticket});
}

void set_aside(store::Transaction& tx, TicketId ticket) {
  tx.execute("UPDATE visit_forecast SET set_aside = 1 WHERE ticket_id = ?", {ticket});
}

void add(store::Transaction& tx, const WaitScore& s) {
  tx.execute(
      "INSERT INTO service_wait_score (day, service_id, called, within_half, within_most,"
      " seconds_off, seconds_late, set_aside) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
      " ON CONFLICT (day, service_id) DO UPDATE SET"
      " called = service_wait_score.called + excluded.called,"
      " within_half = service_wait_score.within_half + excluded.within_half,"
      " within_most = service_wait_score.within_most + excluded.within_most,"
      " seconds_off = service_wait_score.seconds_off + excluded.seconds_off,"
      " seconds_late = service_wait_score.seconds_late + excluded.seconds_late,"
      " set_aside = service_wait_score.set_aside + excluded.set_aside",
      {s.day, s.service, s.called, s.within_half, s.within_most, s.off.count(), s.late.count(),
       s.set_aside});
}

// Tickets are numbered as time goes by: the oldest come first.
int purge(store::Transaction& tx, Instant before, int limit) {
  return tx.execute(
      "DELETE FROM visit_forecast WHERE made_at < ? AND ticket_id IN"
      " (SELECT ticket_id FROM visit_forecast ORDER BY ticket_id LIMIT ?)",
      {before, limit});
}

}  // namespace records
}  // namespace yuyue::centre::waits
