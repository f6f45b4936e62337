// Visits, their errands, and who sits at which window, as they are kept.
#include "centre/visit_records.hpp"

#include "yuyue/core/words.hpp"

namespace yuyue::centre {
namespace {

constexpr Words<3> kVisitStates{"open", "done", "left"};
constexpr Words<4> kTakenBy{"kiosk", "desk", "phone", "appointment"};
constexpr Words<4> kErrandStates{"to-do", "now", "done", "given-up"};
constexpr Words<7> kSteps{"recall", "start", "finish", "miss", "come-back", "park", "leave"};

constexpr const char* kVisits =
    "SELECT id, day, number, person_id, appointment_id, priority, proof, how, taken_at, state"
    " FROM visit";

Visit visit_from(store::Snapshot& snapshot, const store::Row& row) {
  Visit visit{.id = row.id<VisitId>(0),
              .day = row.day(1),
              .number = row.text(2),
              .person = row.maybe_id<PersonId>(3),
              .appointment = row.maybe_id<AppointmentId>(4),
              .priority = row.text(5),
              .proof = row.text(6),
              .how = from_word<TakenBy>(kTakenBy, row.text(7)).value(),
              .taken_at = row.instant(8),
              .state = from_word<VisitState>(kVisitStates, row.text(9)).value(),
              .errands = {}};
  auto errands = snapshot.query(
      "SELECT service_id, state, outcome FROM errand WHERE visit_id = ? ORDER BY position",
      {visit.id});
  while (errands.next())
    visit.errands.push_back(
        {.service = errands->id<ServiceId>(0),
         .state = from_word<Errand::State>(kErrandStates, errands->text(1)).value(),
         .outcome = errands->text(2)});
  return visit;
}

std::vector<Visit> all(store::Snapshot& snapshot, store::Rows rows) {
  std::vector<Visit> list;
  while (rows.next()) list.push_back(visit_from(snapshot, rows.row()));
  return list;
}

std::optional<Visit> one(store::Snapshot& snapshot, store::Rows rows) {
  if (!rows.next()) return std::nullopt;
  return visit_from(snapshot, rows.row());
}

}  // namespace

std::string_view name_of(VisitState state) {
  return word_of(kVisitStates, state);
}
std::string_view name_of(TakenBy how) {
  return word_of(kTakenBy, how);
}
std::optional<TakenBy> taken_by_from(std::string_view name) {
  return from_word<TakenBy>(kTakenBy, name);
}
std::string_view name_of(Errand::State state) {
  return word_of(kErrandStates, state);
}
std::string_view name_of(WindowStep::What what) {
  return word_of(kSteps, what);
}
std::optional<WindowStep::What> window_step_from(std::string_view name) {
  return from_word<WindowStep::What>(kSteps, name);
}

std::optional<Visit> find_visit(store::Snapshot& snapshot, VisitId id) {
  static const std::string kSql = std::string(kVisits) + " WHERE id = ?";
  return one(snapshot, snapshot.query(kSql, {id}));
}
std::optional<Visit> find_visit(store::Snapshot& snapshot, Day day, std::string_view number) {
  static const std::string kSql = std::string(kVisits) + " WHERE day = ? AND number = ?";
  return one(snapshot, snapshot.query(kSql, {day, number}));
}
std::optional<Visit> visit_of(store::Snapshot& snapshot, TicketId ticket) {
  const auto kept = queue::find_ticket(snapshot, ticket);
  if (!kept || kept->subject.kind != VisitKind::kPrefix) return std::nullopt;
  return find_visit(snapshot, VisitId{kept->subject.id});
}
std::optional<Visit> visit_of(store::Snapshot& snapshot, AppointmentId appointment) {
  static const std::string kSql = std::string(kVisits) + " WHERE appointment_id = ?";
  return one(snapshot, snapshot.query(kSql, {appointment}));
}
std::vector<Visit> visits_of(store::Snapshot& snapshot, PersonId person, Day day) {
  static const std::string kSql =
      std::string(kVisits) + " WHERE person_id = ? AND day = ? ORDER BY taken_at DESC, id DESC";
  return all(snapshot, snapshot.query(kSql, {person, day}));
}
std::vector<Visit> earlier_visits(store::Snapshot& snapshot, PersonId person, VisitId before,
                                  int limit) {
  static const std::string kSql =
      std::string(kVisits) + " WHERE person_id = ? AND id < ? ORDER BY id DESC LIMIT ?";
  return all(snapshot, snapshot.query(kSql, {person, before, limit}));
}
std::vector<Visit> open_visits(store::Snapshot& snapshot, Day day) {
  static const std::string kSql =
      std::string(kVisits) + " WHERE day = ? AND state = 'open' ORDER BY taken_at, id";
  return all(snapshot, snapshot.query(kSql, {day}));
}

Post post_of(store::Snapshot& snapshot, ServiceWindowId window) {
  Post post{.window = window};
  auto rows = snapshot.query(
      "SELECT account_id, sat_at, paused_at, pause_reason, paused_until, calls_next"
      " FROM window_post WHERE window_id = ?",
      {window});
  if (!rows.next()) return post;
  post.account = rows->maybe_id<AccountId>(0);
  post.sat_at = rows->maybe_instant(1);
  if (const auto since = rows->maybe_instant(2))
    post.pause = Post::Pause{*since, rows->text(3), rows->maybe_instant(4)};
  post.calls_next = rows->flag(5);
  return post;
}
std::optional<ServiceWindowId> window_of(store::Snapshot& snapshot, AccountId account) {
  const auto id =
      snapshot.integer("SELECT window_id FROM window_post WHERE account_id = ?", {account});
  return id ? std::optional(ServiceWindowId{*id}) : std::nullopt;
}

std::optional<LineId> line_of(store::Snapshot& snapshot, ServiceId service, Day day) {
  const auto id = snapshot.integer("SELECT id FROM service_day WHERE service_id = ? AND day = ?",
                                   {service, day});
  if (!id) return std::nullopt;
  return queue::find_line(snapshot, {std::string(ServiceKind::kPrefix), *id});
}
std::optional<ServiceId> service_of(store::Snapshot& snapshot, const queue::Reference& owner) {
  if (owner.kind != ServiceKind::kPrefix) return std::nullopt;
  const auto id = snapshot.integer("SELECT service_id FROM service_day WHERE id = ?", {owner.id});
  return id ? std::optional(ServiceId{*id}) : std::nullopt;
}

namespace records {

std::optional<Errand::State> errand_state_from(std::string_view name) {
  return from_word<Errand::State>(kErrandStates, name);
}

namespace {

void insert_errands(store::Transaction& tx, const Visit& visit) {
  for (std::size_t i = 0; i < visit.errands.size(); ++i)
    tx.execute(
        "INSERT INTO errand (visit_id, position, service_id, state, outcome)"
        " VALUES (?, ?, ?, ?, ?)",
        {visit.id, static_cast<std::int64_t>(i), visit.errands[i].service,
         name_of(visit.errands[i].state), visit.errands[i].outcome});
}

}  // namespace

std::int64_t take_number(store::Transaction& tx, ServiceGroupId group, Day day) {
  const auto number =
      tx.integer(
            "INSERT INTO visit_number (group_id, day, last) VALUES (?, ?, 1)"
            " ON CONFLICT (group_id, day) DO UPDATE SET last = last + 1 RETURNING last",
            {group, day})
          .value();
  const auto printed = tx.integer(
      "SELECT last FROM paper_number WHERE group_id = ? AND day = ? AND ? BETWEEN first AND last",
      {group, day, number});
  if (!printed) return number;
  tx.execute("UPDATE visit_number SET last = ? WHERE group_id = ? AND day = ?",
             {*printed, group, day});
  return take_number(tx, group, day);
}

std::int64_t service_day(store::Transaction& tx, IdMaker& ids, ServiceId service, Day day) {
  if (const auto id =
          tx.integer("SELECT id FROM service_day WHERE service_id = ? AND day = ?", {service, day}))
    return *id;
  const auto id = ids.next<Id<ServiceKind>>().value;
  tx.execute("INSERT INTO service_day (id, service_id, day) VALUES (?, ?, ?)", {id, service, day});
  return id;
}

void insert(store::Transaction& tx, const Visit& v) {
  tx.execute(
      "INSERT INTO visit (id, day, number, person_id, appointment_id, priority, proof, how,"
      " taken_at, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {v.id, v.day, v.number, v.person, v.appointment, v.priority, v.proof, name_of(v.how),
       v.taken_at, name_of(v.state)});
  insert_errands(tx, v);
}

void move_person(store::Transaction& tx, PersonId from, PersonId into) {
  tx.execute("UPDATE visit SET person_id = ? WHERE person_id = ?", {into, from});
  tx.execute("UPDATE OR IGNORE person_class SET person_id = ? WHERE person_id = ?", {into, from});
  tx.execute("DELETE FROM person_class WHERE person_id = ?", {from});
}

void update(store::Transaction& tx, const Visit& v) {
  tx.execute("UPDATE visit SET state = ? WHERE id = ?", {name_of(v.state), v.id});
  tx.execute("DELETE FROM errand WHERE visit_id = ?", {v.id});
  insert_errands(tx, v);
}

void put(store::Transaction& tx, const Post& p) {
  const auto& pause = p.pause;
  tx.execute(
      "INSERT INTO window_post (window_id, account_id, sat_at, paused_at, pause_reason,"
      " paused_until, calls_next) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
      " ON CONFLICT (window_id) DO UPDATE SET account_id = ?2, sat_at = ?3, paused_at = ?4,"
      " pause_reason = ?5, paused_until = ?6, calls_next = ?7",
      {p.window, p.account, p.sat_at, pause ? std::optional(pause->since) : std::nullopt,
       pause ? pause->reason : std::string(), pause ? pause->until : std::nullopt, p.calls_next});
}

std::optional<std::string> still_called(store::Snapshot& snapshot, ServiceWindowId window) {
  auto rows = snapshot.query(
      "SELECT t.number FROM ticket t JOIN line l ON l.id = t.line_id"
      " WHERE t.open = 1 AND t.state = 'called' AND t.station = ? AND l.state <> 'closed'",
      {window});
  if (!rows.next()) return std::nullopt;
  return rows->text(0);
}

std::optional<queue::LastStep> last_step(store::Snapshot& snapshot, VisitId visit,
                                         const queue::Reference& by) {
  // Of those that changed at the same time one has only made way for the other.
  const auto ticket = snapshot.integer(
      "SELECT t.id FROM ticket t JOIN line_event e ON e.ticket_id = t.id"
      " WHERE t.subject_kind = 'vis' AND t.subject_id = ? AND e.what <> 'joined' AND e.seq ="
      " (SELECT max(x.seq) FROM line_event x WHERE x.ticket_id = t.id)"
      " ORDER BY e.at DESC, e.what = 'undone' DESC, t.id DESC LIMIT 1",
      {visit});
  if (!ticket) return std::nullopt;
  auto step = queue::last_step(queue::events_of(snapshot, TicketId{*ticket}));
  if (!step || step->event.by != by || step->event.event.what == queue::What::undone)
    return std::nullopt;
  return step;
}

bool entered(store::Snapshot& snapshot, VisitId visit, ServiceId service) {
  return snapshot
      .integer(
          "SELECT 1 FROM centre_event WHERE visit_id = ? AND what = 'paper'"
          " AND json_extract(whole, '$.paper.service') = ?",
          {visit, service})
      .has_value();
}

std::optional<std::string> busy_with(store::Snapshot& snapshot, ServiceWindowId window, Day day,
                                     Instant from, Instant until) {
  if (auto number =
          snapshot.text("SELECT json_extract(whole, '$.number') FROM centre_event WHERE day = ?1"
                        " AND what = 'paper' AND json_extract(whole, '$.paper.window') = ?2"
                        " AND json_extract(whole, '$.paper.finishedAt') > ?3 AND at < ?4",
                        {day, window, from, until}))
    return number;
  return snapshot.text(
      "SELECT t.number FROM service_day s JOIN line l ON l.owner_kind = 'svc' AND l.owner_id = s.id"
      " JOIN line_event e ON e.line_id = l.id JOIN ticket t ON t.id = e.ticket_id"
      " WHERE s.day = ? AND e.station = ? AND e.what IN ('called', 'recalled')"
      " AND e.at > ? AND e.at < ?",
      {day, window, from, until});
}

}  // namespace records

std::vector<std::string> check_visits(store::Snapshot& snapshot) {
  std::vector<std::string> problems;
  auto stray = snapshot.query(
      "SELECT t.id FROM ticket t LEFT JOIN visit v ON v.id = t.subject_id"
      " WHERE t.open = 1 AND t.subject_kind = 'vis' AND coalesce(v.state, '') <> 'open'");
  while (stray.next())
    problems.push_back(to_string(stray->id<TicketId>(0)) + ": its visit is not open");
  auto lost = snapshot.query(
      "SELECT v.id FROM visit v WHERE v.state = 'open' AND 1 <>"
      " (SELECT count(*) FROM ticket t WHERE t.subject_kind = 'vis' AND t.subject_id = v.id"
      " AND t.open = 1)");
  while (lost.next())
    problems.push_back(to_string(lost->id<VisitId>(0)) + ": is open and not in one line");
  auto other = snapshot.query(
      "SELECT v.id FROM visit v WHERE v.state <> coalesce((SELECT json_extract(e.whole, '$.state')"
      " FROM centre_event e WHERE e.visit_id = v.id ORDER BY e.seq DESC LIMIT 1), '')");
  while (other.next())
    problems.push_back(to_string(other->id<VisitId>(0)) + ": is not what its events say");
  auto twice = snapshot.query(
      "SELECT a.sheet_id FROM paper_number a JOIN paper_number b ON b.group_id = a.group_id"
      " AND b.day = a.day AND b.first > a.first AND b.first <= a.last");
  while (twice.next()) problems.push_back("printed twice: numbers of sheet " + twice->text(0));
  return problems;
}

}  // namespace yuyue::centre
