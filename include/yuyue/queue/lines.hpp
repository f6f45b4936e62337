#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "yuyue/queue/line.hpp"
#include "yuyue/store/transaction.hpp"

namespace yuyue::queue {

/// What a line belongs to, and what a ticket is for: a kind and an id that mean something to the
/// module that says them ("session", "appointment").
struct Reference {
  std::string kind;
  std::int64_t id = 0;
  bool operator==(const Reference&) const = default;
};

enum class LineState {
  open,
  closing,  ///< nobody joins any more
  closed    ///< and nobody is left
};
std::string_view name_of(LineState state);

/// A line as it is kept.
struct KeptLine {
  LineId id;
  Reference owner;
  Day day{};
  LineState state = LineState::open;
  std::int64_t last_event = 0;
  Line line;                               ///< open tickets only
  std::map<TicketId, Reference> subjects;  ///< what each of them is for
};

/// One entry of a line's history.
struct KeptEvent {
  std::int64_t seq = 0;
  Event event;
  std::string reason;
  Reference by;  ///< principal's kind and id
};

/// Something that happened to a line, once it is durable.
struct Happening {
  LineId line;
  Reference owner;
  std::int64_t seq = 0;
  Event event;
  Ticket ticket;  ///< as it is now
  Reference subject;
};
/// Told of whatever happens to a line.
class Watcher {
 public:
  virtual ~Watcher() = default;
  /// Inside the transaction that changes the line, which is given as it is now: what is written
  /// here stands or falls with the change. Must be quick.
  virtual void happening(store::Transaction&, const KeptLine&, const Happening&) {}
  /// After the commit, on the writer's thread; must be quick and must not throw.
  virtual void happened(const Happening&) {}
  /// The same: a line begins to close, is closed, or is open again.
  virtual void line_changed(const Reference& /*owner*/, std::int64_t /*seq*/, LineState) {}
};
/// Tells several, in the order in which they were added. Filled before anything happens.
class Watchers final : public Watcher {
 public:
  void add(Watcher& watcher) { list_.push_back(&watcher); }
  void happening(store::Transaction& tx, const KeptLine& line, const Happening& what) override;
  void happened(const Happening& what) override;
  void line_changed(const Reference& owner, std::int64_t seq, LineState state) override;

 private:
  std::vector<Watcher*> list_;
};

std::optional<LineId> find_line(store::Snapshot& snapshot, const Reference& owner);
std::optional<KeptLine> load(store::Snapshot& snapshot, LineId id);
struct LineOf {
  LineId id;
  Reference owner;
};
/// Those of a day.
std::vector<LineOf> lines_of(store::Snapshot& snapshot, Day day);
std::optional<Reference> owner_of(store::Snapshot& snapshot, LineId id);
/// None: no line has been opened.
std::optional<LineState> state_of(store::Snapshot& snapshot, const Reference& owner);
/// Lines of earlier days that are not closed, at most so many.
std::vector<LineId> unfinished_before(store::Snapshot& snapshot, Day day, int limit);
/// How much has happened to a line: whoever has seen so much has seen all.
std::int64_t last_event(store::Snapshot& snapshot, LineId id);
struct KeptTicket {
  LineId line;
  Reference subject;
  Ticket ticket;
};
std::optional<KeptTicket> find_ticket(store::Snapshot& snapshot, TicketId id);
/// The one that is open or, if none is, the last.
std::optional<KeptTicket> ticket_of(store::Snapshot& snapshot, const Reference& subject);
/// From `after` on, in order.
std::vector<KeptEvent> events_of(store::Snapshot& snapshot, LineId line, std::int64_t after = 0);

/// Calls, first and repeated ones, since then, in order.
std::vector<KeptEvent> calls_since(store::Snapshot& snapshot, LineId line, Instant since);
/// When each station called last.
std::map<Station, Instant> last_calls(store::Snapshot& snapshot, LineId line);
/// How often this has happened to a ticket by the doing of such a kind of principal.
int count_events(store::Snapshot& snapshot, TicketId ticket, What what, std::string_view by_kind);

/// The use cases. Each is one transaction. Thread-safe.
class Lines {
 public:
  /// `watcher` may be null.
  Lines(IdMaker& ids, Watcher* watcher) : ids_(ids), watcher_(watcher) {}

  /// Opens a line, or finds the one that its owner has. Refusal: rules-invalid.
  Result<LineId> open(store::Transaction& tx, const Reference& owner, Day day,
                      const LineRules& rules) const;

  /// The joining's id is given here. Refusals: not-found, line-closing, already-in-line and those
  /// of Line::join.
  Result<Ticket> join(store::Transaction& tx, LineId line, Joining joining,
                      const Reference& subject, const Reference& by, Instant now) const;

  /// One step of one ticket, as the line's rule decides it:
  ///   lines.change(tx, id, [&](const Line& l) { return l.call(room, now); }, by, "");
  /// `done`: a ticket to be seen although it is not open any more (Line::come_back).
  /// Refusals: not-found, required (a decision against the rule needs a reason) and the rule's.
  using Decide = std::function<Result<Event>(const Line&)>;
  Result<Ticket> change(store::Transaction& tx, LineId line, const Decide& decide,
                        const Reference& by, const std::string& reason,
                        std::optional<TicketId> done = {}) const;

  /// To another line, keeping the due time; and the number, unless somebody has it there: then
  /// with a letter after it. Refusals: as join and change; same-line.
  Result<Ticket> transfer(store::Transaction& tx, TicketId ticket, LineId to, const Reference& by,
                          const std::string& reason, Instant now) const;

  /// Nobody joins any more; is that already: nothing changes. Refusals: not-found, line-closed.
  Result<void> begin_closing(store::Transaction& tx, LineId line, const Reference& by,
                             const std::string& reason, Instant now) const;
  /// Refusals: not-found, line-not-empty (params: n): whoever is left must be settled first.
  Result<void> close(store::Transaction& tx, LineId line, const Reference& by, Instant now) const;
  /// Refusals: not-found, line-open.
  Result<void> reopen(store::Transaction& tx, LineId line, const Reference& by,
                      const std::string& reason, Instant now) const;

 private:
  Result<Ticket> enter(store::Transaction& tx, LineId line, Joining joining,
                       const Reference& subject, const Reference& by, const std::string& reason,
                       Instant now) const;
  void become(store::Transaction& tx, KeptLine& line, LineState state, What what,
              const Reference& by, const std::string& reason, Instant now) const;
  Ticket keep(store::Transaction& tx, KeptLine& line, const Event& event, const Reference& by,
              const std::string& reason) const;

  IdMaker& ids_;
  Watcher* watcher_;
};

/// Every open line is what its events say. Empty: all agree.
std::vector<std::string> check_lines(store::Snapshot& snapshot);

}  // namespace yuyue::queue
