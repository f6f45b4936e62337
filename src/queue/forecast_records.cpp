#include "queue/forecast_records.hpp"

namespace yuyue::queue {

std::vector<WaitScore> wait_scores(store::Snapshot& snapshot, std::string_view owner_kind, Day from,
                                   Day to) {
  std::vector<WaitScore> scores;
  auto rows = snapshot.query(
      "SELECT day, topic, part, called, within_half, within_most, seconds_off, seconds_late,"
      " set_aside FROM line_forecast_score WHERE owner_kind = ? AND day >= ? AND day <= ?"
      " ORDER BY day, topic, part",
      {owner_kind, from, to});
  const auto count = [&](int column) {
    return static_cast<int>(rows->integer(column));
  };
  while (rows.next())
    scores.push_back({.day = rows->day(0),
                      .topic = {.id = rows->integer(1), .part = rows->integer(2)},
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
      "INSERT INTO line_forecast (ticket_id, day, topic, part, made_at, ahead, middle, half_from,"
      " half_to, most_from, most_to, called_at, set_aside)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, 0) ON CONFLICT (ticket_id) DO NOTHING",
      {kept.ticket, kept.day, kept.topic.id, kept.topic.part, kept.made_at, kept.ahead, f.middle,
       f.half.from, f.half.to, f.most.from, f.most.to});
}

std::optional<KeptForecast> open_forecast(store::Snapshot& snapshot, TicketId ticket) {
  auto rows = snapshot.query(
      "SELECT day, topic, part, made_at, ahead, middle, half_from, half_to, most_from, most_to"
      " FROM line_forecast WHERE ticket_id = ? AND called_at IS NULL AND set_aside = 0",
      {ticket});
  if (!rows.next()) return std::nullopt;
  KeptForecast kept{.ticket = ticket,
                    .day = rows->day(0),
                    .topic = {.id = rows->integer(1), .part = rows->integer(2)},
                    .made_at = rows->instant(3),
                    .ahead = static_cast<int>(rows->integer(4)),
                    .forecast = {}};
  kept.forecast.middle = rows->instant(5);
  kept.forecast.half = {rows->instant(6), rows->instant(7)};
  kept.forecast.most = {rows->instant(8), rows->instant(9)};
  return kept;
}

std::vector<KeptForecasts::Joined> without_forecast(store::Snapshot& snapshot,
                                                    std::string_view owner_kind, Day day) {
  std::vector<KeptForecasts::Joined> joined;
  auto rows = snapshot.query(
      "SELECT l.id, t.id FROM line l JOIN ticket t ON t.line_id = l.id AND t.open = 1"
      " LEFT JOIN line_forecast f ON f.ticket_id = t.id"
      " WHERE l.day = ? AND l.owner_kind = ? AND t.calls = 0 AND f.ticket_id IS NULL",
      {day, owner_kind});
  while (rows.next()) joined.push_back({rows->id<LineId>(0), rows->id<TicketId>(1)});
  return joined;
}

void mark_called(store::Transaction& tx, TicketId ticket, Instant at) {
  tx.execute("UPDATE line_forecast SET called_at = ? WHERE ticket_id = ?", {at, ticket});
}

void set_aside(store::Transaction& tx, TicketId ticket) {
  tx.execute("UPDATE line_forecast SET set_aside = 1 WHERE ticket_id = ?", {ticket});
}

void add(store::Transaction& tx, std::string_view owner_kind, const WaitScore& s) {
  tx.execute(
      "INSERT INTO line_forecast_score AS kept (owner_kind, day, topic, part, called, within_half,"
      " within_most, seconds_off, seconds_late, set_aside) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
      " ON CONFLICT (owner_kind, day, topic, part) DO UPDATE SET"
      " called = kept.called + excluded.called,"
      " within_half = kept.within_half + excluded.within_half,"
      " within_most = kept.within_most + excluded.within_most,"
      " seconds_off = kept.seconds_off + excluded.seconds_off,"
      " seconds_late = kept.seconds_late + excluded.seconds_late,"
      " set_aside = kept.set_aside + excluded.set_aside",
      {owner_kind, s.day, s.topic.id, s.topic.part, s.called, s.within_half, s.within_most,
       s.off.count(), s.late.count(), s.set_aside});
}

// Tickets are numbered as time goes by: the oldest come first.
int purge_forecasts(store::Transaction& tx, Instant before, int limit) {
  return tx.execute(
      "DELETE FROM line_forecast WHERE made_at < ? AND ticket_id IN"
      " (SELECT ticket_id FROM line_forecast ORDER BY ticket_id LIMIT ?)",
      {before, limit});
}

}  // namespace records
}  // namespace yuyue::queue
