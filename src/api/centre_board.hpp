#pragma once
#include <map>

#include "api/visit_json.hpp"
#include "yuyue/booking/reference.hpp"

// What the service centre's display shows: whom each window calls, who is next, how many wait for
// what. Numbers only, never a name.
namespace yuyue::api {

/// Of the pages kept for everybody (AvailabilityBoard::departments): GET /centre. Dropped by
/// whatever happens in the centre.
inline constexpr int kCentrePage = 1;

/// What one display shows: a campus' centre, or one zone of it.
struct CentrePart {
  CampusId campus;
  std::optional<ZoneId> zone{};
  auto operator<=>(const CentrePart&) const = default;
};
bool shows(const CentrePart& part, const centre::Window& window);

/// Somebody is called to a window, for the first time or again.
struct CalledToWindow {
  LineId line;
  std::int64_t seq = 0;
  ServiceWindowId window;
  std::string number;
  VisitId visit;
  Instant at{};
};
/// As called_out_json, with the window as `room` and `session` "centre".
Json called_to_window_json(const Services& services, store::Snapshot& snapshot,
                           const CentreNames& names, const CalledToWindow& call);

/// {campus: {id, name, nameEn}, zone, at, seq, windows: […], services: […], calls: […]}: the
/// windows that are open today, and the services that they serve, with the wait of whoever takes a
/// number now. `seq` rises with whatever happens to their lines. Not for the writer's thread.
Json centre_board_json(const Services& services, store::Snapshot& snapshot, const CentrePart& part,
                       Instant now);
/// null: no zone.
Json zone_json(store::Snapshot& snapshot, const std::optional<ZoneId>& zone);
/// When numbers are given for a service on a day: {open, until, again}; null: not any more.
Json intake_json(const HospitalTime& time, const std::vector<centre::Window>& windows,
                 const centre::Service& service, int weekday, Instant now);

std::optional<booking::Campus> find_campus(store::Snapshot& snapshot, CampusId id);

/// Where somebody with a number stands: {visitId, number, state, at, service, errands, windows,
/// wait} and {arrivedAt, calls, window, assignedWindow, ahead} as far as they are in a line.
/// `state` is that of the ticket, or "done" or "left". Lines are read once for many.
class VisitPlaces {
 public:
  VisitPlaces(const Services& services, store::Snapshot& snapshot, Instant now)
      : services_(services), snapshot_(snapshot), now_(now), names_(snapshot) {}
  Json of(const centre::Visit& visit);

 private:
  const queue::KeptLine& line(LineId id);
  Json windows_of(ServiceId service);

  const Services& services_;
  store::Snapshot& snapshot_;
  const Instant now_;
  const CentreNames names_;
  std::map<LineId, queue::KeptLine> lines_;
  std::optional<std::vector<centre::Window>> windows_;
};

}  // namespace yuyue::api
