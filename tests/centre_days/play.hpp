#pragma once
#include "centre_days/day.hpp"
#include "yuyue/queue/pace.hpp"

namespace yuyue::centre_days {

/// What somebody was told who joined a line, and what came of it; minutes.
struct Told {
  double waited = 0;
  queue::Forecast forecast;
  double ours = 0;
  double ahead = 0;  ///< people ahead × mean time ÷ windows
  double last = 0;   ///< as long as whoever entered service last
  bool within_half = false, within_most = false;
};

struct Played {
  std::vector<Told> told;
  double minutes = 0;  ///< waited, of all errands together
  int waits = 0;
  int broken = 0;  ///< the promise
  double mean_wait() const { return waits ? minutes / waits : 0; }
};

struct How {
  queue::LineRules rules;
  bool first_come = false;  ///< nobody is due but by arrival
  int runs = 0;             ///< of each forecast; 0: none is made
  int every = 1;            ///< one is made for one in so many
};

/// Plays a day by the real lines and the real choice of windows, each visit as the day has it. What
/// windows' rounds teach is learned into `book`.
Played play(const Day& day, const How& how, queue::PaceBook& book);

/// What days came to, and the usual ways to guess beside them.
struct Figures {
  int told = 0;
  double ours = 0, ahead = 0, last = 0;  ///< mean absolute errors, minutes
  double within_half = 0, within_most = 0;
  double mean_wait = 0, first_come = 0;  ///< minutes
  int broken = 0;
  double better() const { return ahead < last ? ahead : last; }
  /// Share by which the error is below that of the better one of the two.
  double gain() const { return 1 - ours / better(); }
};
struct Measure {
  Day (*make)(unsigned) = &mixed_day;
  unsigned seed = 1;
  int before = 20;  ///< days to learn from
  int days = 20;
  int runs = 60;
  int every = 1;
};
Figures measure(const Measure& what);

}  // namespace yuyue::centre_days
