#include "centre/voice/records.hpp"

#include <algorithm>
#include <stdexcept>

#include "yuyue/core/words.hpp"

namespace yuyue::centre::voice::records {
namespace {

using access::sealed_in;

constexpr Words<5> kStates{"received", "assigned", "reviewed", "answered", "closed"};
constexpr Words<4> kAssignmentStates{"open", "answered", "accepted", "withdrawn"};

constexpr const char* kComplaint =
    "SELECT id, version, number, kind, way, state, received_at, counts_from, due_on, charge_id,"
    " member_id, person_id, may_show, text_sealed, name_sealed, phone_sealed, answer_sealed,"
    " answered_at, closed_at, rating, reopened FROM complaint";
constexpr const char* kAssignment =
    "SELECT a.id, a.version, a.complaint_id, a.office_id, o.name, o.name_en, a.state,"
    " a.brief_sealed, a.due_on, a.assigned_at, a.reminded_at, a.overdue_at, a.answer_sealed,"
    " a.answered_at, a.returned_sealed"
    " FROM complaint_assignment a JOIN voice_office o ON o.id = a.office_id";

template <class IdType>
std::string open(const access::Vault& vault, const char* column, IdType id, const store::Row& row,
                 int at) {
  return row.is_null(at) ? std::string() : vault.open(sealed_in(column, id), row.blob(at));
}

/// Nothing is kept as NULL. The bytes must live as long as the statement.
struct Sealed {
  template <class IdType>
  Sealed(const access::Vault& vault, const char* column, IdType id, const std::string& text)
      : bytes(text.empty() ? store::Bytes() : vault.seal(sealed_in(column, id), text)) {}
  store::Value value() const {
    return bytes.empty() ? store::Value(nullptr) : store::Value(store::Blob{bytes});
  }
  store::Bytes bytes;
};

}  // namespace

std::int64_t take_number(store::Transaction& tx, int year) {
  return tx
      .integer(
          "INSERT INTO complaint_number (year, last) VALUES (?, 1)"
          " ON CONFLICT (year) DO UPDATE SET last = last + 1 RETURNING last",
          {year})
      .value();
}

Complaint Book::complaint_from(const store::Row& row) const {
  const auto id = row.id<ComplaintId>(0);
  Complaint c{.id = id,
              .version = row.integer(1),
              .number = row.text(2),
              .kind = kind_from(row.text(3)).value(),
              .way = way_from(row.text(4)).value(),
              .state = from_word<State>(kStates, row.text(5)).value(),
              .received_at = row.instant(6),
              .counts_from = row.day(7),
              .due_on = row.day(8),
              .charge = row.maybe_id<AccountId>(9),
              .member = row.maybe_id<MemberId>(10),
              .person = row.maybe_id<PersonId>(11),
              .who = {.name = open(vault_, "complaint.name", id, row, 14),
                      .phone = open(vault_, "complaint.phone", id, row, 15)},
              .may_show = row.flag(12),
              .text = open(vault_, "complaint.text", id, row, 13),
              .answer = open(vault_, "complaint.answer", id, row, 16),
              .answered_at = row.maybe_instant(17),
              .closed_at = row.maybe_instant(18)};
  if (!row.is_null(19)) c.rating = static_cast<int>(row.integer(19));
  c.reopened = static_cast<int>(row.integer(20));
  return c;
}

Assignment Book::assignment_from(const store::Row& row) const {
  const auto id = row.id<ComplaintAssignmentId>(0);
  return {.id = id,
          .version = row.integer(1),
          .complaint = row.id<ComplaintId>(2),
          .office = row.id<VoiceOfficeId>(3),
          .office_name = row.text(4),
          .office_name_en = row.text(5),
          .state = from_word<AssignmentState>(kAssignmentStates, row.text(6)).value(),
          .brief = open(vault_, "complaint_assignment.brief", id, row, 7),
          .due_on = row.day(8),
          .assigned_at = row.instant(9),
          .reminded_at = row.maybe_instant(10),
          .overdue_at = row.maybe_instant(11),
          .answer = open(vault_, "complaint_assignment.answer", id, row, 12),
          .answered_at = row.maybe_instant(13),
          .returned = open(vault_, "complaint_assignment.returned", id, row, 14)};
}

std::vector<Assignment> Book::all(store::Rows rows) const {
  std::vector<Assignment> list;
  while (rows.next()) list.push_back(assignment_from(rows.row()));
  return list;
}

std::optional<Complaint> Book::find(store::Snapshot& snapshot, ComplaintId id) const {
  static const std::string kSql = std::string(kComplaint) + " WHERE id = ?";
  auto rows = snapshot.query(kSql, {id});
  if (!rows.next()) return std::nullopt;
  return complaint_from(rows.row());
}

std::optional<Complaint> Book::find(store::Snapshot& snapshot, std::string_view number,
                                    const store::Bytes& code_hash) const {
  static const std::string kSql = std::string(kComplaint) + " WHERE number = ? AND code_hash = ?";
  auto rows = snapshot.query(kSql, {number, store::Blob{code_hash}});
  if (!rows.next()) return std::nullopt;
  return complaint_from(rows.row());
}

std::vector<Complaint> Book::list(store::Snapshot& snapshot, const Query& query) const {
  static const std::string kOpen = std::string(kComplaint) +
                                   " WHERE state <> 'closed' AND (?1 IS NULL OR member_id = ?1)"
                                   " ORDER BY due_on, id LIMIT ?2 OFFSET ?3";
  static const std::string kClosed = std::string(kComplaint) +
                                     " WHERE state = 'closed' AND (?1 IS NULL OR member_id = ?1)"
                                     " ORDER BY closed_at DESC, id LIMIT ?2 OFFSET ?3";
  std::vector<Complaint> list;
  auto rows =
      snapshot.query(query.filter == Filter::open ? kOpen : kClosed,
                     {query.member, std::clamp(query.limit, 1, 500), std::max(query.skip, 0)});
  while (rows.next()) list.push_back(complaint_from(rows.row()));
  return list;
}

void Book::insert(store::Transaction& tx, const Complaint& c, const store::Bytes& code_hash) const {
  const Sealed text(vault_, "complaint.text", c.id, c.text);
  const Sealed name(vault_, "complaint.name", c.id, c.who.name);
  const Sealed phone(vault_, "complaint.phone", c.id, c.who.phone);
  tx.execute(
      "INSERT INTO complaint (id, version, number, kind, way, state, received_at, counts_from,"
      " due_on, charge_id, member_id, person_id, may_show, text_sealed, name_sealed, phone_sealed,"
      " code_hash, reopened) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
      {c.id, c.version, c.number, name_of(c.kind), name_of(c.way), name_of(c.state), c.received_at,
       c.counts_from, c.due_on, c.charge, c.member, c.person, c.may_show, text.value(),
       name.value(), phone.value(), store::Blob{code_hash}});
}

void Book::update(store::Transaction& tx, const Complaint& c) const {
  const Sealed answer(vault_, "complaint.answer", c.id, c.answer);
  const int changed = tx.execute(
      "UPDATE complaint SET version = version + 1, state = ?, counts_from = ?, due_on = ?,"
      " charge_id = ?, answer_sealed = ?, answered_at = ?, closed_at = ?, rating = ?, reopened = ?"
      " WHERE id = ? AND version = ?",
      {name_of(c.state), c.counts_from, c.due_on, c.charge, answer.value(), c.answered_at,
       c.closed_at, c.rating, c.reopened, c.id, c.version});
  if (changed != 1) throw std::logic_error("a complaint changed under its own transaction");
}

std::optional<Assignment> Book::find(store::Snapshot& snapshot, ComplaintAssignmentId id) const {
  static const std::string kSql = std::string(kAssignment) + " WHERE a.id = ?";
  auto rows = snapshot.query(kSql, {id});
  if (!rows.next()) return std::nullopt;
  return assignment_from(rows.row());
}

std::vector<Assignment> Book::assignments(store::Snapshot& snapshot, ComplaintId id) const {
  static const std::string kSql =
      std::string(kAssignment) + " WHERE a.complaint_id = ? ORDER BY a.id";
  return all(snapshot.query(kSql, {id}));
}

std::vector<Assignment> Book::of_office(store::Snapshot& snapshot, VoiceOfficeId office,
                                        bool with_others) const {
  static const std::string kSql = std::string(kAssignment) +
                                  " WHERE a.office_id = ?"
                                  " AND (a.state = 'open' OR (? AND a.state <> 'withdrawn'))"
                                  " ORDER BY a.state = 'open' DESC, a.due_on, a.id LIMIT 200";
  return all(snapshot.query(kSql, {office, with_others}));
}

std::vector<Assignment> Book::to_remind(store::Snapshot& snapshot, Day near, Day today,
                                        int limit) const {
  static const std::string kSql =
      std::string(kAssignment) +
      " WHERE a.state = 'open' AND ((a.reminded_at IS NULL AND a.due_on <= ?)"
      " OR (a.overdue_at IS NULL AND a.due_on < ?)) ORDER BY a.due_on, a.id LIMIT ?";
  return all(snapshot.query(kSql, {near, today, limit}));
}

void Book::insert(store::Transaction& tx, const Assignment& a) const {
  const Sealed brief(vault_, "complaint_assignment.brief", a.id, a.brief);
  tx.execute(
      "INSERT INTO complaint_assignment (id, version, complaint_id, office_id, state,"
      " brief_sealed, due_on, assigned_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      {a.id, a.version, a.complaint, a.office, name_of(a.state), brief.value(), a.due_on,
       a.assigned_at});
}

void Book::update(store::Transaction& tx, const Assignment& a) const {
  const Sealed answer(vault_, "complaint_assignment.answer", a.id, a.answer);
  const Sealed returned(vault_, "complaint_assignment.returned", a.id, a.returned);
  const int changed = tx.execute(
      "UPDATE complaint_assignment SET version = version + 1, state = ?, due_on = ?,"
      " reminded_at = ?, overdue_at = ?, answer_sealed = ?, answered_at = ?, returned_sealed = ?"
      " WHERE id = ? AND version = ?",
      {name_of(a.state), a.due_on, a.reminded_at, a.overdue_at, answer.value(), a.answered_at,
       returned.value(), a.id, a.version});
  if (changed != 1) throw std::logic_error("an assignment changed under its own transaction");
}

std::vector<Event> Book::events(store::Snapshot& snapshot, ComplaintId id) const {
  std::vector<Event> list;
  auto rows = snapshot.query(
      "SELECT id, at, what, actor_kind, actor_id, office_id, note_sealed FROM complaint_event"
      " WHERE complaint_id = ? ORDER BY id",
      {id});
  while (rows.next()) {
    Event event{.at = rows->instant(1),
                .what = rows->text(2),
                .actor_kind = rows->text(3),
                .actor_id = rows->integer(4),
                .office = rows->maybe_id<VoiceOfficeId>(5)};
    if (!rows->is_null(6))
      event.note = vault_.open("complaint_event.note:" + rows->text(0), rows->blob(6));
    list.push_back(std::move(event));
  }
  return list;
}

void Book::insert(store::Transaction& tx, std::int64_t id, ComplaintId complaint,
                  const Event& e) const {
  const auto note = e.note.empty()
                        ? store::Bytes()
                        : vault_.seal("complaint_event.note:" + std::to_string(id), e.note);
  tx.execute(
      "INSERT INTO complaint_event (id, complaint_id, at, what, actor_kind, actor_id, office_id,"
      " note_sealed) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      {id, complaint, e.at, e.what, e.actor_kind, e.actor_id, e.office,
       note.empty() ? store::Value(nullptr) : store::Value(store::Blob{note})});
}

}  // namespace yuyue::centre::voice::records
