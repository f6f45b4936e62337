#pragma once
#include "yuyue/queue/forecast.hpp"

namespace yuyue::queue {

/// A window at work that serves several lines, as a forecast sees it.
struct Post {
  Server server;
  std::vector<Pace> paces{};     ///< of each duty; empty: the server's
  std::size_t serving_line = 0;  ///< of whoever is with them
  TicketId serving{};
};

/// Somebody who thinks of joining a line now: when they would be called. They take nobody's time.
struct Newcomer {
  TicketId ticket;  ///< none of those in line, nor the negative of one
  std::size_t line = 0;
};

/// What a forecast of several lines is made from.
struct SeveralLines {
  std::vector<Line> lines{};
  std::vector<Post> posts{};
  std::vector<Expected> expected{};
  std::vector<Newcomer> newcomers{};
  /// Who goes on to other lines after being served, keeping the due time.
  std::map<TicketId, std::vector<std::size_t>> then{};
  /// After so long, on average, those who are away come back; zero: they are not expected.
  minutes away{0};
};

/// As `forecast` of one line, for newcomers too.
std::map<TicketId, Forecast> forecast(const SeveralLines& day, Instant now,
                                      const ForecastOptions& options = {});

}  // namespace yuyue::queue
