#pragma once
#include <functional>
#include <span>

#include "yuyue/centre/voice/offices.hpp"

namespace yuyue::centre::voice {

namespace rules {

/// What can be done with a complaint as a whole.
enum class Step { assign, reply, close, rate, reopen };
bool allowed(State state, Step step);
/// Where its assignments put it. Those withdrawn count for nothing.
State after(std::span<const Assignment> assignments);
/// The n-th working day after `from`; none: `from` itself.
Day working_days_after(Day from, int n, const std::function<bool(Day)>& works);
/// 2026, 12 → "2026-0012".
std::string number(int year, std::int64_t n);
/// A text without the words that say who wrote it; each becomes "＊＊".
std::string without(std::string text, const Who& who);
/// "ABCDE-FGHJK" → the same, however it was typed; nothing: it is no such code.
std::optional<std::string> normal_code(std::string_view typed);

}  // namespace rules

struct NewComplaint {
  Kind kind = Kind::complaint;
  Way way = Way::page;
  Who who{};  ///< both empty: anonymous
  bool may_show = false;
  std::optional<MemberId> member{};
  std::optional<PersonId> person{};  ///< that it exists is the caller's to check
  std::string text;
};

struct Received {
  Complaint complaint;
  std::string code;  ///< with the number, to look it up; told now and never again
};

struct NewAssignment {
  VoiceOfficeId office;
  std::string brief;  ///< what it reads; empty: the complaint, without who wrote it
};

/// `open`: all but the closed ones, by deadline. `closed`: the latest first.
enum class Filter { open, closed };
std::optional<Filter> filter_from(std::string_view name);

struct Query {
  Filter filter = Filter::open;
  std::optional<MemberId> member{};
  int limit = 200;
  int skip = 0;
};

/// Told inside the transaction of what somebody outside should hear of: "received", "answered" (who
/// complained), "assigned", "reminded", "overdue", "returned" (the office).
class Listener {
 public:
  virtual ~Listener() = default;
  virtual void happened(store::Transaction& tx, std::string_view what, const Complaint& complaint,
                        const Assignment* assignment, Instant now) = 0;
};

/// Whether a day is worked, by the hospital's calendar.
using WorksOn = std::function<bool(store::Snapshot&, Day)>;

/// Complaints and suggestions (R26). Whoever of the staff deals with one first is in charge of it
/// until it is closed (首诉负责). Each use case writes one event and one audit entry. Refusals of
/// all: not-found, complaint-state (params: state). Thread-safe.
class Complaints {
 public:
  /// `listener` may be null.
  Complaints(Environment environment, WorksOn works, Listener* listener = nullptr)
      : env_(environment), works_(std::move(works)), listener_(listener) {}
  const Environment& environment() const { return env_; }

  std::optional<Complaint> find(store::Snapshot& snapshot, ComplaintId id) const;
  /// By number and code; nothing: one of them is wrong.
  std::optional<Complaint> look_up(store::Snapshot& snapshot, std::string_view number,
                                   std::string_view code) const;
  std::vector<Complaint> list(store::Snapshot& snapshot, const Query& query) const;
  /// In the order in which they were made.
  std::vector<Assignment> assignments(store::Snapshot& snapshot, ComplaintId id) const;
  std::optional<Assignment> find(store::Snapshot& snapshot, ComplaintAssignmentId id) const;
  /// An office's, by deadline: those that it has to answer, and, with `all`, the others.
  std::vector<Assignment> of_office(store::Snapshot& snapshot, VoiceOfficeId office,
                                    bool all) const;
  std::vector<Event> events(store::Snapshot& snapshot, ComplaintId id) const;
  /// The last day on which it may be reopened; nothing: it was not answered.
  std::optional<Day> reopen_until(store::Snapshot& snapshot, const Complaint& complaint) const;

  /// Refusals: required (text), field-invalid (phone).
  Result<Received> receive(store::Transaction& tx, const NewComplaint& wanted,
                           const access::Actor& by, Instant now) const;
  /// Somebody else is in charge from now on. Refusals: required (reason; when somebody was).
  Result<Complaint> take_charge(store::Transaction& tx, ComplaintId id, AccountId account,
                                const std::string& reason, const access::Actor& by,
                                Instant now) const;
  /// To one office or several at once. `due_on`: none: as the hospital's settings say; several
  /// offices give all of them more days. Refusals: required (offices), unknown-reference (office),
  /// already-assigned (office), day-past (date).
  Result<Complaint> assign(store::Transaction& tx, ComplaintId id,
                           const std::vector<NewAssignment>& to, std::optional<Day> due_on,
                           const access::Actor& by, Instant now) const;
  /// Another deadline. Refusals: required (reason), day-past (date).
  Result<Complaint> move_deadline(store::Transaction& tx, ComplaintAssignmentId id, Day due_on,
                                  const std::string& reason, const access::Actor& by,
                                  Instant now) const;
  /// Refusal: required (reason).
  Result<Complaint> withdraw(store::Transaction& tx, ComplaintAssignmentId id,
                             const std::string& reason, const access::Actor& by, Instant now) const;
  /// By the office. Refusal: required (answer).
  Result<Assignment> answer(store::Transaction& tx, ComplaintAssignmentId id,
                            const std::string& answer, const access::Actor& by, Instant now) const;
  Result<Complaint> accept(store::Transaction& tx, ComplaintAssignmentId id,
                           const access::Actor& by, Instant now) const;
  /// Refusal: required (reason).
  Result<Complaint> send_back(store::Transaction& tx, ComplaintAssignmentId id,
                              const std::string& reason, const access::Actor& by,
                              Instant now) const;
  /// To who complained. Refusals: required (answer).
  Result<Complaint> reply(store::Transaction& tx, ComplaintId id, const std::string& answer,
                          const access::Actor& by, Instant now) const;
  /// Refusals: required (reason; unless it was answered).
  Result<Complaint> close(store::Transaction& tx, ComplaintId id, const std::string& reason,
                          const access::Actor& by, Instant now) const;
  /// By who complained. Refusals: field-invalid (rating), already-rated.
  Result<Complaint> rate(store::Transaction& tx, ComplaintId id, int rating,
                         const std::string& remark, const access::Actor& by, Instant now) const;
  /// Begins anew, with the same number and deadlines that count from now. Refusals: required
  /// (reason), too-late-to-reopen (params: date).
  Result<Complaint> reopen(store::Transaction& tx, ComplaintId id, const std::string& reason,
                           const access::Actor& by, Instant now) const;
  /// Somebody has read who complained: put on record. Refusal: required (reason).
  Result<Who> reveal(store::Transaction& tx, ComplaintId id, const std::string& reason,
                     const access::Actor& by, Instant now) const;

  /// Whether an office has to be told of a deadline that is near or past.
  bool any_to_remind(store::Snapshot& snapshot, Instant now) const;
  /// Tells up to `limit` of them; returns how many.
  int remind(store::Transaction& tx, Instant now, int limit = 20) const;
  /// Two records of one person became one.
  void move_person(store::Transaction& tx, PersonId from, PersonId into) const;

 private:
  struct Step;
  void journal(store::Transaction& tx, const Step& step, const access::Actor& by,
               Instant now) const;
  Complaint keep(store::Transaction& tx, Complaint complaint, const Step& step,
                 const access::Actor& by, Instant now) const;
  template <class F>
  Result<Complaint> with(store::Transaction& tx, ComplaintAssignmentId id, F decide) const;
  Complaint settle(store::Transaction& tx, Complaint complaint, const Step& step,
                   const access::Actor& by, Instant now) const;
  Day due(store::Snapshot& snapshot, const Complaint& complaint, std::size_t offices,
          Day today) const;
  Day remind_until(store::Snapshot& snapshot, Instant now) const;

  Environment env_;
  WorksOn works_;
  Listener* listener_;
};

/// Complaints' states agree with their assignments, numbers with their years. Empty: all agree.
std::vector<std::string> check_complaints(store::Snapshot& snapshot);

}  // namespace yuyue::centre::voice
