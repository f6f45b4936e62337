#include "booking/series/records.hpp"

namespace yuyue::booking::series {
namespace records {

using access::sealed_in;

std::vector<Offered> slots(store::Snapshot& snapshot, const Where& where, Day from, Day to) {
  std::vector<Offered> list;
  auto rows = snapshot.query(
      "SELECT l.id, s.id, s.day, l.starts_at, l.capacity - l.taken FROM session s"
      " JOIN slot l ON l.session_id = s.id WHERE s.department_id = ? AND s.day BETWEEN ? AND ?"
      " AND s.state = 'open' AND (? IS NULL OR s.practitioner_id = ?)"
      " ORDER BY s.day, l.starts_at, l.id",
      {where.department, from, to, where.practitioner, where.practitioner});
  while (rows.next())
    list.push_back({.slot = rows->id<SlotId>(0),
                    .session = rows->id<SessionId>(1),
                    .day = rows->day(2),
                    .starts_at = rows->instant(3),
                    .free = static_cast<int>(rows->integer(4))});
  return list;
}

std::optional<Series> find(store::Snapshot& snapshot, const access::Vault& vault, SeriesId id) {
  Series series;
  {
    auto rows = snapshot.query(
        "SELECT version, person_id, title_sealed, created_at FROM series WHERE id = ?", {id});
    if (!rows.next()) return std::nullopt;
    series.id = id;
    series.version = rows->integer(0);
    series.person = rows->id<PersonId>(1);
    series.title = vault.open(sealed_in("series.title", id), rows->blob(2));
    series.created_at = rows->instant(3);
  }
  auto rows = snapshot.query(
      "SELECT appointment_id FROM series_visit WHERE series_id = ? ORDER BY position", {id});
  while (rows.next()) series.visits.push_back(rows->id<AppointmentId>(0));
  return series;
}

std::vector<SeriesId> of_person(store::Snapshot& snapshot, PersonId person) {
  std::vector<SeriesId> list;
  auto rows = snapshot.query(
      "SELECT id FROM series WHERE person_id = ? ORDER BY created_at DESC, id DESC", {person});
  while (rows.next()) list.push_back(rows->id<SeriesId>(0));
  return list;
}

void insert(store::Transaction& tx, const access::Vault& vault, const Series& series,
            const Actor& by) {
  const auto title = vault.seal(sealed_in("series.title", series.id), series.title);
  tx.execute(
      "INSERT INTO series (id, version, person_id, title_sealed, created_at, created_by_kind,"
      " created_by_id) VALUES (?, ?, ?, ?, ?, ?, ?)",
      {series.id, series.version, series.person, store::Blob{title}, series.created_at, by.kind,
       by.id});
  int position = 0;
  for (const auto visit : series.visits)
    tx.execute("INSERT INTO series_visit (series_id, position, appointment_id) VALUES (?, ?, ?)",
               {series.id, ++position, visit});
}

void note(store::Transaction& tx, std::int64_t event_id, const Series& series,
          std::string_view what, int visits, const Actor& by, Instant now) {
  tx.execute("UPDATE series SET version = ? WHERE id = ?", {series.version, series.id});
  tx.execute(
      "INSERT INTO series_event (id, series_id, at, what, actor_kind, actor_id, visits)"
      " VALUES (?, ?, ?, ?, ?, ?, ?)",
      {event_id, series.id, now, what, by.kind, by.id, visits});
}

int move_all(store::Transaction& tx, PersonId from, PersonId into) {
  return tx.execute("UPDATE series SET person_id = ? WHERE person_id = ?", {into, from});
}

}  // namespace records

std::vector<std::string> check_series(store::Snapshot& snapshot) {
  std::vector<std::string> problems;
  auto histories = snapshot.query(
      "SELECT s.id FROM series s LEFT JOIN series_event e ON e.series_id = s.id GROUP BY s.id"
      " HAVING count(e.id) <> s.version OR sum(e.what = 'booked') <> 1");
  while (histories.next())
    problems.push_back(to_string(histories->id<SeriesId>(0)) + ": its history does not add up");
  auto people = snapshot.query(
      "SELECT DISTINCT s.id FROM series s JOIN series_visit v ON v.series_id = s.id"
      " JOIN appointment a ON a.id = v.appointment_id WHERE a.person_id <> s.person_id");
  while (people.next())
    problems.push_back(to_string(people->id<SeriesId>(0)) + ": a visit is somebody else's");
  return problems;
}

}  // namespace yuyue::booking::series
