#pragma once
#include <chrono>
#include <map>
#include <optional>

#include "yuyue/queue/model.hpp"

namespace yuyue::queue {

/// One round of a room or window while people wait: from one call to the next.
struct Round {
  Instant from{};
  std::chrono::seconds took{0};
  TicketId ticket{};  ///< who was called at its beginning
};

/// Finds the rounds of stations in what happens to their lines, event by event, in the order of
/// time: of one line, or of several that are served by the same stations.
class Rounds {
 public:
  std::optional<Round> next(const Event& event);

 private:
  struct Open {
    TicketId ticket;
    Instant called{};
    std::optional<Instant> ended;
  };
  std::optional<Round> between(const Open& open, const Event& call) const;

  std::map<TicketId, Instant> waiting_since_;
  std::map<Station, Open> open_;
};

}  // namespace yuyue::queue
