#pragma once
#include <optional>
#include <string>
#include <vector>

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

/// Told of appointments: when the patient's is cancelled or moved, the others are free again.
/// Thread-safe.
class Teams final : public BookingListener {
 public:
  explicit Teams(Environment environment) : env_(environment), places_(environment) {}

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
  Environment env_;
  places::Places places_;
};

/// Room and claims agree with the visits. Empty: all agree.
std::vector<std::string> check_teams(store::Snapshot& snapshot);

}  // namespace yuyue::booking::team
