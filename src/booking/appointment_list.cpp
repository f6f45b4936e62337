// Appointments with the names that go with them, one by one and in pages.
#include <algorithm>
#include <charconv>
#include <limits>

#include "booking/appointment_records.hpp"

namespace yuyue::booking {

AppointmentView view_of(store::Snapshot& snapshot, const Appointment& appointment) {
  AppointmentView view;
  view.appointment = appointment;
  auto rows = snapshot.query(
      "SELECT d.name, d.name_en, d.location, d.location_en, c.name, c.name_en, c.id, k.code, "
      "k.name,"
      " k.name_en, p.name, p.name_en, p.title, p.title_en, s.part, s.remote, s.state, s.starts,"
      " s.starts_at, d.code FROM session s JOIN department d ON d.id = s.department_id"
      " JOIN campus c ON c.id = d.campus_id JOIN clinic_kind k ON k.id = s.kind_id"
      " LEFT JOIN practitioner p ON p.id = s.practitioner_id WHERE s.id = ?",
      {appointment.session});
  if (!rows.next()) throw std::logic_error("an appointment without its session");
  view.department = rows->text(0);
  view.department_en = rows->text(1);
  view.department_location = rows->text(2);
  view.department_location_en = rows->text(3);
  view.campus = rows->text(4);
  view.campus_en = rows->text(5);
  view.campus_id = rows->id<CampusId>(6);
  view.kind_code = rows->text(7);
  view.kind = rows->text(8);
  view.kind_en = rows->text(9);
  view.practitioner = rows->text(10);
  view.practitioner_en = rows->text(11);
  view.title = rows->text(12);
  view.title_en = rows->text(13);
  view.part = day_part(rows->text(14)).value_or(DayPart::morning);
  view.remote = rows->flag(15);
  view.session_state = session_state(rows->text(16)).value_or(SessionState::open);
  view.where = {.place = {view.campus, rows->text(19), view.kind_code},
                .campus = view.campus_id,
                .part = view.part,
                .session_starts = rows->instant(18),
                .stopped = view.session_state == SessionState::stopped};
  const auto since_start =
      std::chrono::duration_cast<MinuteOfDay>(appointment.starts_at - rows->instant(18));
  view.slot_start = rows->minute(17) + since_start;
  view.slot_end = view.slot_start + kSlotLength;
  auto rooms = snapshot.query(
      "SELECT r.name FROM session_room x JOIN room r ON r.id = x.room_id WHERE x.session_id = ?"
      " ORDER BY x.position",
      {appointment.session});
  while (rooms.next()) view.rooms.push_back(rooms->text(0));
  return view;
}

namespace {

struct Cursor {
  Instant starts_at{};
  std::int64_t id = 0;
};

std::string to_text(const Appointment& last) {
  return std::to_string(to_millis(last.starts_at)) + "." + std::to_string(last.id.value);
}

std::optional<Cursor> cursor_from(std::string_view text) {
  const auto number = [](std::string_view part) -> std::optional<std::int64_t> {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value);
    if (error != std::errc() || end != part.data() + part.size()) return std::nullopt;
    return value;
  };
  const auto dot = text.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const auto at = number(text.substr(0, dot));
  const auto id = number(text.substr(dot + 1));
  if (!at || !id) return std::nullopt;
  return Cursor{from_millis(*at), *id};
}

constexpr std::int64_t kEver = std::numeric_limits<std::int64_t>::max();

/// The part of a query that the statements below share.
struct Bounds {
  bool latest_first = false;
  std::optional<bool> cancelled;
  std::int64_t ends_after = -kEver, ends_until = kEver;
  Cursor after;
};

Bounds bounds_of(const AppointmentQuery& query, Instant now) {
  Bounds bounds;
  switch (query.filter) {
    case AppointmentFilter::all:
      break;
    case AppointmentFilter::upcoming:
      bounds.cancelled = false;
      bounds.ends_after = to_millis(now);
      break;
    case AppointmentFilter::past:
      bounds.cancelled = false;
      bounds.ends_until = to_millis(now);
      break;
    case AppointmentFilter::cancelled:
      bounds.cancelled = true;
      break;
  }
  bounds.latest_first = (!query.people.empty() || query.institution) && !query.day &&
                        query.filter != AppointmentFilter::upcoming;
  bounds.after =
      bounds.latest_first ? Cursor{from_millis(kEver), kEver} : Cursor{from_millis(-kEver), -kEver};
  // What ends after now began at most a slot's length ago: the index skips years of visits.
  if (query.filter == AppointmentFilter::upcoming)
    bounds.after.starts_at = now - kSlotLength - std::chrono::milliseconds{1};
  return bounds;
}

constexpr std::string_view kOfPerson = "appointment a WHERE a.person_id = ?";
constexpr std::string_view kOfInstitution =
    "referral r CROSS JOIN appointment a ON a.id = r.appointment_id WHERE r.institution_id = ?";
// CROSS JOIN: in this order. There is no index on the appointments' day.
constexpr std::string_view kOfDay =
    "session s CROSS JOIN slot l ON l.session_id = s.id"
    " CROSS JOIN appointment a ON a.slot_id = l.id"
    " WHERE s.day = ?";

// The optional filters narrow what was found for a person or a day.
std::string statement(std::string_view found, bool latest_first) {
  return "SELECT " + std::string(records::kAppointmentColumns) + " FROM " + std::string(found) +
         " AND (? IS NULL OR (a.state = 'cancelled') = ?) AND a.ends_at > ? AND a.ends_at <= ?"
         " AND (? IS NULL OR a.day = ?) AND (? IS NULL OR a.department_id = ?)"
         " AND (? IS NULL OR a.practitioner_id = ?) AND (? IS NULL OR a.person_id = ?)"
         " AND (a.starts_at, a.id) " +
         (latest_first ? "< (?, ?) ORDER BY a.starts_at DESC, a.id DESC"
                       : "> (?, ?) ORDER BY a.starts_at, a.id") +
         " LIMIT ?";
}

void read_into(store::Snapshot& snapshot, const std::string& sql, store::Value key,
               std::optional<PersonId> person, const AppointmentQuery& query, const Bounds& bounds,
               std::size_t limit, std::vector<Appointment>& into) {
  auto rows = snapshot.query(
      sql, {std::move(key), bounds.cancelled, bounds.cancelled, bounds.ends_after,
            bounds.ends_until, query.day, query.day, query.department, query.department,
            query.practitioner, query.practitioner, person, person, bounds.after.starts_at,
            bounds.after.id, static_cast<std::int64_t>(limit)});
  while (rows.next()) into.push_back(records::appointment_from(rows.row()));
}

std::vector<Appointment> read(store::Snapshot& snapshot, const AppointmentQuery& query,
                              const Bounds& bounds, std::size_t limit) {
  static const std::string kPersonUp = statement(kOfPerson, false);
  static const std::string kPersonDown = statement(kOfPerson, true);
  static const std::string kDay = statement(kOfDay, false);
  static const std::string kInstitutionUp = statement(kOfInstitution, false);
  static const std::string kInstitutionDown = statement(kOfInstitution, true);
  const auto& of_institution = bounds.latest_first ? kInstitutionDown : kInstitutionUp;
  std::vector<Appointment> found;
  if (query.people.empty()) {
    if (query.institution)
      read_into(snapshot, of_institution, *query.institution, {}, query, bounds, limit, found);
    else
      read_into(snapshot, kDay, *query.day, {}, query, bounds, limit, found);
    return found;
  }
  const auto& of_person = bounds.latest_first ? kPersonDown : kPersonUp;
  for (const auto person : query.people) {
    if (query.institution)
      read_into(snapshot, of_institution, *query.institution, person, query, bounds, limit, found);
    else
      read_into(snapshot, of_person, person, {}, query, bounds, limit, found);
  }
  std::ranges::sort(found, [&](const Appointment& a, const Appointment& b) {
    const bool earlier = std::tie(a.starts_at, a.id) < std::tie(b.starts_at, b.id);
    return bounds.latest_first ? a.id != b.id && !earlier : earlier;
  });
  if (found.size() > limit) found.resize(limit);
  return found;
}

}  // namespace

Result<AppointmentPage> list_appointments(store::Snapshot& snapshot, const AppointmentQuery& query,
                                          Instant now) {
  if (query.people.empty() && !query.institution && !query.day) return Refusal("query-too-wide");
  auto bounds = bounds_of(query, now);
  if (!query.after.empty()) {
    const auto cursor = cursor_from(query.after);
    if (!cursor) return Refusal("cursor-invalid").at("/after");
    bounds.after = *cursor;
  }
  const auto limit = std::clamp<std::size_t>(query.limit, 1, 200);
  auto found = read(snapshot, query, bounds, limit + 1);
  AppointmentPage page;
  if (found.size() > limit) {
    found.resize(limit);
    page.next = to_text(found.back());
  }
  for (const auto& appointment : found) page.items.push_back(view_of(snapshot, appointment));
  return page;
}

}  // namespace yuyue::booking
