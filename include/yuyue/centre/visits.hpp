#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "yuyue/centre/catalogue.hpp"
#include "yuyue/queue/lines.hpp"

namespace yuyue {
struct VisitKind {
  static constexpr std::string_view kPrefix = "vis";
};
using VisitId = Id<VisitKind>;  ///< somebody's visit to the service centre: one number
}  // namespace yuyue

// The centre's one queue: a line for each service, windows that serve some of them, and visits with
// one number for all their errands (R20).
namespace yuyue::centre {

enum class VisitState { open, done, left };
std::string_view name_of(VisitState state);

/// By which way a number was taken.
enum class TakenBy { kiosk, desk, phone, appointment };
std::string_view name_of(TakenBy how);
std::optional<TakenBy> taken_by_from(std::string_view name);

/// One thing somebody has come for.
struct Errand {
  enum class State {
    to_do,
    now,  ///< in this service's line, or at a window
    done,
    given_up  ///< they left before it
  };
  ServiceId service;
  State state = State::to_do;
  std::string outcome{};  ///< how it ended, in the window's words
};
std::string_view name_of(Errand::State state);

struct Visit {
  VisitId id;
  Day day{};
  std::string number;  ///< letter and number, "A012"; once a day
  std::optional<PersonId> person{};
  std::optional<AppointmentId> appointment{};
  std::string priority{};  ///< class; empty: none
  std::string proof{};     ///< what shows it
  TakenBy how = TakenBy::kiosk;
  Instant taken_at{};
  VisitState state = VisitState::open;
  std::vector<Errand> errands;  ///< in the order in which they are done

  /// Position of the one that is now; none: the visit is over.
  std::optional<std::size_t> now_at() const;
};

/// Who sits at a window, and whether it pauses.
struct Post {
  ServiceWindowId window;
  std::optional<AccountId> account{};
  std::optional<Instant> sat_at{};
  struct Pause {
    Instant since{};
    std::string reason;
    std::optional<Instant> until{};  ///< expected; a person ends it, not the clock
  };
  std::optional<Pause> pause{};
  bool calls_next = false;  ///< by itself, after each visit
};

std::optional<Visit> find_visit(store::Snapshot& snapshot, VisitId id);
std::optional<Visit> find_visit(store::Snapshot& snapshot, Day day, std::string_view number);
std::optional<Visit> visit_of(store::Snapshot& snapshot, TicketId ticket);
std::optional<Visit> visit_of(store::Snapshot& snapshot, AppointmentId appointment);
/// A person's visits of a day, the newest first.
std::vector<Visit> visits_of(store::Snapshot& snapshot, PersonId person, Day day);
/// Somebody's visits before this one, the newest first.
std::vector<Visit> earlier_visits(store::Snapshot& snapshot, PersonId person, VisitId before,
                                  int limit);
/// Those that are not over, by the time their number was taken.
std::vector<Visit> open_visits(store::Snapshot& snapshot, Day day);
/// A window without anybody has a post too.
Post post_of(store::Snapshot& snapshot, ServiceWindowId window);
/// The window at which an account sits.
std::optional<ServiceWindowId> window_of(store::Snapshot& snapshot, AccountId account);
/// A service's line; none: nobody has come for it on that day.
std::optional<LineId> line_of(store::Snapshot& snapshot, ServiceId service, Day day);
/// The service to which a line belongs; none: it is another kind of line.
std::optional<ServiceId> service_of(store::Snapshot& snapshot, const queue::Reference& owner);

/// The hospital's calendar, as the centre sees it: 1 (Monday) … 7, whatever day's hours hold (a
/// make-up workday has another's); 0: closed.
using OpenDays = std::function<int(store::Snapshot&, Day)>;
/// The rules of its lines as they are in force then; each service has its own length of a visit.
using RulesAt = std::function<queue::LineRules(Instant)>;

namespace rules {
/// When windows can still take somebody for a service today; none: no more.
struct OpenUntil {
  Instant opens{};   ///< now, or later today
  Instant closes{};  ///< the last window's
};
std::optional<OpenUntil> open_until(const std::vector<Window>& windows, ServiceId service,
                                    int weekday, Day day, const HospitalTime& time, Instant now);
/// "A", 12 → "A012".
std::string visit_number(const std::string& letter, std::int64_t number);
}  // namespace rules

/// So many things one number is good for.
inline constexpr std::size_t kMostErrands = 6;

/// What somebody wants who takes a number.
struct TakeRequest {
  std::vector<ServiceId> services;  ///< in the order in which they should be done
  std::optional<PersonId> person{};
  std::optional<AppointmentId> appointment{};
  std::optional<Instant> slot_start{};  ///< booked; due then
  bool late = false;                    ///< for the slot
  std::string priority{}, proof{};
  TakenBy how = TakenBy::kiosk;
  /// When they would be called for each, as forecast; none: it cannot be said.
  std::map<ServiceId, Instant> expected_at{};
};

/// What is done with the visit at or before a window.
struct WindowStep {
  enum class What {
    recall,
    start,
    finish,  ///< this errand; the next one's line follows
    miss,
    come_back,  ///< after a missed call, or parked
    park,       ///< waits for a copy, a signature; back to this window
    leave
  };
  What what = What::recall;
  std::string reason{};   ///< park, leave
  std::string outcome{};  ///< finish
};
std::string_view name_of(WindowStep::What what);
std::optional<WindowStep::What> window_step_from(std::string_view name);

/// What was written down on paper of one errand while the server could not be reached (R20).
struct PaperEntry {
  Day day{};
  std::string number;  ///< given before, or from a printed sheet (centre/paper.hpp)
  ServiceId service;
  ServiceWindowId window;
  std::optional<AccountId> account{};  ///< who served them; none: nobody has said
  Instant called_at{};
  std::optional<Instant> finished_at{};  ///< none: they did not come when called
  std::string outcome{};
};

/// What a window calls.
struct Called {
  Visit visit;
  queue::KeptTicket ticket;
};

/// The use cases. Thread-safe.
class Visits {
 public:
  /// `watcher` may be null.
  Visits(Environment environment, RulesAt rules, OpenDays open_days, queue::Watcher* watcher)
      : env_(environment),
        rules_(std::move(rules)),
        open_days_(std::move(open_days)),
        lines_(*environment.ids, watcher) {}

  const Environment& environment() const { return env_; }

  /// A number, and a place in the first errand's line. Refusals: not-found (service), required
  /// (services; proof, of a priority), unknown-reference (priority), field-invalid (services: one
  /// of them twice), no-walk-in (service), centre-closed (service), numbers-over (service, until),
  /// numbers-pause (service, until, again): the last number before closing was given;
  /// line-too-long (service, until): they would not be called before closing.
  Result<Visit> take(store::Transaction& tx, const TakeRequest& request, const access::Actor& by,
                     Instant now) const;

  /// Sits down at a window, and gets up from any other. Whoever forgot to get up on another day
  /// has left; from whoever has on this one the window is only taken on purpose. Refusals:
  /// not-found, window-taken.
  struct Sitting {
    bool calls_next = false;
    bool take_over = false;  ///< though a colleague has not got up
  };
  Result<Post> sit(store::Transaction& tx, ServiceWindowId window, AccountId account,
                   Sitting sitting, const access::Actor& by, Instant now) const;
  Result<void> get_up(store::Transaction& tx, AccountId account, const access::Actor& by,
                      Instant now) const;
  /// Refusals: not-found, required (reason).
  Result<Post> pause(store::Transaction& tx, ServiceWindowId window, const std::string& reason,
                     std::optional<minutes> expected, const access::Actor& by, Instant now) const;
  Result<Post> resume(store::Transaction& tx, ServiceWindowId window, const access::Actor& by,
                      Instant now) const;

  /// Whoever is due first among the lines that the window serves (queue::choose), or `ticket`
  /// against the rule, which needs a reason. Refusals: not-found, window-paused, still-called,
  /// nobody-waits, not-served-here, required (reason).
  Result<Called> call(store::Transaction& tx, ServiceWindowId window,
                      std::optional<TicketId> ticket, const std::string& reason,
                      const access::Actor& by, Instant now) const;
  /// Whom `call` would call now, if the window did not pause.
  std::optional<Visit> next(store::Snapshot& snapshot, ServiceWindowId window, Instant now) const;
  /// Refusals: not-found, required (reason) and those of queue::Line.
  Result<Called> step(store::Transaction& tx, TicketId ticket, const WindowStep& step,
                      const access::Actor& by, Instant now) const;
  /// The errand that is now becomes another one; the due time stays. Refusals: not-found,
  /// same-line, required (reason).
  Result<Called> transfer(store::Transaction& tx, TicketId ticket, ServiceId to,
                          const std::string& reason, const access::Actor& by, Instant now) const;
  /// Takes back one's own last step with a visit, whatever it was: visit and ticket are again as
  /// they were before it. Refusals: not-found, nothing-to-undo (it was somebody else's, longer ago
  /// than kUndo, itself a step taken back, or only a number taken), still-called.
  static constexpr minutes kUndo{2};
  Result<Called> undo(store::Transaction& tx, VisitId visit, const access::Actor& by,
                      Instant now) const;
  /// Enters afterwards what happened on paper, with the times written down there. A number that
  /// waits leaves its line; one of a printed sheet becomes a visit. Refusals: not-found (number,
  /// service, service-window), field-invalid (name: calledAt, finishedAt: not of that day, still to
  /// come, or in the wrong order), not-served-here, already-entered, visit-over (it was served),
  /// still-called (the number is called or served at a window now), window-was-busy (number: whom
  /// another entry says to have been there then).
  Result<Visit> enter(store::Transaction& tx, const PaperEntry& entry, const access::Actor& by,
                      Instant now) const;
  /// Whoever is left of an earlier day has gone home: one line of it, until none is left (false).
  bool settle_past(store::Transaction& tx, Instant now) const;
  bool any_past(store::Snapshot& snapshot, Instant now) const;
  /// Two records of one person became one.
  void move_person(store::Transaction& tx, PersonId from, PersonId into) const;

 private:
  struct Board;
  Result<Visit> visit_on_paper(store::Transaction& tx, const PaperEntry& entry) const;
  Result<void> may_take(store::Snapshot& snapshot, const TakeRequest& request, Instant now) const;
  Result<LineId> open_line(store::Transaction& tx, ServiceId service, Day day, Instant now) const;
  Result<queue::Ticket> join(store::Transaction& tx, const Visit& visit, queue::Joining joining,
                             const access::Actor& by, Instant now) const;
  Board board_of(store::Snapshot& snapshot, const Window& window, Day day) const;
  Result<void> reopen_errand(store::Transaction& tx, Visit& visit, const access::Actor& by,
                             Instant now) const;
  /// State and errands, and that it happened.
  void keep(store::Transaction& tx, std::string_view what, const Visit& visit,
            const access::Actor& by, Instant now) const;
  Result<void> go_on(store::Transaction& tx, Visit& visit, const queue::Ticket& finished,
                     const access::Actor& by, Instant now) const;
  void journal(store::Transaction& tx, std::string_view what, const Called& called,
               const std::string& reason, const access::Actor& by, Instant now) const;

  Environment env_;
  RulesAt rules_;
  OpenDays open_days_;
  queue::Lines lines_;
};

/// Every ticket of the centre belongs to a visit that is open, and every open visit has one; visits
/// are what their events say; no number was printed twice. Empty: all agree.
std::vector<std::string> check_visits(store::Snapshot& snapshot);

}  // namespace yuyue::centre
