#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "yuyue/booking/appointments.hpp"
#include "yuyue/booking/clinic/paces.hpp"
#include "yuyue/queue/forecast.hpp"
#include "yuyue/queue/lines.hpp"

// How long one waits: how many are called before, and when one's turn comes.
namespace yuyue::booking::clinic {

/// Where a ticket stands.
struct Place {
  int ahead = 0;  ///< so many are called before, if nobody else comes
  /// None: nothing can be said honestly (nobody calls, or it is not likely that they are called).
  std::optional<queue::Forecast> forecast;
};

/// How many will be called before a ticket; none: it does not wait.
std::optional<int> ahead_of(const queue::Line& line, TicketId ticket);
/// The same of all who wait.
std::map<TicketId, int> all_ahead(const queue::Line& line);

/// What a session's forecast is made from.
struct Outlook {
  queue::Line line;
  std::vector<queue::Server> servers;
  std::vector<queue::Expected> expected;
};
/// The ticket under which somebody is forecast who is booked and has not arrived.
TicketId ticket_to_be(AppointmentId appointment);

/// How people keep their appointments.
struct Habits {
  double shows = 0.9, minutes_early = 15, minutes_early_spread = 12;
};
/// Who has not arrived by now is less likely to come, the later it is.
double still_shows(const Habits& habits, Instant slot_start, Instant now);

/// Where everybody stands, and when they will be called. A forecast takes some milliseconds; it is
/// kept until the line changes, for half a minute at most, so that many who look at one line cost
/// little more than one. Not for the writer's thread. Thread-safe.
class Waits {
 public:
  Waits(Environment environment, Paces& paces) : env_(environment), paces_(paces) {}

  /// Of a ticket of this line, as read from `snapshot`; none: it does not wait.
  std::optional<Place> place(store::Snapshot& snapshot, const queue::KeptLine& line,
                             TicketId ticket, Instant now) const;
  /// The same as if `change` had happened to the line.
  std::optional<Place> place_after(store::Snapshot& snapshot, const queue::KeptLine& line,
                                   const queue::Event& change, Instant now) const;
  /// Of somebody who is booked for today and has not arrived: when they will be called, if they
  /// come as people do. None: it cannot be said yet.
  std::optional<queue::Forecast> if_they_come(store::Snapshot& snapshot, const Appointment& booked,
                                              Instant now) const;

  /// `line`: null as long as nobody has arrived.
  Outlook outlook(store::Snapshot& snapshot, const Session& session, const queue::KeptLine* line,
                  Instant now) const;

 private:
  struct Seen {
    Instant at{};
    std::int64_t changes = 0;
    std::map<TicketId, queue::Forecast> forecasts;
  };
  struct KnownHabits {
    Day day{};
    Habits habits;
  };
  std::optional<queue::Forecast> forecast(store::Snapshot& snapshot, SessionId session,
                                          const queue::KeptLine* line, TicketId ticket,
                                          Instant now) const;
  std::shared_ptr<const Seen> look(store::Snapshot& snapshot, SessionId session,
                                   const queue::KeptLine* line, Instant now) const;
  std::shared_ptr<const Seen> seen(SessionId session) const;
  Habits habits_of(store::Snapshot& snapshot, DepartmentId department, Instant now) const;

  Environment env_;
  Paces& paces_;
  mutable std::mutex looking_;  ///< one forecast at a time: whoever waits for it, shares it
  mutable std::mutex mutex_;
  mutable std::map<SessionId, std::shared_ptr<const Seen>> seen_;
  mutable std::map<DepartmentId, KnownHabits> habits_;
};

}  // namespace yuyue::booking::clinic
