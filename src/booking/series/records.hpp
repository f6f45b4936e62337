#pragma once
// SQL of courses of appointments.
#include "yuyue/booking/series/series.hpp"

namespace yuyue::booking::series::records {

struct Offered {
  SlotId slot;
  SessionId session;
  Day day{};
  Instant starts_at{};
  int free = 0;
};
/// Slots of open sessions, by time.
std::vector<Offered> slots(store::Snapshot& snapshot, const Where& where, Day from, Day to);

std::optional<Series> find(store::Snapshot& snapshot, const access::Vault& vault, SeriesId id);
/// The latest first.
std::vector<SeriesId> of_person(store::Snapshot& snapshot, PersonId person);
void insert(store::Transaction& tx, const access::Vault& vault, const Series& series,
            const Actor& by);
/// Writes the event; later ones raise the stored version to the series'.
void note(store::Transaction& tx, std::int64_t event_id, const Series& series,
          std::string_view what, int visits, const Actor& by, Instant now);
int move_all(store::Transaction& tx, PersonId from, PersonId into);

}  // namespace yuyue::booking::series::records
