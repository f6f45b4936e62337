#pragma once
// Finds what can be proposed to patients, over one snapshot.
#include <set>

#include "booking/disruption/records.hpp"

namespace yuyue::booking::disruption {

/// What is free is read once, and a place kept for one patient is no longer there for the next.
class Planner {
 public:
  Planner(store::Snapshot& snapshot, const Environment& environment, Rules rules, Instant now);

  /// `same_place`: their place in the session that takes the old one's stead. `keep`: the best
  /// place is theirs until they answer.
  std::vector<Proposal> propose(const Appointment& appointment, std::optional<SlotId> same_place,
                                bool keep);

 private:
  const rules::Clinic& clinic_of(SessionId session);
  void read_departments_of(DepartmentId department);

  store::Snapshot& snapshot_;
  const Environment& env_;
  const Rules rules_;
  const Instant now_;
  rules::Market market_;
  std::vector<rules::Clinic> lost_;  ///< the clinics that patients lose
  std::set<DepartmentId> read_;
};

/// Whom a change of the whole session touches and who is not written down yet: those in it, and the
/// patients of teams that somebody of it belongs to.
std::vector<Appointment> touched_by(store::Snapshot& snapshot, Kind kind, SessionId session,
                                    std::optional<DisruptionId> disruption, Instant now, int limit);

/// Who has to give way in slots that shrink.
std::vector<Appointment> giving_way(store::Snapshot& snapshot,
                                    const std::vector<records::SlotChange>& slots);

/// The slot of `successor` that corresponds to a slot of `session`.
std::optional<SlotId> same_place_in(store::Snapshot& snapshot, const HospitalTime& time,
                                    const Session& session, const Session& successor,
                                    Instant slot_starts_at);

}  // namespace yuyue::booking::disruption
