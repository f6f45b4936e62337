#include "yuyue/booking/guides/requests.hpp"

#include <algorithm>
#include <sstream>
#include <stdexcept>

#include "yuyue/core/words.hpp"

namespace yuyue::booking::guides {
namespace {

constexpr Words<5> kStates{"waiting", "assigned", "met", "done", "cancelled"};
constexpr Words<3> kAskedBy{"desk", "kiosk", "phone"};
constexpr Words<3> kDoing{"off-duty", "free", "busy"};

constexpr const char* kSelect =
    "SELECT r.id, r.version, r.day, r.state, r.guide_id, g.name, r.person_id, r.member_id, r.needs,"
    " r.place, r.note_sealed, r.how, r.asked_at, r.assigned_at, r.met_at, r.ended_at"
    " FROM guide_request r LEFT JOIN guide g ON g.id = r.guide_id";

Refusal not_found(std::string_view what) {
  return Refusal("not-found").with("what", what);
}

bool is_over(const Request& request) {
  return request.state == RequestState::done || request.state == RequestState::cancelled;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

std::vector<std::string> split(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

}  // namespace

std::string_view name_of(RequestState state) {
  return word_of(kStates, state);
}
std::string_view name_of(AskedBy how) {
  return word_of(kAskedBy, how);
}
std::string_view name_of(Doing doing) {
  return word_of(kDoing, doing);
}

const std::vector<std::string>& request_needs() {
  static const std::vector<std::string> kNeeds{"wheelchair", "sight", "hearing", "language",
                                               "first-visit"};
  return kNeeds;
}

Request Requests::from(const store::Row& row) const {
  Request r{.id = row.id<GuideRequestId>(0),
            .version = row.integer(1),
            .day = row.day(2),
            .state = from_word<RequestState>(kStates, row.text(3)).value(),
            .guide = row.maybe_id<GuideId>(4),
            .guide_name = row.text(5),
            .person = row.maybe_id<PersonId>(6),
            .member = row.maybe_id<MemberId>(7),
            .needs = split(row.text(8)),
            .place = row.text(9),
            .how = from_word<AskedBy>(kAskedBy, row.text(11)).value(),
            .asked_at = row.instant(12),
            .assigned_at = row.maybe_instant(13),
            .met_at = row.maybe_instant(14),
            .ended_at = row.maybe_instant(15)};
  if (!row.is_null(10))
    r.note = vault_.open(access::sealed_in("guide_request.note", r.id), row.blob(10));
  return r;
}

std::optional<Request> Requests::find(store::Snapshot& snapshot, GuideRequestId id) const {
  static const std::string kSql = std::string(kSelect) + " WHERE r.id = ?";
  auto rows = snapshot.query(kSql, {id});
  if (!rows.next()) return std::nullopt;
  return from(rows.row());
}

std::vector<Request> Requests::on(store::Snapshot& snapshot, Day day) const {
  static const std::string kSql =
      std::string(kSelect) +
      " WHERE r.day = ? ORDER BY r.state IN ('done', 'cancelled'), r.asked_at, r.id";
  std::vector<Request> list;
  auto rows = snapshot.query(kSql, {day});
  while (rows.next()) list.push_back(from(rows.row()));
  return list;
}

std::vector<Request> Requests::of(store::Snapshot& snapshot, MemberId member, Day day) const {
  static const std::string kSql =
      std::string(kSelect) + " WHERE r.member_id = ? AND r.day = ? ORDER BY r.asked_at DESC, r.id";
  std::vector<Request> list;
  auto rows = snapshot.query(kSql, {member, day});
  while (rows.next()) list.push_back(from(rows.row()));
  return list;
}

// With somebody at this moment, or soon to fetch somebody with an appointment.
Doing Requests::doing(store::Snapshot& snapshot, const Guide& guide, Instant now) const {
  const auto busy = snapshot.integer(
      "SELECT 1 FROM guide_request WHERE guide_id = ?1 AND state IN ('assigned', 'met')"
      " UNION ALL SELECT 1 FROM guide_visit WHERE guide_id = ?1 AND state = 'assigned'"
      " AND done_at IS NULL AND starts_at > ?2 AND starts_at < ?3",
      {guide.id, Instant(now - kSlotLength), Instant(now + kSlotLength)});
  if (busy) return Doing::busy;
  const bool on = rules::on_duty(guide, env_.time->day_of(now), env_.time->minute_of(now));
  return on ? Doing::free : Doing::off_duty;
}

std::optional<GuideId> Requests::free_guide(store::Snapshot& snapshot, Instant now) const {
  std::vector<rules::Candidate> free;
  for (const auto& guide : guides(snapshot)) {
    if (doing(snapshot, guide, now) != Doing::free) continue;
    const auto so_far =
        snapshot.integer("SELECT count(*) FROM guide_request WHERE guide_id = ? AND day = ?",
                         {guide.id, env_.time->day_of(now)});
    free.push_back({guide.id, static_cast<int>(so_far.value())});
  }
  return rules::choose(free);
}

void Requests::keep(store::Transaction& tx, const Request& r, std::string_view what,
                    const Actor& by, Instant now) const {
  if (tx.execute(
          "UPDATE guide_request SET version = version + 1, state = ?, guide_id = ?,"
          " assigned_at = ?, met_at = ?, ended_at = ? WHERE id = ? AND version = ?",
          {name_of(r.state), r.guide, r.assigned_at, r.met_at, r.ended_at, r.id, r.version}) != 1)
    throw std::logic_error("a guide's request changed under its own transaction");
  if (!env_.journal) return;
  access::AuditDetails details;
  if (r.guide) details.emplace_back("guide", to_string(*r.guide));
  env_.journal->record(tx, by,
                       {.what = "guide-request-" + std::string(what),
                        .subject = r.id,
                        .details = std::move(details),
                        .note = {}},
                       now);
}

Result<Request> Requests::ask(store::Transaction& tx, Request r, const Actor& by,
                              Instant now) const {
  if (r.needs.empty()) return Refusal("required").with("name", "needs").at("/needs");
  if (r.place.empty()) return Refusal("required").with("name", "place").at("/place");
  for (const auto& need : r.needs)
    if (std::ranges::find(request_needs(), need) == request_needs().end())
      return Refusal("field-invalid").with("name", "needs").at("/needs");
  r.id = env_.ids->next<GuideRequestId>();
  r.version = 1;
  r.day = env_.time->day_of(now);
  r.asked_at = now;
  const auto note = r.note.empty()
                        ? store::Bytes()
                        : vault_.seal(access::sealed_in("guide_request.note", r.id), r.note);
  tx.execute(
      "INSERT INTO guide_request (id, version, day, state, person_id, member_id, needs, place,"
      " note_sealed, how, asked_at) VALUES (?, ?, ?, 'waiting', ?, ?, ?, ?, ?, ?, ?)",
      {r.id, r.version, r.day, r.person, r.member, joined(r.needs), r.place,
       note.empty() ? store::Value(nullptr) : store::Value(store::Blob{note}), name_of(r.how),
       now});
  if (const auto guide = free_guide(tx, now)) {
    r.guide = guide;
    r.state = RequestState::assigned;
    r.assigned_at = now;
  }
  keep(tx, r, "asked", by, now);
  return find(tx, r.id).value();
}

Result<Request> Requests::open(store::Snapshot& snapshot, GuideRequestId id) const {
  auto found = find(snapshot, id);
  if (!found) return not_found("guide-request");
  if (is_over(*found)) return Refusal("guide-request-over");
  return *std::move(found);
}

// Whoever has waited longest gets the guide who is free now.
void Requests::pass_on(store::Transaction& tx, const Actor& by, Instant now) const {
  for (auto& one : on(tx, env_.time->day_of(now))) {
    if (one.state != RequestState::waiting) continue;
    const auto guide = free_guide(tx, now);
    if (!guide) return;
    one.guide = guide;
    one.state = RequestState::assigned;
    one.assigned_at = now;
    keep(tx, one, "assigned", by, now);
  }
}

Result<Request> Requests::assign(store::Transaction& tx, GuideRequestId id, GuideId guide,
                                 const Actor& by, Instant now) const {
  auto found = open(tx, id);
  if (!found) return found.error();
  const auto all = guides(tx);
  const auto chosen = std::ranges::find(all, guide, &Guide::id);
  if (chosen == all.end() || !chosen->active) return not_found("guide");
  if (found->guide == guide) return *found;
  if (doing(tx, *chosen, now) == Doing::busy) return Refusal("guide-busy");
  found->guide = guide;
  found->state = RequestState::assigned;
  found->assigned_at = now;
  found->met_at.reset();
  keep(tx, *found, "assigned", by, now);
  pass_on(tx, {}, now);
  return find(tx, id).value();
}

Result<Request> Requests::progress(store::Transaction& tx, GuideRequestId id, Progress progress,
                                   const Actor& by, Instant now) const {
  auto found = open(tx, id);
  if (!found) return found.error();
  if (!found->guide) return Refusal("guide-missing");
  const bool met = progress != Progress::none;
  if (!met) found->met_at.reset();
  if (met && !found->met_at) found->met_at = now;
  found->state = progress == Progress::done ? RequestState::done
                 : met                      ? RequestState::met
                                            : RequestState::assigned;
  if (progress == Progress::done) found->ended_at = now;
  keep(tx, *found, met ? name_of(progress) : "progress-undone", by, now);
  if (progress == Progress::done) pass_on(tx, {}, now);
  return find(tx, id).value();
}

Result<Request> Requests::cancel(store::Transaction& tx, GuideRequestId id, const Actor& by,
                                 Instant now) const {
  auto found = open(tx, id);
  if (!found) return found.error();
  found->state = RequestState::cancelled;
  found->ended_at = now;
  keep(tx, *found, "cancelled", by, now);
  pass_on(tx, {}, now);
  return find(tx, id).value();
}

void move_requests(store::Transaction& tx, PersonId from, PersonId into) {
  tx.execute("UPDATE guide_request SET person_id = ? WHERE person_id = ?", {into, from});
}

}  // namespace yuyue::booking::guides
