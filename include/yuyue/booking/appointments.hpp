#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "yuyue/booking/booking_code.hpp"
#include "yuyue/booking/places.hpp"
#include "yuyue/booking/policy/model.hpp"
#include "yuyue/booking/policy/rules.hpp"
#include "yuyue/booking/sessions.hpp"

namespace yuyue::booking {

/// `pending`: its place is held until the fee is paid. Those that are `cancelled` or `noshow` have
/// given their place back; all others have it.
enum class AppointmentState { pending, booked, arrived, fulfilled, noshow, cancelled };
constexpr bool holds_place(AppointmentState state) {
  return state != AppointmentState::noshow && state != AppointmentState::cancelled;
}
std::string_view name_of(AppointmentState state);
std::optional<AppointmentState> appointment_state(std::string_view name);

/// Why an appointment was cancelled, as far as rules ask: nobody answers for what the hospital did
/// or what was a slip at the desk.
enum class CancelCause { patient, hospital, unpaid, mistake };
std::string_view name_of(CancelCause cause);
std::optional<CancelCause> cancel_cause(std::string_view name);

struct Appointment {
  AppointmentId id;
  std::int64_t version = 0;
  std::string code;  ///< nine digits, for people (booking_code.hpp)
  AppointmentState state = AppointmentState::booked;
  PersonId person;
  std::optional<MemberId> member;  ///< the patient account that booked it
  SessionId session;
  SlotId slot;
  DepartmentId department;
  std::optional<PractitionerId> practitioner;
  Day day{};
  Instant starts_at{}, ends_at{};  ///< of the slot
  int sequence = 0;                ///< number within the slot
  Instant arrive_at{};             ///< suggested
  std::int64_t fee = 0;            ///< fen, as it was when booked
  Channel channel = Channel::web;
  std::string note;
  Instant created_at{};
  std::optional<Pool> pool;          ///< the quota its place came from; none: the session has none
  bool extra = false;                ///< an extra number (加号): its place came and goes with it
  std::optional<Instant> pay_until;  ///< while pending
  /// The number was collected, where that is a step of its own; then they arrived.
  std::optional<Instant> collected_at, arrived_at;
  std::optional<policy::Arriving> collected_how, arrived_how;
  std::optional<Instant> ended_at;  ///< when it was fulfilled or found to be a no-show
  std::optional<Instant> cancelled_at;
  std::optional<CancelCause> cancel_cause;
  std::string cancel_reason;
};

/// What happened to an appointment, oldest first.
struct AppointmentEvent {
  Instant at{};
  /// "booked" | "held" (pending) | "confirmed" (paid) | "cancelled" | "rescheduled" |
  /// "moved-person" | "collected" | "arrived" | "fulfilled" | "noshow" | "reinstated"
  std::string what;
  std::string actor_kind;
  std::int64_t actor_id = 0;
  Channel channel = Channel::web;
  std::optional<SlotId> from_slot, to_slot;
  /// "collected", "arrived": the step and how ("collect on-time", "check-in late").
  std::string details;
};

/// Somebody has come.
struct ArrivalRequest {
  std::optional<policy::Step> step{};  ///< none: the one that is next
  bool document_seen = false;
  /// They have shown that they are in the hospital: with their own phone, too, they may then check
  /// in where that is not done from anywhere.
  bool there = false;
  std::string reason{};  ///< staff: why they are taken in though it is too late
};

struct BookingRequest {
  SlotId slot;
  PersonId person;  ///< that the actor may book for them is the caller's to check
  Actor by;         ///< `by.channel` is the appointment's channel
  std::optional<MemberId> member;
  std::string note;
  std::optional<Instant> pay_until{};       ///< given: pending until it is confirmed
  std::optional<places::ClaimUse> claim{};  ///< a place of `slot` that is kept for them already
  bool extra = false;  ///< a number beyond the slot's places (加号); `note` says why
  std::map<std::string, bool> answers{};  ///< to the questions asked before booking, by code
  bool in_course = false;                 ///< one of a course that staff book (policy::Visit)
};

/// Where and in which session an appointment is, as far as rules ask.
struct Whereabouts {
  policy::Place place;
  CampusId campus;
  DayPart part = DayPart::morning;
  Instant session_starts{};
  bool stopped = false;
};
Whereabouts whereabouts(store::Snapshot& snapshot, SessionId session);

struct Cancellation {
  CancelCause cause = CancelCause::patient;
  std::string reason{};
};

/// An appointment with the names that go with it. The person's are the caller's to add (patients).
struct AppointmentView {
  Appointment appointment;
  std::string department, department_en, department_location, department_location_en;
  std::string campus, campus_en;
  CampusId campus_id;
  std::string kind_code, kind, kind_en;
  std::string practitioner, practitioner_en, title, title_en;
  std::vector<std::string> rooms;  ///< names
  DayPart part = DayPart::morning;
  MinuteOfDay slot_start{}, slot_end{};
  bool remote = false;
  SessionState session_state = SessionState::open;
  Whereabouts where;
};

/// `upcoming`: has its place and is not over; `past`: over and not cancelled (no-shows too).
enum class AppointmentFilter { all, upcoming, past, cancelled };
std::optional<AppointmentFilter> appointment_filter(std::string_view name);

struct AppointmentQuery {
  AppointmentFilter filter = AppointmentFilter::all;
  std::vector<PersonId> people;              ///< any of these; empty: anybody (staff)
  std::optional<InstitutionId> institution;  ///< booked with a referral of this one
  std::optional<Day> day;
  std::optional<DepartmentId> department;
  std::optional<PractitionerId> practitioner;
  std::size_t limit = 50;  ///< at most 200
  std::string after;       ///< `next` of the page before
};
struct AppointmentPage {
  std::vector<AppointmentView> items;
  std::string next;  ///< empty: the last page
};

std::optional<Appointment> find_appointment(store::Snapshot& snapshot, AppointmentId id);
std::optional<Appointment> find_appointment(store::Snapshot& snapshot, std::string_view code);
std::vector<AppointmentEvent> events_of(store::Snapshot& snapshot, AppointmentId id);
AppointmentView view_of(store::Snapshot& snapshot, const Appointment& appointment);
/// By time of the slot: earliest first, except `past` and `cancelled` of people or an institution
/// (latest first). Needs people, an institution or a day. Refusals: query-too-wide (none of them),
/// cursor-invalid.
Result<AppointmentPage> list_appointments(store::Snapshot& snapshot, const AppointmentQuery& query,
                                          Instant now);
int count_upcoming(store::Snapshot& snapshot, PersonId person, Instant now);

/// A free slot offered in place of one that cannot be had.
struct SlotOffer {
  SlotId slot;
  Day day{};
  MinuteOfDay start{}, end{};
  Instant starts_at{};
  std::string department, department_en;
  std::string practitioner, practitioner_en;  ///< empty: department session
  std::string kind, kind_en;
  int free = 0;
};
/// Whom slots are offered to: what collides with their other appointments is left out.
struct OfferFor {
  PersonId person;
  std::optional<AppointmentId> instead_of;  ///< the appointment that would be moved
};
/// Up to five, nearest first: the same session, the same practitioner on other days, the same
/// department that day, then the days around. Only what can be booked now through `channel`.
/// Without `whom` the answer is the same for everybody.
std::vector<SlotOffer> alternatives(store::Snapshot& snapshot, const Environment& environment,
                                    SlotId slot, Channel channel,
                                    const std::optional<OfferFor>& whom, Instant now);

/// Booking, cancelling, moving. Each is one transaction; what it announces is visible once the
/// write has returned. Thread-safe.
class Appointments {
 public:
  explicit Appointments(Environment environment)
      : env_(environment), places_(environment), codes_(std::make_shared<CodeMaker>()) {}

  /// Refusals: not-found (slot), session-stopped, those of the policy (policy/rules.hpp:
  /// may_book_now, not_barred, may_person_book, fits_person, within_doings), slot-full, quota-full
  /// (params: pool; possible_at), hold-gone, person-unknown, capacity-invalid (no extra number
  /// beyond 99), reason-required (nor without one).
  Result<Appointment> book(store::Transaction& tx, const BookingRequest& request,
                           Instant now) const;

  /// Refusals: not-found, not-active, too-late-to-cancel. `by.channel` decides until when; unless
  /// the patient is the cause there is no such limit.
  Result<Appointment> cancel(store::Transaction& tx, AppointmentId id, const Actor& by,
                             const Cancellation& why, Instant now) const;

  /// Pending → booked: the fee has been paid. Booked already: as it is. Refusals: not-found,
  /// not-active.
  Result<Appointment> confirm(store::Transaction& tx, AppointmentId id, const Actor& by,
                              Instant now) const;

  /// One step of arriving; after the last one booked → arrived. Refusals: not-found, not-active,
  /// payment-pending, not-today, already-collected, line-closing, those of the policy
  /// (policy::may_arrive).
  Result<Appointment> arrive(store::Transaction& tx, AppointmentId id, const Actor& by, Instant now,
                             const ArrivalRequest& request = {}) const;

  /// Booked (nobody took the arrival down) or arrived → fulfilled. Refusals: not-found, not-active,
  /// payment-pending, not-begun (the day has not come).
  Result<Appointment> fulfil(store::Transaction& tx, AppointmentId id, const Actor& by,
                             Instant now) const;

  /// Booked → noshow; the place is given back. Refusals: not-found, not-active, not-begun (the slot
  /// is not over).
  Result<Appointment> mark_noshow(store::Transaction& tx, AppointmentId id, const Actor& by,
                                  Instant now) const;

  /// Appointments to which nobody came, by now: booked, never arrived, their session over for the
  /// grace that is set and not stopped, on a day of which arrivals are taken down. At most `limit`.
  std::vector<AppointmentId> missed(store::Snapshot& snapshot, Instant now, int limit) const;

  /// A no-show that was none: → `to` (booked, arrived or fulfilled), with a reason. Refusals:
  /// not-found, not-active, slot-full, already-booked (took another place meanwhile).
  Result<Appointment> reinstate(store::Transaction& tx, AppointmentId id, AppointmentState to,
                                const Actor& by, const std::string& reason, Instant now) const;

  /// To another slot, keeping id and code; the old place is given up only if the new one is had.
  /// Refusals: not-found, not-active, payment-pending, too-late-to-reschedule, same-slot and those
  /// of `book`.
  Result<Appointment> reschedule(store::Transaction& tx, AppointmentId id, SlotId to,
                                 const Actor& by, Instant now,
                                 const std::optional<places::ClaimUse>& claim = {}) const;

  /// Somebody without an appointment was given one on the spot and is here: booked → arrived, in no
  /// window of arriving. Refusals: not-found, not-active, not-today.
  Result<Appointment> take_in(store::Transaction& tx, AppointmentId id, const Actor& by,
                              Instant now) const;

  /// Staff give somebody who has come and cannot be seen another slot: arrived → booked, keeping id
  /// and code, with no deadline. Refusals: not-found, not-active, same-slot and those of `book`.
  Result<Appointment> rebook(store::Transaction& tx, AppointmentId id, SlotId to, const Actor& by,
                             const std::string& reason, Instant now) const;

  /// Two records turn out to be one person: everything of `from` becomes `into`'s. Refused
  /// (merge-collides, params: code, date, start) when both hold appointments that one person
  /// cannot.
  Result<int> move_person(store::Transaction& tx, PersonId from, PersonId into, const Actor& by,
                          Instant now) const;

 private:
  Result<Appointment> move_to(store::Transaction& tx, const Appointment& was, SlotId to,
                              const Actor& by, const std::string& reason, Instant now,
                              const std::optional<places::ClaimUse>& claim) const;
  Environment env_;
  places::Places places_;
  std::shared_ptr<CodeMaker> codes_;
};

}  // namespace yuyue::booking
