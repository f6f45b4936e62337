#include "booking/referral/records.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace yuyue::booking::referral {
namespace {

using access::sealed_in;

constexpr std::string_view kSelect =
    "SELECT id, version, institution_id, direction, department_id, person_id, urgent, state,"
    " reason_sealed, papers_sealed, report_sealed, appointment_id, created_at, created_by_kind,"
    " created_by_id, ended_at FROM referral";

std::string statement(ReferralFilter filter) {
  std::string sql = std::string(kSelect);
  sql += filter == ReferralFilter::open      ? " WHERE open = 1"
         : filter == ReferralFilter::waiting ? " WHERE open = 1 AND state = 'sent'"
         : filter == ReferralFilter::ended   ? " WHERE open = 0"
                                             : " WHERE open IN (0, 1)";
  sql +=
      " AND (? IS NULL OR institution_id = ?) AND (? IS NULL OR department_id = ?)"
      " AND (? IS NULL OR direction = ?) AND (? IS NULL OR person_id = ?)";
  sql += filter == ReferralFilter::ended ? " ORDER BY ended_at DESC, id"
                                         : " ORDER BY open DESC, urgent DESC, created_at, id";
  return sql + " LIMIT ? OFFSET ?";
}

std::string papers_text(const std::vector<std::string>& papers) {
  return nlohmann::json(papers).dump();
}

}  // namespace

std::optional<ReferralId> referral_of(store::Snapshot& snapshot, InstitutionId id,
                                      AppointmentId appointment) {
  const auto found = snapshot.integer(
      "SELECT id FROM referral WHERE appointment_id = ? AND institution_id = ?", {appointment, id});
  if (!found) return std::nullopt;
  return ReferralId{*found};
}

namespace records {

Referral Letters::from(const store::Row& row) const {
  Referral r;
  r.id = row.id<ReferralId>(0);
  r.version = row.integer(1);
  r.institution = row.id<InstitutionId>(2);
  r.direction = direction_from(row.text(3)).value();
  r.department = row.id<DepartmentId>(4);
  r.person = row.id<PersonId>(5);
  r.urgent = row.flag(6);
  r.state = state_from(row.text(7)).value();
  r.reason = vault_.open(sealed_in("referral.reason", r.id), row.blob(8));
  r.papers = nlohmann::json::parse(vault_.open(sealed_in("referral.papers", r.id), row.blob(9)))
                 .get<std::vector<std::string>>();
  if (!row.is_null(10)) r.report = vault_.open(sealed_in("referral.report", r.id), row.blob(10));
  r.appointment = row.maybe_id<AppointmentId>(11);
  r.created_at = row.instant(12);
  r.created_by_kind = row.text(13);
  r.created_by_id = row.integer(14);
  r.ended_at = row.maybe_instant(15);
  return r;
}

std::optional<Referral> Letters::find(store::Snapshot& snapshot, ReferralId id) const {
  static const std::string kSql = std::string(kSelect) + " WHERE id = ?";
  auto rows = snapshot.query(kSql, {id});
  if (!rows.next()) return std::nullopt;
  return from(rows.row());
}

std::vector<Referral> Letters::list(store::Snapshot& snapshot, const ReferralQuery& query) const {
  static const std::array<std::string, 4> kSql{
      statement(ReferralFilter::open), statement(ReferralFilter::ended),
      statement(ReferralFilter::all), statement(ReferralFilter::waiting)};
  std::optional<std::string_view> direction;
  if (query.direction) direction = name_of(*query.direction);
  std::vector<Referral> found;
  auto rows = snapshot.query(kSql.at(static_cast<std::size_t>(query.filter)),
                             {query.institution, query.institution, query.department,
                              query.department, direction, direction, query.person, query.person,
                              std::clamp(query.limit, 1, 500), std::max(query.skip, 0)});
  while (rows.next()) found.push_back(from(rows.row()));
  return found;
}

void Letters::insert(store::Transaction& tx, const Referral& r) const {
  const auto reason = vault_.seal(sealed_in("referral.reason", r.id), r.reason);
  const auto papers = vault_.seal(sealed_in("referral.papers", r.id), papers_text(r.papers));
  tx.execute(
      "INSERT INTO referral (id, version, institution_id, direction, department_id, person_id,"
      " urgent, state, open, reason_sealed, papers_sealed, appointment_id, created_at,"
      " created_by_kind, created_by_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {r.id, r.version, r.institution, name_of(r.direction), r.department, r.person, r.urgent,
       name_of(r.state), rules::is_open(r.state), store::Blob{reason}, store::Blob{papers},
       r.appointment, r.created_at, r.created_by_kind, r.created_by_id});
}

void Letters::update(store::Transaction& tx, const Referral& r) const {
  const auto report =
      r.report.empty() ? store::Bytes() : vault_.seal(sealed_in("referral.report", r.id), r.report);
  const int changed = tx.execute(
      "UPDATE referral SET version = ?, department_id = ?, person_id = ?, state = ?, open = ?,"
      " report_sealed = ?, appointment_id = ?, ended_at = ? WHERE id = ? AND version = ?",
      {r.version, r.department, r.person, name_of(r.state), rules::is_open(r.state),
       report.empty() ? store::Value(nullptr) : store::Value(store::Blob{report}), r.appointment,
       r.ended_at, r.id, r.version - 1});
  if (changed != 1) throw std::logic_error("a referral changed under its own transaction");
}

std::vector<ReferralEvent> Letters::events(store::Snapshot& snapshot, ReferralId id) const {
  std::vector<ReferralEvent> list;
  auto rows = snapshot.query(
      "SELECT id, at, what, actor_kind, actor_id, from_department, to_department, note_sealed"
      " FROM referral_event WHERE referral_id = ? ORDER BY id",
      {id});
  while (rows.next()) {
    ReferralEvent event;
    event.at = rows->instant(1);
    event.what = rows->text(2);
    event.actor_kind = rows->text(3);
    event.actor_id = rows->integer(4);
    event.from_department = rows->maybe_id<DepartmentId>(5);
    event.to_department = rows->maybe_id<DepartmentId>(6);
    if (!rows->is_null(7))
      event.note = vault_.open("referral_event.note:" + rows->text(0), rows->blob(7));
    list.push_back(std::move(event));
  }
  return list;
}

std::optional<Question> Letters::question(store::Snapshot& snapshot, ReferralId id) const {
  std::optional<Question> last;
  auto rows = snapshot.query(
      "SELECT id, at, what, note_sealed FROM referral_event"
      " WHERE referral_id = ? AND what IN ('asked', 'answered') ORDER BY id",
      {id});
  while (rows.next()) {
    auto note = vault_.open("referral_event.note:" + rows->text(0), rows->blob(3));
    if (rows->text(2) == "asked") {
      last = Question{
          .asked_at = rows->instant(1), .text = std::move(note), .answered_at = {}, .answer = {}};
    } else if (last) {
      last->answered_at = rows->instant(1);
      last->answer = std::move(note);
    }
  }
  return last;
}

void Letters::insert_event(store::Transaction& tx, std::int64_t event_id, ReferralId referral,
                           const ReferralEvent& e) const {
  const auto note = e.note.empty()
                        ? store::Bytes()
                        : vault_.seal("referral_event.note:" + std::to_string(event_id), e.note);
  tx.execute(
      "INSERT INTO referral_event (id, referral_id, at, what, actor_kind, actor_id,"
      " from_department, to_department, note_sealed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {event_id, referral, e.at, e.what, e.actor_kind, e.actor_id, e.from_department,
       e.to_department, note.empty() ? store::Value(nullptr) : store::Value(store::Blob{note})});
}

ReferralCounts counts(store::Snapshot& snapshot, rules::Side side,
                      std::optional<InstitutionId> institution, Instant since) {
  const bool partner = side == rules::Side::partner;
  const auto received = name_of(partner ? Direction::down : Direction::up);
  const auto sent = name_of(partner ? Direction::up : Direction::down);
  ReferralCounts counts;
  auto inbox = snapshot.query(
      "SELECT count(*), coalesce(sum(urgent), 0) FROM referral WHERE open = 1 AND state = 'sent'"
      " AND direction = ? AND (? IS NULL OR institution_id = ?)",
      {received, institution, institution});
  if (inbox.next()) {
    counts.to_answer = static_cast<int>(inbox->integer(0));
    counts.urgent = static_cast<int>(inbox->integer(1));
  }
  const auto questions = snapshot.integer(
      "SELECT count(*) FROM referral r WHERE r.open = 1 AND r.direction = ?"
      " AND (? IS NULL OR r.institution_id = ?)"
      " AND (SELECT e.what FROM referral_event e WHERE e.referral_id = r.id"
      " AND e.what IN ('asked', 'answered') ORDER BY e.id DESC LIMIT 1) = 'asked'",
      {sent, institution, institution});
  counts.questions = static_cast<int>(questions.value_or(0));
  const auto to_book = snapshot.integer(
      "SELECT count(*) FROM referral WHERE open = 1 AND state = 'accepted' AND direction = 'up'"
      " AND (? IS NULL OR institution_id = ?)",
      {institution, institution});
  counts.to_book = static_cast<int>(to_book.value_or(0));
  const auto replies = snapshot.integer(
      "SELECT count(*) FROM referral WHERE state IN ('refused', 'reported') AND direction = ?"
      " AND (? IS NULL OR institution_id = ?) AND ended_at > ?",
      {sent, institution, institution, since});
  counts.replies = static_cast<int>(replies.value_or(0));
  return counts;
}

std::vector<ReferralId> all_of(store::Snapshot& snapshot, PersonId person) {
  std::vector<ReferralId> list;
  auto rows = snapshot.query("SELECT id FROM referral WHERE person_id = ?", {person});
  while (rows.next()) list.push_back(rows->id<ReferralId>(0));
  return list;
}

}  // namespace records
}  // namespace yuyue::booking::referral
