#pragma once
#include <map>

#include "api/answers.hpp"
#include "yuyue/booking/clinic/clinic_day.hpp"

namespace yuyue::api {

/// Where people stand on the day of their visit, for themselves to see:
///   {appointmentId, sessionId, state, at, forecast, delay, pauses, areas}
/// and once they have checked in {…, number, arrivedAt, due, room, calls, calledAt}, while they
/// wait {…, ahead, postponementsLeft}, and after a call they missed {…, missedBackMinutes}. `state`
/// is that of the ticket, or "expected" (not yet arrived) or "none" (neither).
///
/// What many of one line have in common is read once. Not kept beyond the snapshot.
class PlacesShown {
 public:
  /// Forecasts take some milliseconds for each line; without them they are null.
  PlacesShown(const Services& services, store::Snapshot& snapshot, Instant now,
              bool with_forecasts = true)
      : services_(services), snapshot_(snapshot), now_(now), with_forecasts_(with_forecasts) {}
  Json of(const booking::Appointment& appointment);
  /// The place that was told last, with what has happened to its line since; the forecast stays.
  /// For many at one time: nothing is read for each of them. None: they were not in this line then,
  /// or are not now.
  std::optional<Json> again(const Json& last, SessionId session, AppointmentId appointment);

 private:
  /// What whoever waits for one session is told alike.
  struct Common {
    std::vector<booking::clinic::ClinicRoom> rooms;
    std::optional<queue::KeptLine> line;
    Json notices;
    Json areas;
    /// Of the line, made when asked for by again().
    std::map<AppointmentId, const queue::Ticket*> tickets;
    std::map<TicketId, int> ahead;
  };
  Common& common(SessionId session);
  void add_ticket(const queue::Ticket& ticket, const Common& common, Json& out);
  void add_place(const queue::Ticket& ticket, const Common& common, Json& out);

  const Services& services_;
  store::Snapshot& snapshot_;
  const Instant now_;
  const bool with_forecasts_;
  std::map<SessionId, Common> common_;
};

/// Where a session's patients wait: [{name, nameEn}].
Json waiting_areas_json(store::Snapshot& snapshot, SessionId session);

}  // namespace yuyue::api
