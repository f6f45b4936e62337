#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yuyue/booking/environment.hpp"

// Admission, elective and day surgery, transfer: requests that wait on a list until staff offer a
// day. Beds and operating tables stay with the ward's and the theatre's own systems; here is only
// how many can come per day.
namespace yuyue::booking::admission {

enum class Kind { admission, elective_surgery, day_surgery, transfer, treatment_bed };
std::string_view name_of(Kind kind);  ///< "admission", "elective-surgery" …
std::optional<Kind> kind_from(std::string_view name);

/// Most urgent first; the order of the enumerators is the order of the line.
enum class Urgency { urgent, soon, routine };
std::string_view name_of(Urgency urgency);
std::optional<Urgency> urgency_from(std::string_view name);

/// `offered`: a day is kept until the patient answers; `accepted`: it is theirs.
enum class State { waiting, offered, accepted, done, declined, cancelled };
std::string_view name_of(State state);
std::optional<State> state_from(std::string_view name);

enum class ListKind { ward, theatre };
std::string_view name_of(ListKind kind);
std::optional<ListKind> list_kind(std::string_view name);

/// The list of a ward or a theatre. Public data.
struct AdmissionList {
  AdmissionListId id;
  std::int64_t version = 0;
  std::string code;  ///< the hospital's own; unique
  ListKind kind = ListKind::ward;
  std::string name, name_en;
  std::optional<DepartmentId> department;
  std::string location, location_en;
  std::array<int, 7> weekly{};  ///< how many may come, Monday first; 0 … 999
  bool on_holidays = false;     ///< holidays count as their weekday; else nobody comes
  int answer_hours = 48;        ///< how long an offered day is kept for an answer, 1 … 720
  bool active = true;
};

/// How many may come on a day and for how many it is given out.
struct ListDay {
  Day day{};
  int capacity = 0, taken = 0;
  bool by_hand = false;  ///< the number was set for this day; else its weekday says it
  int free() const { return capacity - taken; }
};

/// What must be done before requests of one kind.
struct ChecklistItem {
  ChecklistItemId id;
  std::int64_t version = 0;
  Kind kind = Kind::admission;
  std::string name, name_en;
  int position = 0;
  bool by_appointment = false;  ///< is booked like any other visit (anaesthesia assessment)
  bool active = true;           ///< put on new requests
};

struct Admission {
  AdmissionId id;
  std::int64_t version = 0;
  AdmissionListId list;
  PersonId person;
  Kind kind = Kind::admission;
  Urgency urgency = Urgency::routine;
  State state = State::waiting;
  std::string purpose;  ///< what for, in a clinician's words; kept sealed
  std::string origin;   ///< of a transfer: the ward or institution they come from
  std::optional<PractitionerId> practitioner;  ///< who asks for it
  std::optional<Day> wish_from, wish_to;       ///< inclusive; open ends are allowed
  std::optional<Day> day;                      ///< offered, accepted, done
  std::optional<Instant> answer_by;            ///< offered
  Instant requested_at{};
  std::string requested_by_kind;
  std::int64_t requested_by_id = 0;
  std::optional<Instant> ended_at;
};

enum class CheckState { open, done, waived };
std::string_view name_of(CheckState state);
std::optional<CheckState> check_state(std::string_view name);

/// One item of a request's checklist.
struct Check {
  ChecklistItemId item;
  std::string name, name_en;
  bool by_appointment = false;
  CheckState state = CheckState::open;
  std::optional<AppointmentId> appointment;
  std::optional<Instant> at;  ///< done or waived
  std::string by_kind;
  std::int64_t by_id = 0;
  std::string reason;
};

/// What happened to a request, oldest first.
struct AdmissionEvent {
  Instant at{};
  /// "requested" | "offered" | "accepted" | "another-asked" | "lapsed" | "date-changed" |
  /// "declined" | "cancelled" | "done" | "changed" | "item-done" | "item-waived" |
  /// "item-reopened" | "item-booked" | "moved-person"
  std::string what;
  std::string actor_kind;
  std::int64_t actor_id = 0;
  Channel channel = Channel::desk;
  std::optional<Day> from_day, to_day;
  std::optional<ChecklistItemId> item;
  std::string note;  ///< a person's words; kept sealed
};

}  // namespace yuyue::booking::admission
