#pragma once
// SQL of team visits.
#include "yuyue/booking/team/teams.hpp"

namespace yuyue::booking::team::records {

/// Throws store::UniqueViolation: the room is taken by another team.
void insert(store::Transaction& tx, const TeamVisit& visit, Instant now);
void insert_place(store::Transaction& tx, TeamVisitId team, int position, SlotId slot,
                  ClaimId claim);
void release(store::Transaction& tx, const TeamVisit& visit);
std::vector<ClaimId> claims_of(store::Snapshot& snapshot, TeamVisitId team);
/// Another team, or a clinic that is not stopped, is in the room at that time.
bool room_is_taken(store::Snapshot& snapshot, RoomId room, Day day, Instant from, Instant to,
                   const std::vector<SessionId>& own_sessions);

}  // namespace yuyue::booking::team::records
