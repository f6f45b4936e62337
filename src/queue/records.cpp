#include "queue/records.hpp"

#include <algorithm>
#include <stdexcept>

#include "queue/rules_text.hpp"
#include "yuyue/core/words.hpp"

namespace yuyue::queue {
namespace {

constexpr Words<3> kLineStates{"open", "closing", "closed"};

constexpr std::string_view kTicket =
    "SELECT id, number, priority, slot_start, arrived_at, entered_at, due, sequence, since, why,"
    " returner, state, assigned, station, called_at, calls, extra_calls, transferred, line_id,"
    " subject_kind, subject_id"
    " FROM ticket";

constexpr std::string_view kEvent =
    "SELECT seq, ticket_id, at, what, station, due, sequence, since, to_returners, decision,"
    " reason, ticket, actor_kind, actor_id FROM line_event";

std::optional<Station> maybe_station(const store::Row& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return Station{row.integer(column)};
}
store::Value value_of(const std::optional<Station>& station) {
  return station ? store::Value(station->value) : store::Value(nullptr);
}

Ticket ticket_from(const store::Row& row) {
  Ticket ticket;
  ticket.id = row.id<TicketId>(0);
  ticket.number = row.text(1);
  ticket.priority = row.text(2);
  ticket.slot_start = row.maybe_instant(3);
  ticket.arrived_at = row.instant(4);
  ticket.entered_at = row.instant(5);
  ticket.rank = {row.instant(6), static_cast<int>(row.integer(7)), row.instant(8)};
  ticket.why = due_from(row.text(9)).value();
  ticket.returner = row.flag(10);
  ticket.state = state_from(row.text(11)).value();
  ticket.assigned = maybe_station(row, 12);
  ticket.station = maybe_station(row, 13);
  ticket.called_at = row.instant(14);
  ticket.calls = static_cast<int>(row.integer(15));
  ticket.extra_calls = static_cast<int>(row.integer(16));
  ticket.transferred = row.flag(17);
  return ticket;
}

KeptTicket kept_from(const store::Row& row) {
  return {.line = row.id<LineId>(18),
          .subject = {row.text(19), row.integer(20)},
          .ticket = ticket_from(row)};
}

std::vector<Ticket> tickets_from(store::Rows rows) {
  std::vector<Ticket> tickets;
  while (rows.next()) tickets.push_back(ticket_from(rows.row()));
  return tickets;
}

KeptEvent event_from(const store::Row& row) {
  KeptEvent kept;
  kept.seq = row.integer(0);
  if (!row.is_null(1)) kept.event.ticket = row.id<TicketId>(1);
  kept.event.at = row.instant(2);
  kept.event.what = what_from(row.text(3)).value();
  kept.event.station = maybe_station(row, 4);
  if (!row.is_null(5))
    kept.event.rank = Rank{row.instant(5), static_cast<int>(row.integer(6)), row.instant(7)};
  kept.event.to_returners = row.flag(8);
  kept.event.decision = row.flag(9);
  kept.reason = row.text(10);
  if (!row.is_null(11)) kept.event.whole = ticket_from_text(kept.event.ticket, row.text(11));
  kept.by = {row.text(12), row.integer(13)};
  return kept;
}

}  // namespace

std::string_view name_of(LineState state) {
  return word_of(kLineStates, state);
}

std::optional<LineId> find_line(store::Snapshot& snapshot, const Reference& owner) {
  const auto id = snapshot.integer("SELECT id FROM line WHERE owner_kind = ? AND owner_id = ?",
                                   {owner.kind, owner.id});
  if (!id) return std::nullopt;
  return LineId{*id};
}

std::optional<KeptLine> load(store::Snapshot& snapshot, LineId id) {
  static const std::string kOpen = std::string(kTicket) + " WHERE line_id = ? AND open = 1";
  auto rows = snapshot.query(
      "SELECT owner_kind, owner_id, day, state, rules, last_event, firsts_since_returner"
      " FROM line WHERE id = ?",
      {id});
  if (!rows.next()) return std::nullopt;
  KeptLine line;
  line.id = id;
  line.owner = {rows->text(0), rows->integer(1)};
  line.day = rows->day(2);
  line.state = from_word<LineState>(kLineStates, rows->text(3)).value();
  line.last_event = rows->integer(5);
  line.line = Line(rules_from_text(rows->text(4)));
  std::vector<Ticket> tickets;
  for (auto open = snapshot.query(kOpen, {id}); open.next();) {
    auto kept = kept_from(open.row());
    line.subjects.emplace(kept.ticket.id, std::move(kept.subject));
    tickets.push_back(std::move(kept.ticket));
  }
  line.line.restore(std::move(tickets), static_cast<int>(rows->integer(6)));
  return line;
}

std::vector<LineOf> lines_of(store::Snapshot& snapshot, Day day) {
  std::vector<LineOf> lines;
  auto rows = snapshot.query("SELECT id, owner_kind, owner_id FROM line WHERE day = ?", {day});
  while (rows.next()) lines.push_back({rows->id<LineId>(0), {rows->text(1), rows->integer(2)}});
  return lines;
}

std::map<Station, Instant> last_calls(store::Snapshot& snapshot, LineId line) {
  std::map<Station, Instant> calls;
  auto rows = snapshot.query(
      "SELECT station, max(at) FROM line_event WHERE line_id = ? AND what = 'called'"
      " GROUP BY station",
      {line});
  while (rows.next()) calls.emplace(Station{rows->integer(0)}, rows->instant(1));
  return calls;
}

int count_events(store::Snapshot& snapshot, TicketId ticket, What what, std::string_view by_kind) {
  return static_cast<int>(
      snapshot
          .integer("SELECT count(*) FROM line_event WHERE ticket_id = ? AND what = ?"
                   " AND actor_kind = ?",
                   {ticket, name_of(what), by_kind})
          .value_or(0));
}

std::optional<Reference> owner_of(store::Snapshot& snapshot, LineId id) {
  auto rows = snapshot.query("SELECT owner_kind, owner_id FROM line WHERE id = ?", {id});
  if (!rows.next()) return std::nullopt;
  return Reference{rows->text(0), rows->integer(1)};
}

std::optional<LineState> state_of(store::Snapshot& snapshot, const Reference& owner) {
  auto rows = snapshot.query("SELECT state FROM line WHERE owner_kind = ? AND owner_id = ?",
                             {owner.kind, owner.id});
  if (!rows.next()) return std::nullopt;
  return from_word<LineState>(kLineStates, rows->text(0)).value();
}

std::vector<LineId> unfinished_before(store::Snapshot& snapshot, Day day, int limit) {
  std::vector<LineId> lines;
  auto rows = snapshot.query(
      "SELECT id FROM line WHERE day < ? AND state <> 'closed' ORDER BY day, id LIMIT ?",
      {day, limit});
  while (rows.next()) lines.push_back(rows->id<LineId>(0));
  return lines;
}

std::int64_t last_event(store::Snapshot& snapshot, LineId id) {
  return snapshot.integer("SELECT last_event FROM line WHERE id = ?", {id}).value_or(0);
}

std::optional<KeptTicket> find_ticket(store::Snapshot& snapshot, TicketId id) {
  static const std::string kSql = std::string(kTicket) + " WHERE id = ?";
  auto rows = snapshot.query(kSql, {id});
  if (!rows.next()) return std::nullopt;
  return kept_from(rows.row());
}

std::optional<KeptTicket> ticket_of(store::Snapshot& snapshot, const Reference& subject) {
  static const std::string kSql =
      std::string(kTicket) +
      " WHERE subject_kind = ? AND subject_id = ? ORDER BY open DESC, id DESC LIMIT 1";
  auto rows = snapshot.query(kSql, {subject.kind, subject.id});
  if (!rows.next()) return std::nullopt;
  return kept_from(rows.row());
}

std::vector<KeptEvent> events_of(store::Snapshot& snapshot, LineId line, std::int64_t after) {
  std::vector<KeptEvent> events;
  static const std::string kSql =
      std::string(kEvent) + " WHERE line_id = ? AND seq > ? ORDER BY seq";
  auto rows = snapshot.query(kSql, {line, after});
  while (rows.next()) events.push_back(event_from(rows.row()));
  return events;
}

std::vector<KeptEvent> events_of(store::Snapshot& snapshot, TicketId ticket) {
  std::vector<KeptEvent> events;
  static const std::string kSql = std::string(kEvent) + " WHERE ticket_id = ? ORDER BY seq";
  auto rows = snapshot.query(kSql, {ticket});
  while (rows.next()) events.push_back(event_from(rows.row()));
  return events;
}

std::vector<KeptEvent> calls_since(store::Snapshot& snapshot, LineId line, Instant since) {
  std::vector<KeptEvent> calls;
  static const std::string kSql = std::string(kEvent) + " WHERE line_id = ? ORDER BY seq DESC";
  auto rows = snapshot.query(kSql, {line});
  while (rows.next() && rows->instant(2) >= since) {
    const auto what = what_from(rows->text(3));
    if (what == What::called || what == What::recalled) calls.push_back(event_from(rows.row()));
  }
  std::ranges::reverse(calls);
  return calls;
}

namespace records {

void insert_line(store::Transaction& tx, const KeptLine& line) {
  tx.execute(
      "INSERT INTO line (id, owner_kind, owner_id, day, state, rules, last_event,"
      " firsts_since_returner) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      {line.id, line.owner.kind, line.owner.id, line.day, name_of(line.state),
       to_text(line.line.rules()), line.last_event, line.line.firsts_since_returner()});
}

void update_line(store::Transaction& tx, const KeptLine& line) {
  tx.execute("UPDATE line SET state = ?, last_event = ?, firsts_since_returner = ? WHERE id = ?",
             {name_of(line.state), line.last_event, line.line.firsts_since_returner(), line.id});
}

void insert_ticket(store::Transaction& tx, LineId line, const Reference& subject, const Ticket& t) {
  tx.execute(
      "INSERT INTO ticket (id, line_id, subject_kind, subject_id, number, priority, slot_start,"
      " arrived_at, entered_at, due, sequence, since, why, returner, state, open, assigned,"
      " station, called_at, calls, extra_calls, transferred)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {t.id,
       line,
       subject.kind,
       subject.id,
       t.number,
       t.priority,
       t.slot_start,
       t.arrived_at,
       t.entered_at,
       t.rank.due,
       t.rank.sequence,
       t.rank.since,
       name_of(t.why),
       t.returner,
       name_of(t.state),
       is_open(t.state),
       value_of(t.assigned),
       value_of(t.station),
       t.called_at,
       t.calls,
       t.extra_calls,
       t.transferred});
}

void update_ticket(store::Transaction& tx, const Ticket& t, State was) {
  const auto changed = tx.execute(
      "UPDATE ticket SET arrived_at = ?, entered_at = ?, due = ?, sequence = ?, since = ?,"
      " why = ?, returner = ?, state = ?, open = ?, assigned = ?, station = ?, called_at = ?,"
      " calls = ? WHERE id = ? AND state = ?",
      {t.arrived_at, t.entered_at, t.rank.due, t.rank.sequence, t.rank.since, name_of(t.why),
       t.returner, name_of(t.state), is_open(t.state), value_of(t.assigned), value_of(t.station),
       t.called_at, t.calls, t.id, name_of(was)});
  if (changed != 1) throw std::logic_error("a ticket changed under the writer's hands");
}

void insert_event(store::Transaction& tx, LineId line, const KeptEvent& kept) {
  const auto& e = kept.event;
  const auto whole = e.whole ? to_text(*e.whole) : std::string();
  const auto rank = e.rank.value_or(Rank{});
  const auto if_ranked = [&](auto value) {
    return e.rank ? store::Value(value) : nullptr;
  };
  tx.execute(
      "INSERT INTO line_event (line_id, seq, ticket_id, at, what, station, due, sequence, since,"
      " to_returners, decision, reason, ticket, actor_kind, actor_id)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {line, kept.seq, e.ticket.value ? store::Value(e.ticket) : nullptr, e.at, name_of(e.what),
       value_of(e.station), if_ranked(rank.due), if_ranked(rank.sequence), if_ranked(rank.since),
       e.to_returners, e.decision, kept.reason, e.whole ? store::Value(whole) : nullptr,
       kept.by.kind, kept.by.id});
}

bool is_in_line(store::Snapshot& snapshot, LineId line, const Reference& subject) {
  return snapshot
      .integer(
          "SELECT 1 FROM ticket WHERE line_id = ? AND subject_kind = ? AND subject_id = ?"
          " AND open = 1",
          {line, subject.kind, subject.id})
      .has_value();
}

bool has_number(store::Snapshot& snapshot, LineId line, const std::string& number,
                const Reference& but) {
  return snapshot
      .integer(
          "SELECT 1 FROM ticket WHERE line_id = ? AND number = ?"
          " AND NOT (subject_kind = ? AND subject_id = ?)",
          {line, number, but.kind, but.id})
      .has_value();
}

bool note_nearing(store::Transaction& tx, TicketId ticket, Instant now) {
  return tx.execute(
             "INSERT INTO wait_nearing (ticket_id, at) VALUES (?, ?)"
             " ON CONFLICT (ticket_id) DO NOTHING",
             {ticket, now}) > 0;
}

// Tickets are numbered as time goes by: the oldest come first.
int purge_nearing(store::Transaction& tx, Instant before, int limit) {
  return tx.execute(
      "DELETE FROM wait_nearing WHERE at < ? AND ticket_id IN"
      " (SELECT ticket_id FROM wait_nearing ORDER BY ticket_id LIMIT ?)",
      {before, limit});
}

std::vector<LineId> unfinished_lines(store::Snapshot& snapshot) {
  std::vector<LineId> lines;
  auto rows = snapshot.query("SELECT id FROM line WHERE state <> 'closed' ORDER BY id");
  while (rows.next()) lines.push_back(rows->id<LineId>(0));
  return lines;
}

std::vector<Ticket> all_tickets(store::Snapshot& snapshot, LineId line) {
  static const std::string kSql = std::string(kTicket) + " WHERE line_id = ? ORDER BY id";
  return tickets_from(snapshot.query(kSql, {line}));
}

}  // namespace records
}  // namespace yuyue::queue
