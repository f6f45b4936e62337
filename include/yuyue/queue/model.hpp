#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yuyue/core/ids.hpp"
#include "yuyue/core/result.hpp"

namespace yuyue {
struct LineKind {
  static constexpr std::string_view kPrefix = "lin";
};
using LineId = Id<LineKind>;  ///< a waiting line (候诊队列)
struct TicketKind {
  static constexpr std::string_view kPrefix = "tic";
};
using TicketId = Id<TicketKind>;  ///< one visit to a line (排队票)
}  // namespace yuyue

// A waiting line and its tickets. One rule orders every line: everyone has a due time, and the
// earliest due goes first (R04). Clinics and windows both use it; it knows neither.
namespace yuyue::queue {

using std::chrono::minutes;

/// Who calls: a room or a window, as the line's owner names it.
struct Station {
  std::int64_t value = 0;
  auto operator<=>(const Station&) const = default;
};

/// A line's settings.
struct LineRules {
  minutes walk_in_allowance{30};  ///< a walk-in is due so long after arriving
  /// Priority classes (old age, disability …) and their allowance instead; may be below zero.
  std::map<std::string, minutes, std::less<>> class_allowances{};
  minutes late_penalty{15};  ///< who comes too late is due so long after; ≤ walk_in_allowance
  /// Nobody is let in longer before their slot; or whoever is, counts as come then. For the
  /// promise.
  minutes early{60};
  minutes on_time{30};          ///< so long after the slot's start one is still on time, at most
  int calls_before_missed = 3;  ///< 过号
  int missed_steps = 3;         ///< who was missed goes back by so many …
  minutes planned{6};           ///< … planned visits' length
  int firsts_per_returner = 2;  ///< first visits between two who come back from examinations
  int near_room = 0;            ///< places before each room (二次候诊); 0: there are none
};

enum class State {
  waiting,
  near,    ///< called to the place before the room
  called,  ///< into the room, to the window
  serving,
  missed,  ///< did not come when called; out of line until they return
  away,    ///< sent to examinations; out of line until they are back (报告回诊)
  done,
  left  ///< gone, settled at closing, or transferred: never called again
};
std::string_view name_of(State state);
std::optional<State> state_from(std::string_view name);
/// Still in somebody's care: everything but done and left.
bool is_open(State state);

/// Why somebody is due when they are: the first words of a ticket's explanation.
enum class Due {
  slot,       ///< booked and on time: the slot's start
  late,       ///< check-in and the penalty
  walk_in,    ///< arrival and the allowance
  priority,   ///< arrival and the class's allowance
  missed,     ///< return and some planned visits
  postponed,  ///< by their own wish
  decision    ///< moved by staff, with a reason
};
std::string_view name_of(Due due);
std::optional<Due> due_from(std::string_view name);

/// What orders a line: the earliest due first; equal ones by the number in the slot (walk-ins after
/// them), then by check-in; and at last by id.
struct Rank {
  static constexpr int kWalkIn = 1'000'000;
  Instant due{};
  int sequence = kWalkIn;
  Instant since{};
  auto operator<=>(const Rank&) const = default;
};

struct Ticket {
  TicketId id;
  std::string number;                 ///< as called and shown: "12", "A012"
  std::string priority;               ///< class; empty: none
  std::optional<Instant> slot_start;  ///< booked; empty: a walk-in
  Instant arrived_at{};               ///< first check-in; after a missed call: the return
  Instant entered_at{};               ///< when they last joined the line or came back to it
  Rank rank;
  Due why = Due::walk_in;
  bool returner = false;  ///< back from examinations
  State state = State::waiting;
  std::optional<Station> assigned;  ///< only this station may call; empty: any
  std::optional<Station> station;   ///< where they were called to, or are being served
  Instant called_at{};              ///< last call; before the room: when they were asked there
  int calls = 0;                    ///< of this time
  int extra_calls = 0;              ///< so many more than usual before they count as missed
  bool transferred = false;         ///< from another line

  bool operator==(const Ticket&) const = default;
};

/// What happened to a ticket, complete enough to replay the line from nothing else.
enum class What {
  joined,
  beckoned,  ///< to the place before the room
  called,
  recalled,
  started,
  finished,
  missed,
  returned,  ///< after a missed call
  sent_away,
  came_back,
  postponed,
  moved,
  assigned,
  left,
  undone,  ///< a slip of the finger: the ticket is as it was before it
  // of the whole line; they have no ticket
  closing,   ///< nobody joins any more
  reopened,  ///< they do again
  closed     ///< nobody is left
};
std::string_view name_of(What what);
std::optional<What> what_from(std::string_view name);

struct Event {
  TicketId ticket;  ///< 0: of the whole line
  What what = What::joined;
  Instant at{};
  std::optional<Station> station;  ///< beckoned, called, assigned (empty: to any), undone
  std::optional<Rank> rank;        ///< returned, postponed, moved: the new one
  bool to_returners = false;       ///< moved: among those who come back
  bool decision = false;           ///< somebody chose against the rule, and gave a reason
  std::optional<Ticket> whole;     ///< joined: as they came; undone: as before the slip
};

}  // namespace yuyue::queue
