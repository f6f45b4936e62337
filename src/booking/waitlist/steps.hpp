#pragma once
// What the use cases of the waiting list share.
#include "yuyue/booking/waitlist.hpp"

namespace yuyue::booking::waitlist {

/// Into the entry's own history.
void note(const Environment& env, store::Transaction& tx, WaitlistEntryId entry,
          std::string_view what, std::string_view why, std::optional<SlotId> slot, Instant now);
void journal(const Environment& env, store::Transaction& tx, const Actor& by, std::string_view what,
             const Entry& entry, Instant now);
/// The entry is over.
void end_entry(const Environment& env, store::Transaction& tx, Entry& entry, EntryState state,
               std::string_view why, Instant now);
/// Pages that show how many wait.
void renew_pages(const Environment& env, store::Transaction& tx, const Session& session);
Session session_with(store::Snapshot& snapshot, SessionId id);
/// For whoever tells the patient.
WaitlistNews news_of(const Entry& entry, const Session& session);
/// When the list of this session closes.
Instant closing_of(const Environment& env, const Session& session);

}  // namespace yuyue::booking::waitlist
