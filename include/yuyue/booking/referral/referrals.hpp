#pragma once
#include "yuyue/access/vault.hpp"
#include "yuyue/booking/appointments.hpp"
#include "yuyue/booking/referral/rules.hpp"

namespace yuyue::booking::referral {

/// By name.
std::vector<Institution> institutions(store::Snapshot& snapshot);
std::optional<Institution> find_institution(store::Snapshot& snapshot, InstitutionId id);
InstitutionUsers users_of(store::Snapshot& snapshot, InstitutionId id);
/// The institution for which a principal ("staff" or "key") acts, if it is active.
std::optional<Institution> institution_of(store::Snapshot& snapshot, std::string_view kind,
                                          std::int64_t principal_id);

/// Whom an institution knows: people whom it registered, or who were referred by or to it. The
/// latest known first.
std::vector<PersonId> people_of(store::Snapshot& snapshot, InstitutionId id, int limit);
bool knows(store::Snapshot& snapshot, InstitutionId id, PersonId person);
/// From now on it does. Known already: nothing changes.
void make_known(store::Transaction& tx, InstitutionId id, PersonId person, Instant now);
/// The institution's referral with which an appointment was booked.
std::optional<ReferralId> referral_of(store::Snapshot& snapshot, InstitutionId id,
                                      AppointmentId appointment);

/// In whose clinic a slot is; nullopt: there is no such slot.
std::optional<DepartmentId> department_of(store::Snapshot& snapshot, SlotId slot);

/// Changes to institutions, as with other reference data. Refusals: required, code-taken,
/// name-taken, not-found, changed-meanwhile. Thread-safe.
class Institutions {
 public:
  explicit Institutions(Environment environment) : env_(environment) {}
  Result<Institution> add(store::Transaction& tx, Institution, const Actor& by, Instant now) const;
  Result<Institution> change(store::Transaction& tx, Institution, const Actor& by,
                             Instant now) const;
  /// Exactly these act for it from now on. Refusals: not-found, acts-for-another (one of them
  /// already acts for another institution).
  Result<InstitutionUsers> set_users(store::Transaction& tx, InstitutionId id,
                                     const InstitutionUsers& users, const Actor& by,
                                     Instant now) const;

 private:
  Environment env_;
};

/// Who handles a referral, and for whom.
struct Handler {
  rules::Side side = rules::Side::hospital;
  InstitutionId institution;  ///< of a partner
  Actor actor;
};

struct NewReferral {
  InstitutionId institution;  ///< to whom (down); a partner's is its own
  Direction direction = Direction::up;
  DepartmentId department;
  PersonId person;
  bool urgent = false;
  std::string reason;
  std::vector<std::string> papers;
  std::optional<SlotId> slot;             ///< up: booked at once, in the institution's quota
  std::map<std::string, bool> answers{};  ///< to the questions asked before booking, by code
};

/// What the receiver last wanted to know of the sender.
struct Question {
  Instant asked_at{};
  std::string text;
  std::optional<Instant> answered_at;
  std::string answer;
};

struct ReferralView {
  Referral referral;
  std::string institution, institution_en, department, department_en;
  std::optional<Appointment> appointment;
  std::optional<Question> question;
};

/// What waits for one side.
struct ReferralCounts {
  int to_answer = 0;  ///< sent to them, neither accepted nor refused
  int urgent = 0;     ///< of these
  int questions = 0;  ///< asked of them, not answered
  int to_book = 0;    ///< up, accepted, without an appointment
  int replies = 0;    ///< of those they sent: refused or reported on since then
};

/// `waiting`: of the open ones those that are neither accepted nor refused.
enum class ReferralFilter { open, ended, all, waiting };
std::optional<ReferralFilter> referral_filter(std::string_view name);

struct ReferralQuery {
  ReferralFilter filter = ReferralFilter::open;
  std::optional<InstitutionId> institution;
  std::optional<DepartmentId> department;
  std::optional<Direction> direction;
  std::optional<PersonId> person;
  int limit = 200;  ///< at most 500
  int skip = 0;
};

/// Told inside the transaction of what happened (`what` as in ReferralEvent).
class ReferralListener {
 public:
  virtual ~ReferralListener() = default;
  virtual void happened(store::Transaction& tx, std::string_view what, const ReferralView& view,
                        Instant now) = 0;
};

/// Referrals from being sent to being reported on. Each use case is one transaction, writes one
/// event and raises the version by one. A partner reaches its own institution's only; others'
/// answer not-found. Thread-safe.
class Referrals {
 public:
  Referrals(Environment environment, const access::Vault& vault, const Appointments& appointments,
            ReferralListener* listener = nullptr)
      : env_(environment), vault_(vault), appointments_(appointments), listener_(listener) {}

  std::optional<Referral> find(store::Snapshot& snapshot, ReferralId id, const Handler& by) const;
  ReferralView view(store::Snapshot& snapshot, const Referral& referral) const;
  std::vector<ReferralEvent> events(store::Snapshot& snapshot, ReferralId id) const;
  ReferralCounts counts(store::Snapshot& snapshot, const Handler& by, Instant since) const;
  /// Urgent ones first, then as they came; ended ones the latest first. A partner's are its own.
  std::vector<Referral> list(store::Snapshot& snapshot, ReferralQuery query,
                             const Handler& by) const;

  /// Refusals: referral-not-yours (a partner sends up, the hospital down), unknown-reference
  /// (institutionId, departmentId), person-unknown, required (reason), and with a slot those of
  /// Appointments::book and slot-elsewhere (another department's).
  Result<Referral> send(store::Transaction& tx, const NewReferral& wanted, const Handler& by,
                        Instant now) const;

  // Refusals of all steps: not-found, referral-not-yours, referral-state.
  Result<Referral> accept(store::Transaction& tx, ReferralId id, const std::string& note,
                          const Handler& by, Instant now) const;
  /// To another department of the hospital, which answers it instead. Refusals also:
  /// unknown-reference, same-department.
  Result<Referral> redirect(store::Transaction& tx, ReferralId id, DepartmentId to,
                            const std::string& note, const Handler& by, Instant now) const;
  /// Refusals also: reason-required.
  Result<Referral> refuse(store::Transaction& tx, ReferralId id, const std::string& reason,
                          const Handler& by, Instant now) const;
  /// In the institution's quota. Refusals also: slot-elsewhere and those of Appointments::book.
  Result<Referral> book(store::Transaction& tx, ReferralId id, SlotId slot, const Handler& by,
                        Instant now, const std::map<std::string, bool>& answers = {}) const;
  /// The receiver wants to know more before, or after, accepting. Refusals also: required.
  Result<Referral> ask(store::Transaction& tx, ReferralId id, const std::string& question,
                       const Handler& by, Instant now) const;
  /// Refusals also: required, nothing-asked.
  Result<Referral> answer(store::Transaction& tx, ReferralId id, const std::string& answer,
                          const Handler& by, Instant now) const;
  /// How it went, for the sender. Refusals also: required (report).
  Result<Referral> report(store::Transaction& tx, ReferralId id, const std::string& report,
                          const Handler& by, Instant now) const;
  /// An appointment goes with it. Refusals also: those of Appointments::cancel.
  Result<Referral> withdraw(store::Transaction& tx, ReferralId id, const std::string& note,
                            const Handler& by, Instant now) const;

  Result<int> move_person(store::Transaction& tx, PersonId from, PersonId into, const Actor& by,
                          Instant now) const;

 private:
  Result<Referral> begin(store::Transaction& tx, ReferralId id, rules::Step step,
                         const Handler& by) const;
  Result<Appointment> take_slot(store::Transaction& tx, const Referral& referral, SlotId slot,
                                const std::map<std::string, bool>& answers, const Actor& by,
                                Instant now) const;
  Referral write(store::Transaction& tx, Referral referral, std::string_view what,
                 const std::string& note, std::optional<DepartmentId> from, const Actor& by,
                 Instant now) const;

  Environment env_;
  const access::Vault& vault_;
  const Appointments& appointments_;
  ReferralListener* listener_;
};

/// Histories add up, appointments are their patients'. Empty: all agree.
std::vector<std::string> check_referrals(store::Snapshot& snapshot);

}  // namespace yuyue::booking::referral
