#pragma once
#include <string>
#include <vector>

#include "yuyue/access/vault.hpp"
#include "yuyue/booking/admission/lists.hpp"

namespace yuyue::booking::admission {

struct NewAdmission {
  AdmissionListId list;
  PersonId person;  ///< that the actor may ask for them is the caller's to check
  Kind kind = Kind::admission;
  Urgency urgency = Urgency::routine;
  std::string purpose, origin;
  std::optional<PractitionerId> practitioner;
  std::optional<Day> wish_from, wish_to;
};

/// What staff correct on an open request; what is missing stays.
struct AdmissionChange {
  std::int64_t version = 0;  ///< that the change is based on
  std::optional<AdmissionListId> list;
  std::optional<Urgency> urgency;
  std::optional<std::string> purpose, origin;
  std::optional<std::optional<Day>> wish_from, wish_to;
};

struct Offer {
  Day day{};
  bool agreed = false;  ///< the patient has said yes already (on the phone, at the desk)
  std::string reason;   ///< needed when it is not the first one's turn, or to change a date
};

/// The patient would rather come on another day.
struct AnotherDay {
  std::optional<Day> wish_from, wish_to;  ///< replace those of the request
  std::string note;
};

struct CheckChange {
  CheckState state = CheckState::open;
  std::optional<AppointmentId> appointment;  ///< for items done by appointment; none: no longer
  std::string reason;                        ///< needed to waive
};

/// A request as pages show it.
struct AdmissionView {
  Admission admission;
  AdmissionList list;
  std::string department, department_en;      ///< of the list; may be empty
  std::string practitioner, practitioner_en;  ///< who asks; may be empty
  std::vector<Check> checks;
  int place = 0;    ///< in line, from 1; 0: not waiting
  int waiting = 0;  ///< how many wait on the list
};

/// `waiting`: in the order of the line. `dated`: offered and accepted, by day. `open`: both, dated
/// first. `ended`: the latest first.
enum class AdmissionFilter { open, waiting, dated, ended, all };
std::optional<AdmissionFilter> admission_filter(std::string_view name);

struct AdmissionQuery {
  AdmissionFilter filter = AdmissionFilter::open;
  std::optional<AdmissionListId> list;
  std::vector<PersonId> people;  ///< any of these; empty: anybody (staff)
  std::optional<Day> day;
  int limit = 200;  ///< at most 500
  int skip = 0;     ///< of what was shown before
};

/// Told inside the transaction of what happened (`what` as in AdmissionEvent): messages owed, in
/// the server. What it writes stands or falls with the change.
class AdmissionListener {
 public:
  virtual ~AdmissionListener() = default;
  virtual void happened(store::Transaction& tx, std::string_view what, const Admission& admission,
                        const AdmissionList& list, Instant now) = 0;
};

/// Requests from being asked for to being done. Each use case is one transaction, writes one event
/// and raises the version by one. Thread-safe.
class Admissions {
 public:
  Admissions(Environment environment, const access::Vault& vault,
             AdmissionListener* listener = nullptr)
      : env_(environment), vault_(vault), listener_(listener) {}

  std::optional<Admission> find(store::Snapshot& snapshot, AdmissionId id) const;
  AdmissionView view(store::Snapshot& snapshot, const Admission& admission) const;
  std::vector<AdmissionEvent> events(store::Snapshot& snapshot, AdmissionId id) const;
  std::vector<Admission> list(store::Snapshot& snapshot, const AdmissionQuery& query) const;

  /// Puts the items of its kind on its checklist. Refusals: not-found (list), list-closed,
  /// person-unknown, unknown-reference (practitioner), wish-invalid, required (purpose),
  /// already-requested.
  Result<Admission> request(store::Transaction& tx, const NewAdmission& wanted, const Actor& by,
                            Instant now) const;
  /// Refusals: not-found, changed-meanwhile, admission-state (over; another list: not waiting),
  /// list-closed, wish-invalid, already-requested.
  Result<Admission> change(store::Transaction& tx, AdmissionId id, const AdmissionChange& change,
                           const Actor& by, Instant now) const;

  /// Keeps a place on that day until the patient has answered; the place of an earlier date is
  /// given back. Refusals: not-found, admission-state, day-past, same-day, day-full (params: date),
  /// out-of-order (params: first; somebody else's turn and no reason given), reason-required.
  Result<Admission> offer(store::Transaction& tx, AdmissionId id, const Offer& offer,
                          const Actor& by, Instant now) const;
  /// Refusals: not-found, admission-state.
  Result<Admission> accept(store::Transaction& tx, AdmissionId id, const Actor& by,
                           Instant now) const;
  /// Back in line, where they stood. Refusals: not-found, admission-state, wish-invalid; for
  /// patients, from the day itself on, too-late-to-reschedule.
  Result<Admission> ask_another(store::Transaction& tx, AdmissionId id, const AnotherDay& wish,
                                const Actor& by, Instant now) const;
  /// The patient does not want it any more. Refusals: not-found, admission-state.
  Result<Admission> decline(store::Transaction& tx, AdmissionId id, const std::string& note,
                            const Actor& by, Instant now) const;
  /// By staff. Refusals: not-found, admission-state, reason-required.
  Result<Admission> cancel(store::Transaction& tx, AdmissionId id, const std::string& reason,
                           const Actor& by, Instant now) const;
  /// The patient has come. Refusals: not-found, admission-state, checklist-open, day-not-come.
  Result<Admission> finish(store::Transaction& tx, AdmissionId id, const Actor& by,
                           Instant now) const;

  /// Refusals: not-found, admission-state, reason-required (to waive), appointment-not-theirs.
  Result<Admission> set_check(store::Transaction& tx, AdmissionId id, ChecklistItemId item,
                              const CheckChange& change, const Actor& by, Instant now) const;

  /// Whether an offer waits that nobody answered in time.
  bool has_lapsed(store::Snapshot& snapshot, Instant now) const;
  /// Offers whose time has run out: back in line. Returns how many; at most `limit`.
  int lapse(store::Transaction& tx, Instant now, int limit = 20) const;

  /// Two records turn out to be one person. Refused (merge-open-requests) when both wait on one
  /// list.
  Result<int> move_person(store::Transaction& tx, PersonId from, PersonId into, const Actor& by,
                          Instant now) const;

 private:
  struct Moved;
  Result<Admission> step(store::Transaction& tx, AdmissionId id, const Moved& moved,
                         const Actor& by, Instant now) const;
  void write(store::Transaction& tx, const Admission& admission, const AdmissionEvent& event,
             const Actor& by, Instant now) const;

  Environment env_;
  const access::Vault& vault_;
  AdmissionListener* listener_;
};

/// Days' numbers equal rows, places are within capacity, checklists and histories add up. Empty:
/// all agree.
std::vector<std::string> check_admissions(store::Snapshot& snapshot);

}  // namespace yuyue::booking::admission
