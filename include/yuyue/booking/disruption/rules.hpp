#pragma once
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "yuyue/booking/disruption/model.hpp"
#include "yuyue/booking/rules.hpp"

namespace yuyue::booking::disruption::rules {

// Pure functions: who has to give way, what may be proposed to whom, until when. No I/O, no clock.

/// A session, as far as it matters for whom it can take over.
struct Clinic {
  SessionId session;
  DepartmentId department;
  std::string specialty;  ///< the department's national code; may be empty
  std::optional<PractitionerId> practitioner;
  int rank = 0;  ///< of the practitioner's title; 0 without one
  ClinicKindId kind;
  std::string kind_code;
  bool remote = false;
  std::int64_t fee = 0;
  Day day{};
};

/// A slot with free places.
struct Place {
  SlotId slot;
  std::size_t clinic = 0;  ///< index into the clinics
  Instant starts_at{}, ends_at{};
  int free = 0;
};

/// Everything that may be proposed. `free` goes down as places are kept.
struct Market {
  std::vector<Clinic> clinics;
  std::vector<Place> places;  ///< by time
};

struct Patient {
  AppointmentId appointment;
  Clinic was;
  SlotId slot;
  Instant starts_at{}, ends_at{};
  std::vector<booking::rules::Held> held;  ///< their appointments
  std::optional<SlotId> same_place;        ///< in the session that takes the old one's stead
  bool priority = true;                    ///< a place is kept for them
  /// What else must hold of a place (the others of a team can be there, too); none: nothing.
  std::function<bool(const Place&)> also{};
};

/// How `candidate` stands to what is lost; none: it is no replacement (a lower rank, another
/// specialty, a kind of clinic that does something else, a remote visit for one in person).
std::optional<Fit> fit_of(const Clinic& was, const Clinic& candidate);

/// What somebody pays after a change that the hospital made: never more than before.
std::int64_t fee_after(std::int64_t had, std::int64_t now_is);

/// Of one slot's appointments, the ones that have to give way so that `capacity` are left: who
/// booked last, but nobody who has arrived before somebody who has not.
struct Sitting {
  AppointmentId appointment;
  Instant booked_at{};
  bool arrived = false;
};
std::vector<AppointmentId> surplus(std::vector<Sitting> sitting, int capacity);

/// The best proposals for one patient, best first and at most `limit`, at most two of one session;
/// takes the best place off the market if the patient has priority.
std::vector<Proposal> propose(const Patient& patient, Market& market, int limit, Instant earliest);

/// Whether a place suits somebody who holds these appointments. Refusals: already-booked (params:
/// code, date; the same session), collides (params: code, date, start).
Result<void> suits(SessionId session, Instant starts_at, Instant ends_at,
                   std::span<const booking::rules::Held> held,
                   std::optional<AppointmentId> instead_of, const HospitalTime& time);

/// Until when an answer counts.
Instant answer_until(Instant now, std::chrono::minutes answer_within, Instant was_starts_at,
                     std::optional<Instant> kept_starts_at, const Rules& rules);

/// When somebody who has not answered is reminded; none: not at all (there is too little time, or
/// the hospital reminds nobody).
std::optional<Instant> remind_at(Instant asked_at, Instant answer_until, const Rules& rules);

/// What happens to somebody who has not answered.
Choice default_choice(Otherwise otherwise, bool place_is_kept);

/// What is wrong with a wish before anything is looked up. Refusals: required (params: name),
/// disruption-invalid (params: why = sessions | days | stretch | slots | times | answer).
Result<void> check(const Wish& wish);

/// How long a stretch of days may be.
inline constexpr int kMostDays = 92;

}  // namespace yuyue::booking::disruption::rules
