#pragma once
// What a disruption does to sessions, and how that is undone.
#include "booking/disruption/records.hpp"
#include "booking/session_records.hpp"

namespace yuyue::booking::disruption {

/// The shrinking under way of a session that is to be stopped: its questions are taken over.
std::optional<Disruption> overtaken(store::Snapshot& snapshot, Kind kind, SessionId session);

/// Which sessions a wish speaks of. Refusals: not-found, past-slot, session-disrupted,
/// nothing-to-disrupt.
Result<std::vector<Session>> sessions_meant(store::Snapshot& snapshot, const Wish& wish,
                                            Instant now);

/// Refusal: unknown-reference.
Result<void> check_rooms(store::Snapshot& snapshot, const Wish& wish);
/// The session that is to take the place of another: its times, clinician and day. Refusals:
/// disruption-invalid, past-slot, substitute-lower-rank, practitioner-elsewhere (params: date,
/// start, end), unknown-reference.
Result<Session> successor_of(store::Snapshot& snapshot, const Environment& environment,
                             const Session& session, const Wish& wish, Instant now);
constexpr bool has_successor(Kind kind) {
  return kind == Kind::move || kind == Kind::substitute;
}

/// The slots that are to have fewer places. Refusals: not-found, disruption-invalid.
Result<std::vector<records::SlotChange>> slots_meant(store::Snapshot& snapshot,
                                                     const Session& session, const Wish& wish,
                                                     Instant now);

/// From now on nobody books what is lost.
void apply(store::Transaction& tx, const Environment& environment, const Disruption& disruption,
           const Session& session, const Wish& wish, const std::optional<Session>& successor,
           const std::vector<records::SlotChange>& slots);
/// Days for which no sessions are made yet.
Result<void> stay_away(store::Transaction& tx, const Environment& environment,
                       const Disruption& disruption, const Actor& by, Instant now);

/// Everybody has been written down and has their place: others may book what is left.
void open_successors(store::Transaction& tx, const Environment& environment,
                     const Disruption& disruption);
/// Shrinks slots as far as people have left them.
void narrow_slots(store::Transaction& tx, const Environment& environment,
                  const Disruption& disruption);

/// Sessions as they were; what came in their stead is closed to bookings.
Result<void> restore(store::Transaction& tx, const Environment& environment,
                     const Disruption& disruption, const Actor& by, Instant now);
/// Once nobody is kept a place there any more.
void remove_successors(store::Transaction& tx, const Environment& environment,
                       const Disruption& disruption);

void change_pages(store::Transaction& tx, const Environment& environment, const Session& session);

}  // namespace yuyue::booking::disruption
