#pragma once
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "yuyue/centre/visits.hpp"
#include "yuyue/centre/waits/order.hpp"
#include "yuyue/centre/waits/paces.hpp"
#include "yuyue/queue/several_lines.hpp"

// How long people wait at the service centre: the real rule played forward over all of its lines
// and windows at once.
namespace yuyue::centre::waits {

/// From … to so many minutes, rounded outwards.
struct Range {
  minutes from{}, to{};
  bool operator==(const Range&) const = default;
};
Range range_of(const queue::Forecast::Between& between, Instant now);

/// Where somebody stands who waits.
struct Place {
  int ahead = 0;  ///< so many are called before them in their service's line, if nobody else comes
  /// None: nothing can be said honestly.
  std::optional<queue::Forecast> forecast;
};

/// The forecast of one moment, for all of the centre.
class Board {
 public:
  Instant at{};
  Day day{};

  /// Of whoever takes a number for a service now; none: no window serves it any more today, or it
  /// is not likely that they are called.
  std::optional<queue::Forecast> newcomer(ServiceId service) const;
  /// The half of the cases, in minutes from `at` on.
  std::optional<Range> wait_of(ServiceId service) const;
  /// Somebody who takes a number now would hardly be called before the windows close.
  bool is_full(ServiceId service) const;
  /// Of somebody who waits; none: they did not when this was made.
  std::optional<Place> place(TicketId ticket) const;
  /// The same where a ticket may be newer than the board: then as of any newcomer.
  std::optional<Place> place(const queue::Ticket& ticket, ServiceId service) const;

 private:
  friend class Waits;
  std::map<ServiceId, queue::Forecast> newcomers_;
  std::map<TicketId, Place> places_;
  std::map<ServiceId, int> waiting_;
  std::string stamp_;
};

/// Those who are booked with a department for a day and have not arrived.
using BookedToday =
    std::function<std::vector<queue::Expected>(store::Snapshot&, DepartmentId, Day, Instant now)>;

/// What a forecast is made from.
struct Outlook {
  std::vector<ServiceId> services;  ///< of each line
  queue::SeveralLines day;
};

/// Keeps the board. A forecast takes some milliseconds; it holds until something changes (a line, a
/// window, who sits there, a pause, a service), for some seconds at most: many who look at one time
/// cost little more than one. Thread-safe.
class Waits {
 public:
  Waits(Environment environment, OpenDays open_days, RulesAt rules, BookedToday booked,
        Paces& paces)
      : env_(environment),
        open_days_(std::move(open_days)),
        rules_(std::move(rules)),
        booked_(std::move(booked)),
        paces_(paces) {}

  /// The board as of what `snapshot` shows; whoever waits for it while another makes it, shares it.
  /// Not for the writer's thread.
  std::shared_ptr<const Board> look(store::Snapshot& snapshot, Instant now) const;
  /// The last one that was made today; null: none yet. Costs nothing.
  std::shared_ptr<const Board> known(Instant now) const;

  /// In which order somebody who takes a number for all of these would best do them, and when they
  /// would be called for each; after closing: their line is full.
  std::vector<Planned> plan(store::Snapshot& snapshot, const std::vector<ServiceId>& services,
                            bool keep_order, Instant now) const;

  Outlook outlook(store::Snapshot& snapshot, Instant now) const;

 private:
  void add_lines(store::Snapshot& snapshot, const std::vector<Service>& offered, Instant now,
                 Outlook& outlook) const;
  bool is_good(const std::shared_ptr<const Board>& board, const std::string& stamp,
               Instant now) const;
  std::shared_ptr<const Board> make(store::Snapshot& snapshot, std::string stamp,
                                    Instant now) const;
  std::shared_ptr<const Board> kept() const;

  Environment env_;
  OpenDays open_days_;
  RulesAt rules_;
  BookedToday booked_;
  Paces& paces_;
  mutable std::mutex looking_;  ///< one forecast at a time
  mutable std::mutex mutex_;
  mutable std::shared_ptr<const Board> board_;
};

}  // namespace yuyue::centre::waits
