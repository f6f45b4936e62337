#pragma once
#include <optional>
#include <string>
#include <vector>

#include "yuyue/booking/appointments.hpp"
#include "yuyue/booking/places.hpp"

namespace yuyue::booking::waitlist {

/// `lapsed`: an offer was not answered in time; `closed`: nothing was to be had by the hour at
/// which the list closes, or the session was stopped.
enum class EntryState { waiting, offered, accepted, declined, lapsed, closed, withdrawn };
std::string_view name_of(EntryState state);
std::optional<EntryState> entry_state(std::string_view name);
constexpr bool is_active(EntryState state) {
  return state == EntryState::waiting || state == EntryState::offered;
}

/// Somebody waiting for a place of a full session (候补).
struct Entry {
  WaitlistEntryId id;
  SessionId session;
  PersonId person;
  std::optional<MemberId> member;
  Channel channel = Channel::web;
  EntryState state = EntryState::waiting;
  Instant joined_at{};
  std::optional<Instant> ended_at;
  std::optional<ClaimId> claim;  ///< the place offered, while it is
  std::optional<SlotId> slot;    ///< offered last
  std::optional<Instant> offered_until;
  std::optional<AppointmentId> appointment;
};
struct EntryEvent {
  Instant at{};
  std::string
      what;  ///< "joined" | "offered" | "passed-over" | "moved-person" | the state it ended in
  /// Of "passed-over": a refusal's code, or "quota". Of "moved-person": whose it was and is. Of
  /// "withdrawn": "merged" if the person was on the list twice.
  std::string why;
  std::optional<SlotId> slot;
};

struct Joining {
  SessionId session;
  PersonId person;  ///< that the actor may book for them is the caller's to check
  Actor by;
  std::optional<MemberId> member;
};

std::optional<Entry> find_entry(store::Snapshot& snapshot, WaitlistEntryId id);
std::vector<EntryEvent> events_of(store::Snapshot& snapshot, WaitlistEntryId id);
/// Those of these people that are active, or ended after `since`; the latest first.
std::vector<Entry> entries_of(store::Snapshot& snapshot, const std::vector<PersonId>& people,
                              Instant since);
/// All of a session, in the order in which they joined.
std::vector<Entry> entries_of(store::Snapshot& snapshot, SessionId session);
/// The session that an entry is for, with its names; what it says of an appointment is empty.
AppointmentView session_of(store::Snapshot& snapshot, const Entry& entry);
/// How many wait in front of a waiting entry, and itself: 1 is next. 0: does not wait.
int place_of(store::Snapshot& snapshot, const Entry& entry);

/// When nobody is offered a place of this session any more.
Instant closes_at(Instant session_starts_at, const WaitlistSettings& settings);
/// Until when an offer made at `now` can be answered: shorter on the session's day, at night time
/// stands still, and never after the slot has begun.
Instant offer_until(Instant now, Day session_day, Instant slot_starts_at,
                    const WaitlistSettings& settings, const HospitalTime& time);

/// Thread-safe.
class Waitlist {
 public:
  Waitlist(Environment environment, const Appointments& appointments)
      : env_(environment), places_(environment), appointments_(appointments) {}

  /// Refusals: not-found, waitlist-closed, session-stopped, not-released-yet, not-full (a slot can
  /// be booked), already-waiting, already-booked, waitlist-limit (params: limit), person-unknown.
  Result<Entry> join(store::Transaction& tx, const Joining& joining, Instant now) const;
  /// The offered place becomes an appointment. Refusals: not-found, no-offer, and those of booking.
  /// `pay_until`: it is held until it is paid for.
  Result<Appointment> accept(store::Transaction& tx, WaitlistEntryId id, const Actor& by,
                             std::optional<Instant> pay_until, Instant now) const;
  /// The offered place goes to the next. Refusals: not-found, no-offer.
  Result<Entry> decline(store::Transaction& tx, WaitlistEntryId id, const Actor& by,
                        Instant now) const;
  /// No longer waits; an offer goes to the next. Refusals: not-found, not-waiting.
  Result<Entry> leave(store::Transaction& tx, WaitlistEntryId id, const Actor& by,
                      Instant now) const;

  /// Lists whose hour has come, or whose session was stopped, end: at most `limit` entries. Returns
  /// how many.
  int close_due(store::Transaction& tx, Instant now, int limit) const;
  /// Places that became free without being given back (quotas returned, capacity raised) are
  /// offered, at most `limit` of them. Returns how many were.
  int offer_free(store::Transaction& tx, Instant now, int limit) const;
  /// Whether the two above have anything to do.
  bool any_to_close(store::Snapshot& snapshot, Instant now) const;
  bool any_free(store::Snapshot& snapshot, Instant now) const;

 private:
  Environment env_;
  places::Places places_;
  const Appointments& appointments_;
};

/// The person's entries become another's; where both wait in one list, one entry is enough.
void move_person(store::Transaction& tx, IdMaker& ids, PersonId from, PersonId into, Instant now);

}  // namespace yuyue::booking::waitlist
