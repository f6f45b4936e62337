#pragma once
// SQL of the waiting list.
#include <optional>
#include <vector>

#include "yuyue/booking/waitlist.hpp"

namespace yuyue::booking::waitlist::records {

void insert(store::Transaction& tx, const Entry& entry);
/// State, claim, slot, times and appointment.
void update(store::Transaction& tx, const Entry& entry);
void insert_event(store::Transaction& tx, std::int64_t id, WaitlistEntryId entry,
                  const EntryEvent& event);
/// In the order in which they joined, at most `limit`.
std::vector<Entry> waiting_for(store::Snapshot& snapshot, SessionId session, int limit);
bool anybody_waits_for(store::Snapshot& snapshot, SessionId session);
int count_active(store::Snapshot& snapshot, PersonId person);
std::optional<Entry> active_entry(store::Snapshot& snapshot, PersonId person, SessionId session);
bool has_place_in(store::Snapshot& snapshot, PersonId person, SessionId session);

/// Waiting entries of sessions that begin before `starts_before` or are not open.
std::vector<Entry> to_close(store::Snapshot& snapshot, Instant starts_before, int limit);
/// Slots with a free place in sessions for which somebody waits and that begin after
/// `starts_after`, by time.
std::vector<SlotId> free_slots_waited_for(store::Snapshot& snapshot, Instant starts_after);

std::vector<WaitlistEntryId> all_of(store::Snapshot& snapshot, PersonId person);
void set_person(store::Transaction& tx, WaitlistEntryId entry, PersonId person);

}  // namespace yuyue::booking::waitlist::records
