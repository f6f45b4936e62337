#pragma once
#include <functional>
#include <random>

#include "yuyue/queue/several_lines.hpp"

namespace yuyue::queue {

/// One possible course of the rest of the day: the real rule, with lengths of visits and arrivals
/// as the dice have them.
class Course {
 public:
  Course(const SeveralLines& day, Instant now, std::mt19937& dice);

  /// Who of those expected comes.
  std::vector<TicketId> coming() const;
  /// Says who is called when, until it is told that nobody else matters (false) or nothing more
  /// happens.
  void play(const std::function<bool(TicketId, Instant)>& called);

 private:
  struct Desk {
    const Post* post = nullptr;
    Instant free_at{};
    double off = 0;     ///< in this run, from the mean of the logarithm, in standard errors
    bool idle = false;  ///< until somebody joins a line
  };
  struct Arrival {
    std::size_t line = 0;
    Joining joining;
    bool back = false;  ///< of those who are away
  };
  using Lines = std::span<const std::size_t>;

  double normal() { return std::normal_distribution<double>()(dice_); }
  std::chrono::milliseconds visit(const Desk& desk, std::size_t line);
  std::chrono::milliseconds rest_of_visit(const Desk& desk, std::chrono::milliseconds lasted);
  Desk begin(const Post& post);
  void settle_those_being_served();
  void draw_arrival(const Expected& who);
  void draw_return(std::size_t line, const Ticket& ticket, minutes usually);
  void let_in();
  Desk* next_desk();
  /// False: the station has nobody to call now.
  bool serve(Desk& desk, const std::function<bool(TicketId, Instant)>& called);
  bool wait_for_help(Desk& desk) const;
  /// Whoever is done goes on to the next line.
  void go_on(const Ticket& ticket, Lines rest, Instant at);

  std::vector<Line> lines_;
  std::mt19937& dice_;
  const Instant now_;
  std::vector<Desk> desks_;
  std::multimap<Instant, Arrival> arrivals_;
  std::vector<TicketId> coming_, newcomers_;
  std::map<TicketId, Lines> then_;
  bool over_ = false;
};

}  // namespace yuyue::queue
