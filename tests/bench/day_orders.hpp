#pragma once
#include <functional>
#include <memory>
#include <tuple>

#include "bench/day.hpp"
#include "yuyue/queue/line.hpp"

namespace yuyue::bench::day {

/// Whoever keeps the lines of a day. Rooms and visits by their number in the day.
class Order {
 public:
  virtual ~Order() = default;
  virtual void arrive(std::size_t visit, Moment now) = 0;
  /// The next one of the room's session; empty: nobody waits.
  virtual std::optional<std::size_t> call(std::size_t room, Moment now) = 0;
  /// A certain one, by a nurse's decision.
  virtual void call(std::size_t visit, std::size_t room, Moment now) = 0;
  virtual void recall(std::size_t visit, Moment now) = 0;
  virtual void start(std::size_t visit, Moment now) = 0;
  virtual void finish(std::size_t visit, Moment now) = 0;
  virtual void miss(std::size_t visit, Moment now) = 0;
  virtual void send_away(std::size_t visit, Moment now) = 0;
  /// From examinations, or after a missed call.
  virtual void come_back(std::size_t visit, Moment now) = 0;
  /// Who waits for a session, in order.
  virtual std::vector<std::size_t> waiting(std::size_t session) = 0;
};

/// Which session each room of the day belongs to.
std::vector<std::size_t> rooms_of(const Day& day);

/// The server's rule, as lines keep it without a server. `rules`: by session.
std::unique_ptr<Order> due_times(const Day& day, const std::vector<queue::LineRules>& rules);
/// Who comes back, from wherever, comes last.
std::unique_ptr<Order> first_come_first_served(const Day& day);
/// By their slots, however late they come; then everybody else as they come.
std::unique_ptr<Order> booked_first(const Day& day);

}  // namespace yuyue::bench::day
