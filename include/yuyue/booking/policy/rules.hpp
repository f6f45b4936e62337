#pragma once
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "yuyue/booking/policy/model.hpp"
#include "yuyue/core/result.hpp"

namespace yuyue::booking::policy {

// Pure functions: facts in, answer out. No clock, no store.

/// Civil time and days off, which every rule needs.
struct Civil {
  const HospitalTime& time;
  const DayCalendar& days;
};

/// A slot somebody wants, or has.
struct Visit {
  SessionId session;
  DepartmentId department;
  std::optional<PractitionerId> practitioner;
  std::string campus;  ///< name
  Day day{};
  DayPart part = DayPart::morning;
  Instant session_starts{}, starts{}, ends{};  ///< the latter two of the slot
  /// One of a course that staff booked: a clinician's one decision, so that it neither counts as
  /// one more upcoming appointment nor is refused for those there are.
  bool in_course = false;
};

// ---- when ----

/// When bookings for `day` open.
Instant released_at(const Opening& opening, const Civil& civil, Day day);
/// The last day that can be booked at `now`, as far as release decides.
Day last_released_day(const Opening& opening, const Civil& civil, Instant now);
/// The last day of the horizon of `today`, released or not.
Day horizon_end(const Opening& opening, const Civil& civil, Day today);

/// What decides when a slot can be booked.
struct SlotTimes {
  Day day{};
  DayPart part = DayPart::morning;
  Instant starts{}, ends{};
};

/// Refusals: past-slot, not-bookable (walk-ins only), not-released-yet, too-soon-to-book (nearer
/// than the first day that can be booked; today: same-day-not-bookable), booking-hours-closed
/// (params: from, to), next-day-closed (params: until), same-day-closed (params: until),
/// same-day-not-yet (params: from). possible_at: the first moment at which none of them holds, if
/// there is one.
Result<void> may_book_now(const Rules& rules, const SlotTimes& slot, Channel channel,
                          const Civil& civil, Instant now);
/// The next moment after `now` at which the answer of may_book_now may change; none: never.
std::optional<Instant> next_change(const Rules& rules, const SlotTimes& slot, Channel channel,
                                   const Civil& civil, Instant now);

// ---- who ----

/// An appointment the person has (active; also earlier ones of the same day and week).
struct Having {
  AppointmentId id;
  std::string code;
  Visit visit;
};

/// Refusals: already-booked (same session, or same department that day), already-booked-clinician
/// (params: code, date), collides (params: code, date, start), too-many-bookings (params: limit),
/// too-many-that-day, too-many-that-week (params: limit, date). `instead_of` is left out.
Result<void> fits_person(const Rules& rules, const Limits& limits, const Visit& wanted,
                         std::span<const Having> having, std::optional<AppointmentId> instead_of,
                         const Civil& civil, Instant now);

struct PersonFacts {
  std::optional<Day> birth_date;
  bool first_visit = false;
  std::set<IdentifierType> documents;   ///< kinds the person has
  std::map<std::string, bool> answers;  ///< to the questions, by code
};
/// Refusals: too-young, too-old (params: age), birth-date-needed, first-visit-document (params:
/// documents), first-visit-at-desk (some document is needed and there is none), question-open
/// (params: question, text, textEn), goes-elsewhere (params: question, advice, adviceEn).
Result<void> may_person_book(const Rules& rules, const PersonFacts& person, Day visit_day,
                             Channel channel);

/// What was booked today and is kept now, for a person and by the account that acts for them.
struct Doings {
  bool by_account = false;  ///< a patient's account; otherwise only the person counts
  int made_by_account = 0, made_for_person = 0;
  int kept_by_account = 0, kept_for_person = 0;
};
/// Whether one booking more may be made (`makes`), one place more be kept (`keeps`). Staff book as
/// many as they see fit. Refusals: too-many-today (params: of = account | person, limit;
/// possible_at), hold-limit (params: of, limit).
Result<void> within_doings(const Limits& limits, const Doings& doings, bool makes, bool keeps,
                           Channel channel, const Civil& civil, Instant now);

// ---- giving it up ----

/// Until when the patient can cancel or move freely; staff until the slot ends.
Instant cancel_until(const Rules& rules, const Visit& visit, Channel channel, const Civil& civil);
enum class Cancelling { free, as_no_show };
/// Refusal: too-late-to-cancel.
Result<Cancelling> may_cancel(const Rules& rules, const Visit& visit, Channel channel,
                              const Civil& civil, Instant now);

// ---- arriving ----

enum class Step { collect, check_in };
struct StepTimes {
  Instant opens{}, closes{};  ///< `closes` still belongs to it
};
std::string_view name_of(Step step);  ///< "collect", "check-in"
std::optional<Step> step_from(std::string_view name);
/// The step that is next for somebody who has (not) collected their number.
Step next_step(const Rules& rules, bool collected);
/// Whether they are in line after this step.
bool is_last_step(const Rules& rules, Step step);
/// None: there is no such step here.
std::optional<StepTimes> step_times(const Rules& rules, Step step, const Visit& visit,
                                    const Civil& civil);
/// `admitted`: it was too late, but staff took them in.
enum class Arriving { on_time, late, admitted };
std::string_view name_of(Arriving outcome);  ///< "on-time", "late", "admitted"
std::optional<Arriving> arriving_from(std::string_view name);
struct ArrivalFacts {
  Channel channel = Channel::desk;
  bool document_seen = false;
  bool collected = false;  ///< the number
  bool admitted = false;   ///< staff take them in, whatever the time
};
/// Refusals: no-such-step, arrive-on-site (on one's own phone, where that is not done), too-early
/// (params: step, opens; possible_at), number-void, counted-as-no-show (params: step, until, admit
/// = yes | no: whether staff may take them in all the same), number-not-collected (checking in
/// where a number is collected first), document-not-seen (at the first step).
Result<Arriving> may_arrive(const Rules& rules, Step step, const Visit& visit,
                            const ArrivalFacts& facts, const Civil& civil, Instant now);

// ---- conduct ----

struct ConductRecord {
  std::int64_t id = 0;
  ConductKind kind = ConductKind::no_show;
  Instant at{};     ///< when it was cancelled; when the missed slot began
  Day visit_day{};  ///< of the appointment
  std::string campus;
  bool excused = false;
};

/// A time in which the hospital failed: nothing that happened or was to happen then counts.
struct Outage {
  Instant from{}, to{};  ///< `to` does not belong to it
  std::string campus;    ///< empty: all
};

struct Bar {
  std::int64_t id = 0;
  ConductKind because = ConductKind::no_show;
  Instant from{}, until{};
  std::string campus;  ///< empty: all
  std::set<Channel> channels;
  bool walk_in = true;
  int needed = 0;                     ///< records it takes
  std::vector<std::int64_t> records;  ///< those that led to it
  bool lifted = false;
};

/// Bars that follow from the records, looked at from the day of the newest one that counts; they
/// begin at `now`. What led to a bar once (also to one lifted since) does not lead to another. Of
/// several alike the longest.
std::vector<Bar> bars_due(std::span<const Threshold> thresholds,
                          std::span<const ConductRecord> records, std::span<const Bar> bars,
                          std::span<const Outage> outages, const Civil& civil, Instant now);
/// Refusal: barred (params: until, why = cancellation | no-show | unpaid; possible_at).
Result<void> not_barred(std::span<const Bar> bars, const Visit& wanted, Channel channel,
                        const Civil& civil, Instant now);

}  // namespace yuyue::booking::policy
