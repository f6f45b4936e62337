#include "booking/waitlist/records.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace yuyue::booking::waitlist {
namespace {

constexpr std::array<std::string_view, 7> kStates{"waiting", "offered", "accepted", "declined",
                                                  "lapsed",  "closed",  "withdrawn"};

constexpr std::string_view kColumns =
    "w.id, w.session_id, w.person_id, w.member_id, w.channel, w.state, w.joined_at, w.ended_at,"
    " w.claim_id, w.slot_id, w.offered_until, w.appointment_id";

Entry entry_from(const store::Row& row) {
  const auto channel = channel_from(row.text(4));
  const auto state = entry_state(row.text(5));
  if (!channel || !state) throw std::runtime_error("unknown word in a waiting list");
  return {.id = row.id<WaitlistEntryId>(0),
          .session = row.id<SessionId>(1),
          .person = row.id<PersonId>(2),
          .member = row.maybe_id<MemberId>(3),
          .channel = *channel,
          .state = *state,
          .joined_at = row.instant(6),
          .ended_at = row.maybe_instant(7),
          .claim = row.maybe_id<ClaimId>(8),
          .slot = row.maybe_id<SlotId>(9),
          .offered_until = row.maybe_instant(10),
          .appointment = row.maybe_id<AppointmentId>(11)};
}

std::vector<Entry> all(store::Rows rows) {
  std::vector<Entry> list;
  while (rows.next()) list.push_back(entry_from(rows.row()));
  return list;
}

std::string select(std::string_view rest) {
  return "SELECT " + std::string(kColumns) + " FROM waitlist_entry w " + std::string(rest);
}

}  // namespace

std::string_view name_of(EntryState state) {
  return kStates.at(static_cast<std::size_t>(state));
}

std::optional<EntryState> entry_state(std::string_view name) {
  for (std::size_t i = 0; i < kStates.size(); ++i)
    if (kStates[i] == name) return static_cast<EntryState>(i);
  return std::nullopt;
}

std::optional<Entry> find_entry(store::Snapshot& snapshot, WaitlistEntryId id) {
  static const std::string kSql = select("WHERE w.id = ?");
  auto list = all(snapshot.query(kSql, {id}));
  if (list.empty()) return std::nullopt;
  return list.front();
}

std::vector<EntryEvent> events_of(store::Snapshot& snapshot, WaitlistEntryId id) {
  std::vector<EntryEvent> list;
  auto rows = snapshot.query(
      "SELECT at, what, why, slot_id FROM waitlist_event WHERE entry_id = ? ORDER BY id", {id});
  while (rows.next())
    list.push_back({rows->instant(0), rows->text(1), rows->text(2), rows->maybe_id<SlotId>(3)});
  return list;
}

std::vector<Entry> entries_of(store::Snapshot& snapshot, const std::vector<PersonId>& people,
                              Instant since) {
  static const std::string kSql =
      select("WHERE w.person_id = ? AND (w.active = 1 OR w.ended_at > ?) ORDER BY w.id DESC");
  std::vector<Entry> list;
  for (const auto person : people)
    for (auto& entry : all(snapshot.query(kSql, {person, since}))) list.push_back(entry);
  std::ranges::sort(list, std::greater<>{}, &Entry::id);
  return list;
}

std::vector<Entry> entries_of(store::Snapshot& snapshot, SessionId session) {
  static const std::string kSql = select("WHERE w.session_id = ? ORDER BY w.id");
  return all(snapshot.query(kSql, {session}));
}

AppointmentView session_of(store::Snapshot& snapshot, const Entry& entry) {
  const auto session = find_session(snapshot, entry.session);
  if (!session) throw std::logic_error("a waiting list without its session");
  Appointment none;
  none.session = session->id;
  none.department = session->department;
  none.practitioner = session->practitioner;
  none.day = session->day;
  none.starts_at = session->starts_at;
  none.ends_at = session->ends_at;
  none.fee = session->fee;
  return view_of(snapshot, none);
}

int place_of(store::Snapshot& snapshot, const Entry& entry) {
  if (entry.state != EntryState::waiting) return 0;
  return static_cast<int>(snapshot
                              .integer("SELECT count(*) FROM waitlist_entry WHERE session_id = ?"
                                       " AND state = 'waiting' AND id <= ?",
                                       {entry.session, entry.id})
                              .value_or(0));
}

namespace records {

void insert(store::Transaction& tx, const Entry& e) {
  tx.execute(
      "INSERT INTO waitlist_entry (id, session_id, person_id, member_id, channel, state, active,"
      " joined_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      {e.id, e.session, e.person, e.member, booking::name_of(e.channel), name_of(e.state),
       is_active(e.state), e.joined_at});
}

void update(store::Transaction& tx, const Entry& e) {
  const int changed = tx.execute(
      "UPDATE waitlist_entry SET state = ?, active = ?, ended_at = ?, claim_id = ?, slot_id = ?,"
      " offered_until = ?, appointment_id = ? WHERE id = ?",
      {name_of(e.state), is_active(e.state), e.ended_at, e.claim, e.slot, e.offered_until,
       e.appointment, e.id});
  if (changed != 1) throw std::logic_error("an entry of a waiting list has gone");
}

void insert_event(store::Transaction& tx, std::int64_t id, WaitlistEntryId entry,
                  const EntryEvent& event) {
  tx.execute(
      "INSERT INTO waitlist_event (id, entry_id, at, what, why, slot_id) VALUES (?, ?, ?, ?, ?, ?)",
      {id, entry, event.at, event.what, event.why, event.slot});
}

std::vector<Entry> waiting_for(store::Snapshot& snapshot, SessionId session, int limit) {
  static const std::string kSql =
      select("WHERE w.session_id = ? AND w.state = 'waiting' ORDER BY w.id LIMIT ?");
  return all(snapshot.query(kSql, {session, limit}));
}

bool anybody_waits_for(store::Snapshot& snapshot, SessionId session) {
  return snapshot
      .integer("SELECT 1 FROM waitlist_entry WHERE session_id = ? AND state = 'waiting' LIMIT 1",
               {session})
      .has_value();
}

int count_active(store::Snapshot& snapshot, PersonId person) {
  return static_cast<int>(
      snapshot
          .integer("SELECT count(*) FROM waitlist_entry WHERE person_id = ? AND active = 1",
                   {person})
          .value_or(0));
}

std::optional<Entry> active_entry(store::Snapshot& snapshot, PersonId person, SessionId session) {
  static const std::string kSql =
      select("WHERE w.person_id = ? AND w.session_id = ? AND w.active = 1");
  auto list = all(snapshot.query(kSql, {person, session}));
  if (list.empty()) return std::nullopt;
  return list.front();
}

bool has_place_in(store::Snapshot& snapshot, PersonId person, SessionId session) {
  return snapshot
      .integer(
          "SELECT 1 FROM appointment WHERE person_id = ? AND session_id = ? AND active = 1 LIMIT 1",
          {person, session})
      .has_value();
}

std::vector<Entry> to_close(store::Snapshot& snapshot, Instant starts_before, int limit) {
  static const std::string kSql = select(
      "JOIN session s ON s.id = w.session_id WHERE w.state = 'waiting'"
      " AND (s.starts_at <= ? OR s.state <> 'open') ORDER BY w.id LIMIT ?");
  return all(snapshot.query(kSql, {starts_before, limit}));
}

std::vector<SlotId> free_slots_waited_for(store::Snapshot& snapshot, Instant starts_after) {
  std::vector<SlotId> list;
  auto rows = snapshot.query(
      "SELECT l.id FROM (SELECT DISTINCT session_id FROM waitlist_entry WHERE state = 'waiting') w"
      " JOIN session s ON s.id = w.session_id JOIN slot l ON l.session_id = s.id"
      " WHERE s.state = 'open' AND s.starts_at > ? AND l.taken < l.capacity"
      " ORDER BY l.starts_at, l.id",
      {starts_after});
  while (rows.next()) list.push_back(rows->id<SlotId>(0));
  return list;
}

std::vector<WaitlistEntryId> all_of(store::Snapshot& snapshot, PersonId person) {
  std::vector<WaitlistEntryId> list;
  auto rows = snapshot.query("SELECT id FROM waitlist_entry WHERE person_id = ?", {person});
  while (rows.next()) list.push_back(rows->id<WaitlistEntryId>(0));
  return list;
}

void set_person(store::Transaction& tx, WaitlistEntryId entry, PersonId person) {
  tx.execute("UPDATE waitlist_entry SET person_id = ? WHERE id = ?", {person, entry});
}

}  // namespace records
}  // namespace yuyue::booking::waitlist
