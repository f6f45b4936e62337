// What is free elsewhere, and how a slot reads to people.
#include <algorithm>
#include <stdexcept>

#include "booking/disruption/records.hpp"

namespace yuyue::booking::disruption {
namespace records {
namespace {

constexpr std::string_view kColumns =
    "SELECT s.id, s.department_id, d.national_code, s.practitioner_id, p.title_rank, s.kind_id,"
    " k.code, s.remote, s.fee, s.day, l.id, l.starts_at, l.ends_at, l.capacity - l.taken"
    " FROM session s JOIN department d ON d.id = s.department_id JOIN clinic_kind k"
    " ON k.id = s.kind_id LEFT JOIN practitioner p ON p.id = s.practitioner_id"
    " JOIN slot l ON l.session_id = s.id ";

rules::Clinic clinic_from(const store::Row& row) {
  rules::Clinic c;
  c.session = row.id<SessionId>(0);
  c.department = row.id<DepartmentId>(1);
  c.specialty = row.text(2);
  c.practitioner = row.maybe_id<PractitionerId>(3);
  c.rank = static_cast<int>(row.integer(4));
  c.kind = row.id<ClinicKindId>(5);
  c.kind_code = row.text(6);
  c.remote = row.flag(7);
  c.fee = row.integer(8);
  c.day = row.day(9);
  return c;
}

void add(rules::Market& market, const store::Row& row) {
  // Rows come session by session, so the clinic is mostly the last one.
  const auto session = row.id<SessionId>(0);
  auto found = std::ranges::find(market.clinics.rbegin(), market.clinics.rend(), session,
                                 &rules::Clinic::session);
  const auto at = found == market.clinics.rend()
                      ? market.clinics.size()
                      : static_cast<std::size_t>(market.clinics.rend() - found - 1);
  if (at == market.clinics.size()) market.clinics.push_back(clinic_from(row));
  market.places.push_back({.slot = row.id<SlotId>(10),
                           .clinic = at,
                           .starts_at = row.instant(11),
                           .ends_at = row.instant(12),
                           .free = static_cast<int>(row.integer(13))});
}

}  // namespace

std::vector<DepartmentId> related(store::Snapshot& snapshot, DepartmentId department) {
  std::vector<DepartmentId> list{department};
  auto rows = snapshot.query(
      "SELECT o.id FROM department d JOIN department o ON o.national_code = d.national_code"
      " WHERE d.id = ? AND d.national_code <> '' AND o.id <> d.id AND o.active = 1 ORDER BY o.id",
      {department});
  while (rows.next()) list.push_back(rows->id<DepartmentId>(0));
  return list;
}

void read_market(store::Snapshot& snapshot, DepartmentId department, Day from, Day to,
                 Instant earliest, rules::Market& market) {
  static const std::string kSql = std::string(kColumns) +
                                  "WHERE s.department_id = ? AND s.day BETWEEN ? AND ?"
                                  " AND s.state = 'open' AND l.taken < l.capacity"
                                  " AND l.starts_at >= ? ORDER BY s.id, l.starts_at";
  auto rows = snapshot.query(kSql, {department, from, to, earliest});
  while (rows.next()) add(market, rows.row());
}

void read_place(store::Snapshot& snapshot, SlotId slot, rules::Market& market) {
  static const std::string kSql = std::string(kColumns) + "WHERE l.id = ?";
  if (std::ranges::find(market.places, slot, &rules::Place::slot) != market.places.end()) return;
  auto rows = snapshot.query(kSql, {slot});
  if (rows.next()) add(market, rows.row());
}

rules::Clinic read_clinic(store::Snapshot& snapshot, SessionId session) {
  static const std::string kSql = std::string(kColumns) + "WHERE s.id = ? LIMIT 1";
  auto rows = snapshot.query(kSql, {session});
  if (!rows.next()) throw std::logic_error("a session without slots");
  return clinic_from(rows.row());
}

int rank_of(store::Snapshot& snapshot, PractitionerId practitioner) {
  return static_cast<int>(
      snapshot.integer("SELECT title_rank FROM practitioner WHERE id = ?", {practitioner})
          .value_or(0));
}

}  // namespace records

std::optional<PlaceView> place_view(store::Snapshot& snapshot, const HospitalTime& time,
                                    SlotId slot) {
  auto rows = snapshot.query(
      "SELECT s.day, l.starts_at, l.ends_at, l.capacity - l.taken, d.name, d.name_en, p.name,"
      " p.name_en, k.name, k.name_en, s.id, s.department_id, p.title, p.title_en, c.id, c.name,"
      " c.name_en, s.fee FROM slot l JOIN session s ON s.id = l.session_id"
      " JOIN department d ON d.id = s.department_id JOIN campus c ON c.id = d.campus_id"
      " JOIN clinic_kind k ON k.id = s.kind_id"
      " LEFT JOIN practitioner p ON p.id = s.practitioner_id WHERE l.id = ?",
      {slot});
  if (!rows.next()) return std::nullopt;
  PlaceView view;
  view.offer.slot = slot;
  view.offer.day = rows->day(0);
  view.offer.starts_at = rows->instant(1);
  view.offer.start = time.minute_of(view.offer.starts_at);
  view.offer.end = view.offer.start +
                   std::chrono::duration_cast<MinuteOfDay>(rows->instant(2) - view.offer.starts_at);
  view.offer.free = static_cast<int>(rows->integer(3));
  view.offer.department = rows->text(4);
  view.offer.department_en = rows->text(5);
  view.offer.practitioner = rows->text(6);
  view.offer.practitioner_en = rows->text(7);
  view.offer.kind = rows->text(8);
  view.offer.kind_en = rows->text(9);
  view.session = rows->id<SessionId>(10);
  view.department = rows->id<DepartmentId>(11);
  view.title = rows->text(12);
  view.title_en = rows->text(13);
  view.campus_id = rows->id<CampusId>(14);
  view.campus = rows->text(15);
  view.campus_en = rows->text(16);
  view.fee = rows->integer(17);
  return view;
}

}  // namespace yuyue::booking::disruption
