#pragma once
#include <map>
#include <vector>

#include "yuyue/centre/visits.hpp"

// A day of the service centre in figures, from what is kept of events alone: the rows of visits,
// errands and tickets are not looked at.
namespace yuyue::centre {

/// How long something took, each time that it happened. Kept sorted.
struct Lengths {
  std::vector<std::chrono::milliseconds> all{};
  std::chrono::milliseconds total() const;
  /// 0 if there was none.
  std::chrono::milliseconds mean() const;
  /// The shortest that so many in a hundred did not exceed: 50 is the median.
  std::chrono::milliseconds reached_by(int percent) const;
};

/// What was taken back as a slip of the finger has not happened.
struct Figures {
  int taken = 0;        ///< errands that joined the line; of a person: numbers given by them
  int called = 0;       ///< first calls, also after a return; repeated ones do not count
  int served = 0;       ///< errands finished
  int missed = 0;       ///< did not come when called
  int left = 0;         ///< gone before they were served, or still there when the day was over
  int transferred = 0;  ///< to another service
  int parked = 0;       ///< waited for a copy, a signature
  Lengths waits{};      ///< from joining the line to the first call
  Lengths service{};    ///< at the window, without what was parked between
};

struct DayStatistics {
  int numbers = 0;  ///< visits
  Figures all{};
  std::map<ServiceId, Figures> services{};
  std::map<ServiceWindowId, Figures> windows{};
  std::map<AccountId, Figures> people{};  ///< whoever made the step
};
DayStatistics statistics(store::Snapshot& snapshot, Day day);

}  // namespace yuyue::centre
