#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <vector>

// A simulated clinic morning: who comes when, how long each visit takes, which doctor starts late.
// Made from a seed, so that the same morning can be played under several orders.
namespace yuyue::bench::day {

/// Since midnight.
using Moment = std::chrono::milliseconds;

/// A doctor in a room of a session.
struct Doctor {
  double minutes;  ///< a visit, on average
  Moment begins;   ///< when they really begin
};

struct Session {
  std::string name;
  Moment starts, ends;
  int places = 0;       ///< to be booked, a slot of half an hour
  double walk_ins = 0;  ///< without a booking, a half-hour
  double examined = 0;  ///< share that is sent to examinations and comes back the same day
  std::vector<Doctor> doctors;
};

/// How somebody comes.
enum class Coming {
  on_time,
  early,  ///< booked, half an hour and more before the slot
  late,   ///< booked, after the slot
  walk_in,
  priority  ///< without a booking, of a priority class
};

struct Visit {
  std::size_t session = 0;
  Coming coming = Coming::on_time;
  std::optional<Moment> slot{};  ///< booked
  int sequence = 0;              ///< in the slot, from 1
  bool absent = false;           ///< booked, and does not come
  std::string priority{};        ///< class
  Moment arrives{};
  double length = 1;  ///< of the visit, in the doctor's average
  struct Examination {
    Moment takes{};
    double length = 1;  ///< of the visit after it
  };
  std::optional<Examination> examination{};
  bool urgent = false;       ///< a nurse has them called at once
  bool inattentive = false;  ///< does not hear the first calls, and is missed
};

struct Day {
  std::vector<Session> sessions;
  std::vector<Visit> visits;  ///< of a slot in the order of their numbers
};

/// Seven sessions of six departments with about 390 visits; `small`: three of them.
std::vector<Session> usual_sessions(bool small);

/// `priority`: the class that some walk-ins belong to; empty: none of them.
Day make_day(unsigned seed, std::vector<Session> sessions, const std::string& priority);

/// The first moment from `at` on at which this visit may join a line. All of a session's differ in
/// the part of the minute that is theirs, so that no two are due at one moment but by their slots.
Moment joins_at(const Day& day, std::size_t visit, Moment at);

}  // namespace yuyue::bench::day
