#pragma once
// SQL of team visits.
#include "yuyue/booking/team/teams.hpp"

namespace yuyue::booking::team::records {

/// Throws store::UniqueViolation: the room is taken by another team.
void insert(store::Transaction& tx, const TeamVisit& visit, Instant now);
void insert_place(store::Transaction& tx, TeamVisitId team, int position, SlotId slot,
                  ClaimId claim);
void release(store::Transaction& tx, const TeamVisit& visit);

/// A place of one of the others.
struct Kept {
  int position = 0;
  SlotId slot;
  ClaimId claim;
};
std::vector<Kept> places_of(store::Snapshot& snapshot, TeamVisitId team);
std::vector<Kept> kept_for(store::Snapshot& snapshot, TeamVisitId team);
void insert_kept(store::Transaction& tx, TeamVisitId team, const Kept& kept);
void forget_kept(store::Transaction& tx, TeamVisitId team);
/// The kept places are the visit's.
void adopt_kept(store::Transaction& tx, TeamVisitId team);
void replace_place(store::Transaction& tx, TeamVisitId team, const Kept& place);
/// Where and when the visit is now.
void move(store::Transaction& tx, const TeamVisit& visit);
void insert_lead(store::Transaction& tx, TeamVisitId team, store::Bytes phone_sealed);
std::optional<store::Bytes> lead(store::Snapshot& snapshot, TeamVisitId team);

/// Free places at a time that stand in for a slot, the best first: themselves, then colleagues.
struct StandIn {
  SlotId slot;
  SessionId session;
};
std::vector<StandIn> stand_ins(store::Snapshot& snapshot, SlotId was, Day day, Instant starts_at,
                               bool colleagues);
/// Rooms of the campus that the session's department is on.
std::vector<RoomId> rooms_near(store::Snapshot& snapshot, SessionId session);
/// Another team than `own`, or a clinic that is not stopped, is in the room at that time.
bool room_is_taken(store::Snapshot& snapshot, RoomId room, Day day, Instant from, Instant to,
                   const std::vector<SessionId>& own_sessions, std::optional<TeamVisitId> own = {});

}  // namespace yuyue::booking::team::records
