#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yuyue/booking/appointments.hpp"

namespace yuyue::booking::disruption {

// The hospital changes its plans: a clinic does not take place (停诊), moves, shrinks, gets another
// room or another clinician. Whoever has an appointment there is affected, and each of them ends
// with exactly one outcome.

enum class Kind {
  stop,        ///< the sessions do not take place
  shrink,      ///< fewer places: who booked last has to give way
  move,        ///< to other times or another day; everybody is offered their place there
  room,        ///< other rooms; patients are told, nothing is asked
  substitute,  ///< a clinician of the same or a higher rank takes over; patients are told
};
std::string_view name_of(Kind kind);
std::optional<Kind> kind_from(std::string_view name);
/// Whether patients have to say what they want.
constexpr bool asks(Kind kind) {
  return kind == Kind::stop || kind == Kind::shrink || kind == Kind::move;
}

enum class State {
  listing,      ///< who is affected is being written down, and told
  open,         ///< answers are awaited
  closed,       ///< everybody has an outcome
  taking_back,  ///< it turned out not to be needed; everybody is being told
  taken_back,
};
std::string_view name_of(State state);
std::optional<State> state_from(std::string_view name);

/// What becomes of those who have not answered in time.
enum class Otherwise {
  move,    ///< they get the place that was kept for them; without one: cancelled, with refund
  cancel,  ///< cancelled, with refund
};
std::string_view name_of(Otherwise otherwise);
std::optional<Otherwise> otherwise_from(std::string_view name);

/// What somebody affected, or the desk for them, chooses.
enum class Choice { move, cancel };
std::string_view name_of(Choice choice);
std::optional<Choice> choice_from(std::string_view name);

enum class Outcome {
  kept,        ///< the appointment stays as it was but for the room or the clinician
  moved,       ///< to another slot
  cancelled,   ///< by the hospital: refunded in full, counts against nobody
  gone,        ///< cancelled or moved in some other way before it was decided here
  taken_back,  ///< the disruption did not happen
};
std::string_view name_of(Outcome outcome);
std::optional<Outcome> outcome_from(std::string_view name);

/// Who settled it.
enum class Settler { patient, desk, deadline, hospital };
std::string_view name_of(Settler settler);
std::optional<Settler> settler_from(std::string_view name);

/// How a proposed slot stands to the one that is lost, best first.
enum class Fit {
  same_place,  ///< the same place of the session that takes the old one's stead
  substitute,  ///< the same department and day, a clinician of the same or a higher rank
  clinician,   ///< the same clinician, another day
  department,  ///< the same department, another day, the same or a higher rank
  elsewhere,   ///< the same specialty in another department or on another campus
};
std::string_view name_of(Fit fit);
std::optional<Fit> fit_from(std::string_view name);

/// What a hospital decides about its changes of plan (table `setting`).
struct Rules {
  std::chrono::minutes answer_within{24 * 60};  ///< from the message on
  std::chrono::minutes least_time{15};          ///< to answer, however late the change comes
  std::chrono::minutes before_place{120};       ///< a kept place is decided this long before it
  std::chrono::minutes notice{60};              ///< no slot is proposed that begins sooner
  Otherwise otherwise = Otherwise::move;
  int proposals = 4;  ///< per patient, at most
  /// Those who have not answered are reminded this long before their time is over, once they have
  /// had half of it; 0: nobody is.
  std::chrono::minutes remind_before{24 * 60};
};

struct SlotTarget {
  SlotId slot;
  int capacity = 0;
};

/// One action, as it is asked for. Either `session`, or `practitioner` with `from` and `to`
/// (stop only).
struct Wish {
  Kind kind = Kind::stop;
  std::optional<SessionId> session;
  std::optional<PractitionerId> practitioner;
  std::optional<Day> from, to;  ///< inclusive
  std::string reason;           ///< patients read it

  std::vector<SlotTarget> slots;             ///< shrink: places that are to be left
  std::optional<Day> day;                    ///< move: default the same
  std::optional<MinuteOfDay> starts;         ///< move: default the same
  std::optional<PractitionerId> substitute;  ///< substitute
  std::vector<RoomId> rooms;                 ///< room; move and substitute: empty keeps the rooms

  std::optional<Otherwise> otherwise;  ///< default: the hospital's rules
  std::optional<std::chrono::minutes> answer_within;
};

struct Disruption {
  DisruptionId id;
  std::int64_t version = 0;
  Kind kind = Kind::stop;
  State state = State::listing;
  std::string reason;
  Otherwise otherwise = Otherwise::move;
  std::chrono::minutes answer_within{0};
  std::optional<PractitionerId> practitioner;  ///< of a stretch of days
  std::optional<Day> from, to;
  Instant created_at{};
  std::string by_kind;
  std::int64_t by_id = 0;
  std::optional<Instant> ended_at;
};

/// What a disruption does to one session, and what it was before.
struct DisruptedSession {
  SessionId session;
  std::optional<SessionId> successor;  ///< the session that takes its stead (move, substitute)
  bool listed = false;                 ///< everybody affected is written down
  bool was_open = true;
};

struct Proposal {
  SlotId slot;
  Instant starts_at{};
  Fit fit = Fit::department;
  bool kept = false;  ///< the place is held for this patient until they answer
};

/// Somebody affected.
struct Affected {
  DisruptionId disruption;
  AppointmentId appointment;
  PersonId person;
  SessionId session;  ///< as it was
  SlotId slot;
  Instant starts_at{};
  std::optional<Instant> asked_at, answer_until;  ///< none: nothing is asked
  std::vector<Proposal> proposals;                ///< best first
  std::optional<SlotId> kept_slot;
  std::optional<ClaimId> claim;      ///< of the kept place
  std::optional<MessageId> message;  ///< none: there was no phone to write to
  bool reached = false;              ///< there was, and the message has not been given up
  std::optional<Outcome> outcome;    ///< none: still open
  std::optional<Settler> settled_by;
  std::optional<Instant> settled_at;
  std::optional<SlotId> to_slot;   ///< where they were moved to
  std::optional<Instant> told_at;  ///< the desk has spoken to them
  std::optional<Instant> reminded_at;
};

/// A slot with all that people want to know of it.
struct PlaceView {
  SlotOffer offer;
  SessionId session;
  DepartmentId department;
  std::string title, title_en;  ///< of the practitioner
  CampusId campus_id;
  std::string campus, campus_en;
  std::int64_t fee = 0;  ///< of the session
};

struct ProposalView {
  PlaceView place;
  Fit fit = Fit::department;
  bool kept = false;
};

/// Somebody affected with all that people want to know. The person's data are the caller's to add.
struct AffectedView {
  Affected affected;
  AppointmentView appointment;  ///< as it is now
  PlaceView was;
  std::vector<ProposalView> proposals;  ///< that are still free or kept
  std::optional<PlaceView> to;
};

/// How far a disruption has come.
struct Counts {
  int affected = 0, open = 0, kept = 0, moved = 0, cancelled = 0, gone = 0;
  int to_call = 0;  ///< service.hpp: to_call
};

/// What an action would do, without doing it.
struct Preview {
  struct One {
    Appointment appointment;
    PlaceView was;
    bool asked = true;
    std::vector<ProposalView> proposals;
  };
  std::vector<SessionId> sessions;
  std::vector<One> affected;  ///< by time
};

}  // namespace yuyue::booking::disruption
