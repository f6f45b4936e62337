#pragma once
#include <optional>
#include <string>
#include <vector>

#include "yuyue/access/vault.hpp"
#include "yuyue/booking/appointments.hpp"
#include "yuyue/booking/places.hpp"

namespace yuyue {
struct TeamVisitKind {
  static constexpr std::string_view kPrefix = "tmv";
};
using TeamVisitId = Id<TeamVisitKind>;  ///< 多学科会诊
}  // namespace yuyue

// Several clinicians and a room for one patient at one time, all or none.
namespace yuyue::booking::team {

inline constexpr std::size_t kMostClinicians = 8;

enum class TeamState { booked, released };
std::string_view name_of(TeamState state);

/// The patient's appointment is in the first clinician's session; in each of the others' sessions a
/// place is kept, so that nobody else is booked there.
struct TeamVisit {
  TeamVisitId id;
  std::int64_t version = 0;
  AppointmentId appointment;
  TeamState state = TeamState::booked;
  std::optional<RoomId> room;
  Day day{};
  Instant starts_at{}, ends_at{};
  std::vector<SlotId> others;  ///< in the order given
};

struct NewTeamVisit {
  PersonId person;
  std::vector<SlotId> slots;  ///< the first one's is the appointment's; two at least
  std::optional<RoomId> room;
  std::string note;
  std::string lead_phone;  ///< where whoever leads the team is told of changes; may be empty
};

/// A time at which several can.
struct TeamTime {
  std::vector<SlotId> slots;  ///< one of each session, in the order asked
  Day day{};
  Instant starts_at{}, ends_at{};
  std::vector<RoomId> rooms;  ///< free then
};

/// Who sees a patient in a slot.
struct Clinician {
  SlotId slot;
  SessionId session;
  std::string department, department_en, practitioner, practitioner_en;
};
std::optional<Clinician> clinician_of(store::Snapshot& snapshot, SlotId slot);

std::optional<TeamVisit> find_team(store::Snapshot& snapshot, TeamVisitId id);
std::optional<TeamVisit> team_of(store::Snapshot& snapshot, AppointmentId appointment);
/// By time; released ones are left out.
std::vector<TeamVisit> teams_on(store::Snapshot& snapshot, Day day);

/// When sessions have free slots at one time, by time: what `channel` can book now. Refusals:
/// team-times-differ (fewer than two sessions, or too many), not-found (session).
Result<std::vector<TeamTime>> times_together(store::Snapshot& snapshot, const Environment& env,
                                             const std::vector<SessionId>& sessions,
                                             Channel channel, Instant now);

// ---- When plans change ----

/// Who may take the others' places at another time.
enum class Stand {
  themselves,     ///< the same clinicians
  or_colleagues,  ///< or others of their departments, of the same rank or a higher one
};
/// The others' slots with free places at that time, in their order, if all of them and the room can
/// be had; `lead`: the session that the patient's appointment would be in.
std::optional<std::vector<SlotId>> others_at(store::Snapshot& snapshot, const TeamVisit& visit,
                                             SessionId lead, Day day, Instant starts_at,
                                             Stand stand);
/// The visit that goes with an appointment, if it is booked.
std::optional<TeamVisit> booked_team_of(store::Snapshot& snapshot, AppointmentId appointment);

/// Told of appointments: when the patient's is cancelled, the others are free again; when it is
/// moved, they come along, or are free again if they cannot. Thread-safe.
class Teams final : public BookingListener {
 public:
  Teams(Environment environment, const access::Vault& vault)
      : env_(environment), vault_(vault), places_(environment) {}

  /// Keeps the others' places for the time of a slot that the patient's appointment may be moved
  /// to; whatever was kept before is let go. Refusal: slot-full; then nothing is kept.
  Result<void> keep(store::Transaction& tx, const TeamVisit& visit, SlotId lead, Instant now) const;
  bool is_kept(store::Snapshot& snapshot, const TeamVisit& visit, SlotId lead) const;
  /// Nothing is kept any more. For an appointment without a team it does nothing.
  void let_go(store::Transaction& tx, AppointmentId appointment, Instant now) const;
  /// Another session takes the stead of one of the others': their place is in it from now on.
  /// Refusals: not-found (no place in `was`), slot-full.
  Result<void> replace(store::Transaction& tx, const TeamVisit& visit, SessionId was, SlotId slot,
                       Instant now) const;
  /// Empty: nobody left one.
  std::string lead_phone(store::Snapshot& snapshot, TeamVisitId id) const;

  /// Refusals: team-times-differ (two slots at least, of different sessions, all at one time),
  /// room-taken, unknown-reference (roomId), and those of Appointments::book and Places::hold
  /// (params: visit, which slot, from 1).
  Result<TeamVisit> book(store::Transaction& tx, const Appointments& appointments,
                         const NewTeamVisit& wanted, const Actor& by, Instant now) const;

  void booked(store::Transaction&, const Appointment&, Instant) override {}
  void cancelled(store::Transaction& tx, const Appointment& now_is, Instant now) override;
  void rescheduled(store::Transaction& tx, const Appointment& was, const Appointment& now_is,
                   Instant now) override;

 private:
  bool come_along(store::Transaction& tx, const TeamVisit& visit, const Appointment& now_is,
                  Instant now) const;
  void release_all(store::Transaction& tx, const TeamVisit& visit, Instant now) const;

  Environment env_;
  const access::Vault& vault_;
  places::Places places_;
};

/// Room and claims agree with the visits. Empty: all agree.
std::vector<std::string> check_teams(store::Snapshot& snapshot);

}  // namespace yuyue::booking::team
