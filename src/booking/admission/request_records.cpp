// Requests, their checklists and histories.
#include <algorithm>
#include <array>
#include <stdexcept>

#include "booking/admission/records.hpp"

namespace yuyue::booking::admission::records {
namespace {

using access::sealed_in;

constexpr std::string_view kSelect =
    "SELECT id, version, list_id, person_id, kind, urgency, state, purpose_sealed, origin,"
    " practitioner_id, wish_from, wish_to, day, answer_by, requested_at, requested_by_kind,"
    " requested_by_id, ended_at FROM admission";

/// Free text of people: sealed, or NULL where there is none.
store::Bytes sealed_text(const access::Vault& vault, const std::string& context,
                         const std::string& text) {
  return text.empty() ? store::Bytes() : vault.seal(context, text);
}
store::Value or_null(const store::Bytes& sealed) {
  return sealed.empty() ? store::Value(nullptr) : store::Value(store::Blob{sealed});
}

std::string check_context(AdmissionId admission, ChecklistItemId item) {
  return sealed_in("admission_check.reason", admission) + "." + std::to_string(item.value);
}

enum class Scope { everybody, one_list, one_person };

std::string_view condition_of(AdmissionFilter filter) {
  switch (filter) {
    case AdmissionFilter::open:
      return " WHERE open = 1";
    case AdmissionFilter::waiting:
      return " WHERE state = 'waiting'";
    case AdmissionFilter::dated:
      return " WHERE state IN ('offered', 'accepted')";
    case AdmissionFilter::ended:
      return " WHERE open = 0";
    case AdmissionFilter::all:
      return " WHERE open IN (0, 1)";
  }
  return {};
}

std::string statement(AdmissionFilter filter, Scope scope) {
  std::string sql = std::string(kSelect) + std::string(condition_of(filter));
  // A value for each place, so that all of them take the same.
  sql += scope == Scope::one_list     ? " AND list_id = ?"
         : scope == Scope::one_person ? " AND person_id = ?"
                                      : " AND ? IS NULL";
  sql += " AND (? IS NULL OR day = ?)";
  sql += filter == AdmissionFilter::ended
             ? " ORDER BY ended_at DESC, id"
             : " ORDER BY open DESC, day IS NULL, day, urgency, requested_at, id";
  return sql + " LIMIT ? OFFSET ?";
}

/// All there are, made once: statements are kept by where their text stands.
const std::string& statement_for(AdmissionFilter filter, Scope scope) {
  static const auto kAll = [] {
    std::array<std::array<std::string, 3>, 5> all;
    for (std::size_t f = 0; f < all.size(); ++f)
      for (std::size_t s = 0; s < all[f].size(); ++s)
        all[f][s] = statement(static_cast<AdmissionFilter>(f), static_cast<Scope>(s));
    return all;
  }();
  return kAll.at(static_cast<std::size_t>(filter)).at(static_cast<std::size_t>(scope));
}

}  // namespace

Admission Requests::from(const store::Row& row) const {
  Admission a;
  a.id = row.id<AdmissionId>(0);
  a.version = row.integer(1);
  a.list = row.id<AdmissionListId>(2);
  a.person = row.id<PersonId>(3);
  a.kind = kind_from(row.text(4)).value();
  a.urgency = static_cast<Urgency>(row.integer(5));
  a.state = state_from(row.text(6)).value();
  a.purpose = vault_.open(sealed_in("admission.purpose", a.id), row.blob(7));
  a.origin = row.text(8);
  a.practitioner = row.maybe_id<PractitionerId>(9);
  a.wish_from = row.maybe_day(10);
  a.wish_to = row.maybe_day(11);
  a.day = row.maybe_day(12);
  a.answer_by = row.maybe_instant(13);
  a.requested_at = row.instant(14);
  a.requested_by_kind = row.text(15);
  a.requested_by_id = row.integer(16);
  a.ended_at = row.maybe_instant(17);
  return a;
}

std::optional<Admission> Requests::find(store::Snapshot& snapshot, AdmissionId id) const {
  static const std::string sql = std::string(kSelect) + " WHERE id = ?";
  auto rows = snapshot.query(sql, {id});
  if (!rows.next()) return std::nullopt;
  return from(rows.row());
}

std::vector<Admission> Requests::list(store::Snapshot& snapshot,
                                      const AdmissionQuery& query) const {
  std::vector<Admission> found;
  const auto read = [&](Scope scope, const store::Value& which, int skip) {
    auto rows =
        snapshot.query(statement_for(query.filter, scope),
                       {which, query.day, query.day, std::clamp(query.limit, 1, 500), skip});
    while (rows.next()) found.push_back(from(rows.row()));
  };
  if (query.people.empty()) {
    const auto scope = query.list ? Scope::one_list : Scope::everybody;
    read(scope, query.list, std::max(query.skip, 0));
    return found;
  }
  for (const auto person : query.people) read(Scope::one_person, person, 0);
  if (query.list) std::erase_if(found, [&](const Admission& a) { return a.list != *query.list; });
  return found;
}

void Requests::insert(store::Transaction& tx, const Admission& a) const {
  const auto purpose = vault_.seal(sealed_in("admission.purpose", a.id), a.purpose);
  tx.execute(
      "INSERT INTO admission (id, version, list_id, person_id, kind, urgency, state, open,"
      " purpose_sealed, origin, practitioner_id, wish_from, wish_to, requested_at,"
      " requested_by_kind, requested_by_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
      "?)",
      {a.id, a.version, a.list, a.person, name_of(a.kind), static_cast<int>(a.urgency),
       name_of(a.state), rules::is_open(a.state), store::Blob{purpose}, a.origin, a.practitioner,
       a.wish_from, a.wish_to, a.requested_at, a.requested_by_kind, a.requested_by_id});
}

void Requests::update(store::Transaction& tx, const Admission& a) const {
  const auto purpose = vault_.seal(sealed_in("admission.purpose", a.id), a.purpose);
  const int changed = tx.execute(
      "UPDATE admission SET version = ?, list_id = ?, person_id = ?, urgency = ?, state = ?,"
      " open = ?, purpose_sealed = ?, origin = ?, wish_from = ?, wish_to = ?, day = ?,"
      " answer_by = ?, ended_at = ? WHERE id = ? AND version = ?",
      {a.version, a.list, a.person, static_cast<int>(a.urgency), name_of(a.state),
       rules::is_open(a.state), store::Blob{purpose}, a.origin, a.wish_from, a.wish_to, a.day,
       a.answer_by, a.ended_at, a.id, a.version - 1});
  if (changed != 1) throw std::logic_error("an admission changed under its own transaction");
}

std::vector<AdmissionEvent> Requests::events(store::Snapshot& snapshot, AdmissionId id) const {
  std::vector<AdmissionEvent> list;
  auto rows = snapshot.query(
      "SELECT id, at, what, actor_kind, actor_id, channel, from_day, to_day, item_id, note_sealed"
      " FROM admission_event WHERE admission_id = ? ORDER BY id",
      {id});
  while (rows.next()) {
    AdmissionEvent event;
    event.at = rows->instant(1);
    event.what = rows->text(2);
    event.actor_kind = rows->text(3);
    event.actor_id = rows->integer(4);
    event.channel = channel_from(rows->text(5)).value();
    event.from_day = rows->maybe_day(6);
    event.to_day = rows->maybe_day(7);
    event.item = rows->maybe_id<ChecklistItemId>(8);
    if (!rows->is_null(9))
      event.note = vault_.open("admission_event.note:" + rows->text(0), rows->blob(9));
    list.push_back(std::move(event));
  }
  return list;
}

void Requests::insert_event(store::Transaction& tx, std::int64_t event_id, AdmissionId admission,
                            const AdmissionEvent& e) const {
  const auto note = sealed_text(vault_, "admission_event.note:" + std::to_string(event_id), e.note);
  tx.execute(
      "INSERT INTO admission_event (id, admission_id, at, what, actor_kind, actor_id, channel,"
      " from_day, to_day, item_id, note_sealed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {event_id, admission, e.at, e.what, e.actor_kind, e.actor_id, name_of(e.channel), e.from_day,
       e.to_day, e.item, or_null(note)});
}

std::vector<Check> Requests::checks(store::Snapshot& snapshot, AdmissionId id) const {
  std::vector<Check> list;
  auto rows = snapshot.query(
      "SELECT c.item_id, i.name, i.name_en, i.by_appointment, c.state, c.appointment_id, c.at,"
      " c.by_kind, c.by_id, c.reason_sealed FROM admission_check c"
      " JOIN checklist_item i ON i.id = c.item_id WHERE c.admission_id = ?"
      " ORDER BY c.position, c.item_id",
      {id});
  while (rows.next()) {
    Check check;
    check.item = rows->id<ChecklistItemId>(0);
    check.name = rows->text(1);
    check.name_en = rows->text(2);
    check.by_appointment = rows->flag(3);
    check.state = check_state(rows->text(4)).value();
    check.appointment = rows->maybe_id<AppointmentId>(5);
    check.at = rows->maybe_instant(6);
    check.by_kind = rows->text(7);
    check.by_id = rows->integer(8);
    if (!rows->is_null(9)) check.reason = vault_.open(check_context(id, check.item), rows->blob(9));
    list.push_back(std::move(check));
  }
  return list;
}

void Requests::update_check(store::Transaction& tx, AdmissionId id, const Check& check) const {
  const auto reason = sealed_text(vault_, check_context(id, check.item), check.reason);
  if (tx.execute("UPDATE admission_check SET state = ?, appointment_id = ?, at = ?, by_kind = ?,"
                 " by_id = ?, reason_sealed = ? WHERE admission_id = ? AND item_id = ?",
                 {name_of(check.state), check.appointment, check.at, check.by_kind, check.by_id,
                  or_null(reason), id, check.item}) != 1)
    throw std::logic_error("a checklist without its item");
}

void insert_check(store::Transaction& tx, AdmissionId id, const ChecklistItem& item) {
  tx.execute(
      "INSERT INTO admission_check (admission_id, item_id, position, state, by_kind, by_id)"
      " VALUES (?, ?, ?, 'open', '', 0)",
      {id, item.id, item.position});
}

std::optional<AdmissionId> first_for(store::Snapshot& snapshot, AdmissionListId list, Day day) {
  const auto id = snapshot.integer(
      "SELECT id FROM admission WHERE list_id = ? AND state = 'waiting'"
      " AND (wish_from IS NULL OR wish_from <= ?) AND (wish_to IS NULL OR wish_to >= ?)"
      " ORDER BY urgency, requested_at, id LIMIT 1",
      {list, day, day});
  if (!id) return std::nullopt;
  return AdmissionId{*id};
}

int ahead_of(store::Snapshot& snapshot, const Admission& a) {
  return static_cast<int>(
      snapshot
          .integer("SELECT count(*) FROM admission WHERE list_id = ? AND state = 'waiting'"
                   " AND (urgency, requested_at, id) < (?, ?, ?)",
                   {a.list, static_cast<int>(a.urgency), a.requested_at, a.id})
          .value());
}

int count_waiting(store::Snapshot& snapshot, AdmissionListId list) {
  return static_cast<int>(
      snapshot
          .integer("SELECT count(*) FROM admission WHERE list_id = ? AND state = 'waiting'", {list})
          .value());
}

std::vector<AdmissionId> unanswered(store::Snapshot& snapshot, Instant now, int limit) {
  std::vector<AdmissionId> list;
  auto rows = snapshot.query(
      "SELECT id FROM admission WHERE answer_by IS NOT NULL AND answer_by <= ?"
      " ORDER BY answer_by LIMIT ?",
      {now, limit});
  while (rows.next()) list.push_back(rows->id<AdmissionId>(0));
  return list;
}

std::vector<AdmissionId> all_of(store::Snapshot& snapshot, PersonId person) {
  std::vector<AdmissionId> list;
  auto rows = snapshot.query("SELECT id FROM admission WHERE person_id = ?", {person});
  while (rows.next()) list.push_back(rows->id<AdmissionId>(0));
  return list;
}

}  // namespace yuyue::booking::admission::records
