#pragma once
#include <span>
#include <utility>

#include "yuyue/queue/model.hpp"

namespace yuyue::queue {

/// Refusals: rules-invalid (params: name, expected).
Result<void> check(const LineRules& rules);

/// The promise B: nobody who arrives more than so long after me is called before me, but by a
/// recorded decision. From (my due − my arrival) at most, less (their due − their arrival) at
/// least.
minutes promise(const LineRules& rules);

/// How somebody joins.
struct Joining {
  TicketId id{};
  std::string number{};
  std::optional<Instant> slot_start{};  ///< booked
  int sequence = 0;
  bool late = false;  ///< booked, and later than the hospital's policy lets one be; as if later
                      ///< than the line's `on_time`
  std::string priority{};  ///< class
  std::optional<Station> assigned{};
  int extra_calls = 0;
  /// As they were in another line. They keep their due time, their check-in and whether they are
  /// missed, away or back; of the others, `number` and `assigned` count.
  std::optional<Ticket> carried{};
};
/// When and why somebody who joins now is due.
std::pair<Instant, Due> due_of(const Joining& joining, const LineRules& rules, Instant now);

/// One line as a value: whoever is in it, and the rule. Every change is an event, made by one of
/// the functions below if the rule lets it and taken in by `apply`; so a line can be replayed.
/// No clock, no I/O.
class Line {
 public:
  explicit Line(LineRules rules = {}) : rules_(std::move(rules)) {}

  const LineRules& rules() const { return rules_; }
  const Ticket* find(TicketId id) const;
  /// All, by id.
  std::span<const Ticket> tickets() const { return tickets_; }

  /// Whoever waits, in the order in which `station` would call them if nobody else came or called.
  /// Without a station: as if one station served all.
  std::vector<const Ticket*> order(std::optional<Station> station = {}) const;
  /// The first of them; null: nobody waits.
  const Ticket* next(std::optional<Station> station = {}) const;
  /// Those beckoned to a station, in order.
  std::vector<const Ticket*> near(Station station) const;

  /// Refusals: already-in-line.
  Result<Event> join(const Joining& joining, Instant now) const;
  /// The next one to the place before the room. Refusals: nobody-waits, near-full, no-near-place.
  Result<Event> beckon(Station station, Instant now) const;
  /// Whoever is first before the room, else the next one. Refusals: nobody-waits, still-called
  /// (params: number): somebody is called to this station and has neither come nor been missed.
  Result<Event> call(Station station, Instant now) const;
  /// A certain one, against the rule (a decision). Refusals as call, and not-in-line.
  Result<Event> call(TicketId ticket, Station station, Instant now) const;

  // Of those below, each refuses with not-in-line, or with wrong-state (params: state) where the
  // ticket's state does not fit.
  /// To the room, or to the place before it.
  Result<Event> recall(TicketId ticket, Instant now) const;
  Result<Event> start(TicketId ticket, Instant now) const;
  Result<Event> finish(TicketId ticket, Instant now) const;
  /// From the room or the place before it. Refusal: not-called-enough (params: calls, needed).
  Result<Event> miss(TicketId ticket, Instant now) const;
  Result<Event> come_back_missed(TicketId ticket, Instant now) const;
  Result<Event> send_away(TicketId ticket, Instant now) const;
  Result<Event> come_back(TicketId ticket, Instant now) const;
  /// By their own wish: due so much later.
  Result<Event> postpone(TicketId ticket, minutes by, Instant now) const;
  /// Just before another one who waits (a decision).
  Result<Event> move_before(TicketId ticket, TicketId other, Instant now) const;
  /// Just after another one who waits (a decision).
  Result<Event> move_after(TicketId ticket, TicketId other, Instant now) const;
  /// To one station, or (empty) to any (a decision).
  Result<Event> assign(TicketId ticket, std::optional<Station> station, Instant now) const;
  /// Gone, transferred, or settled at closing.
  Result<Event> leave(TicketId ticket, Instant now) const;
  /// Takes a slip of the finger back. The line does not know what was before: whoever asks gives
  /// the event the ticket as it was (taking_back.hpp), which `station` had called or was serving
  /// then. Refusal: still-called, where that station has called somebody else by now.
  Result<Event> undo(TicketId ticket, Station station, Instant now) const;

  /// Takes an event in. It must have been made by one of the functions above on a line like this.
  void apply(const Event& event);
  /// As kept by whoever stores lines: tickets as they are, and how many first visits have been
  /// called since the last who came back.
  void restore(std::vector<Ticket> tickets, int firsts_since_returner);
  int firsts_since_returner() const { return firsts_since_returner_; }

 private:
  Ticket* get(TicketId id);
  Result<const Ticket*> in_state(TicketId id, std::initializer_list<State> states) const;
  Result<Event> move(TicketId ticket, TicketId other, std::chrono::milliseconds step,
                     Instant now) const;
  std::optional<Refusal> still_called(Station station) const;
  void take(Ticket& ticket, const Event& event, State state);
  void take_back(Ticket& ticket, const Event& event);

  LineRules rules_;
  std::vector<Ticket> tickets_;  ///< by id
  int firsts_since_returner_ = 0;
};

/// Why a ticket stands where it stands. `code` names a sentence, `params` fill it: first how the
/// due time came about ("due-slot", "due-late", "due-walk-in", "due-priority", "due-missed",
/// "due-postponed", "due-decision"), then what else holds: "class" (of somebody who is not due by
/// it), "transferred", "returner", "assigned", "near", "ahead".
struct Reason {
  std::string code;
  std::map<std::string, std::string> params;
};
std::vector<Reason> explain(const Line& line, const Ticket& ticket, const HospitalTime& time);

}  // namespace yuyue::queue
