#pragma once
#include <optional>
#include <vector>

#include "yuyue/centre/model.hpp"

namespace yuyue::centre::waits {

/// An errand before it is begun.
struct Leg {
  ServiceId service;
  /// When somebody would be called who did it first; none: it cannot be said.
  std::optional<Instant> called{};
  minutes takes{};
  struct Open {
    Instant from{}, to{};
  };
  std::vector<Open> open;  ///< what is left of today's hours, in order
};

/// An errand in its place.
struct Planned {
  ServiceId service;
  std::optional<Instant> called{};
};

/// The order in which a visit with all these errands is over soonest; one in which all of them can
/// still be done before one in which some cannot; of those that take as long the one in which less
/// is left for later; and as given where nothing is gained. Between two errands the due time stays:
/// whoever comes to a line later than they would have been called there is called at once. `keep`:
/// as given, only with the times.
std::vector<Planned> best_order(const std::vector<Leg>& legs, Instant now, bool keep);

}  // namespace yuyue::centre::waits
