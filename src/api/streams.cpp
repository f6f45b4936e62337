// What moves, as it moves: the boards of waiting areas, the lines for the staff, one's own place.
#include "api/answers.hpp"
#include "api/appointment_access.hpp"
#include "api/area_board.hpp"
#include "api/clinic_access.hpp"
#include "api/place_json.hpp"
#include "api/streaming.hpp"
#include "yuyue/api/live.hpp"

namespace yuyue::api {

namespace {

/// A display sees its own area.
Result<booking::Area> visible_area(const Services& services, store::Snapshot& snapshot,
                                   const access::Principal& principal, AreaId id) {
  auto area = booking::find_area(snapshot, id);
  if (!area) return Refusal("not-found").with("what", "area");
  if (principal.kind == access::PrincipalKind::device) {
    const auto device = services.devices.find(snapshot, DeviceId{principal.id});
    if (!device || device->area != id) return Refusal("forbidden");
  }
  return std::move(*area);
}

}  // namespace

Answer show_area_board(const Services& services, const Call& call) {
  return services.database.read([&](store::Snapshot& snapshot) -> Answer {
    const auto area = visible_area(services, snapshot, call.principal, call.id<AreaId>("area"));
    if (!area) return area.error();
    return json(200, area_board_json(services, snapshot, *area, call.now));
  });
}

Answer stream_area_board(const Services& services, const Call& call) {
  const auto area = call.id<AreaId>("area");
  Allowed allowed = [&services, principal = call.principal,
                     area](store::Snapshot& snapshot) -> Result<void> {
    const auto found = visible_area(services, snapshot, principal, area);
    if (!found) return found.error();
    return {};
  };
  return stream(services, std::move(allowed), [&] { return services.live.board(area); });
}

Answer stream_area_lines(const Services& services, const Call& call) {
  const auto area = call.id<AreaId>("area");
  Allowed allowed = [area](store::Snapshot& snapshot) -> Result<void> {
    if (!booking::find_area(snapshot, area)) return Refusal("not-found").with("what", "area");
    return {};
  };
  return stream(services, std::move(allowed), [&] { return services.live.lines(area); });
}

Answer stream_line(const Services& services, const Call& call) {
  const auto session = call.id<SessionId>("session");
  Allowed allowed = [&services, principal = call.principal, session](store::Snapshot& snapshot) {
    return may_run_clinic(services, snapshot, principal, session);
  };
  return stream(services, std::move(allowed), [&] { return services.live.line(session); });
}

Answer show_place(const Services& services, const Call& call) {
  return services.database.read([&](store::Snapshot& snapshot) -> Answer {
    const auto appointment = visible_appointment(services, snapshot, call.principal,
                                                 call.id<AppointmentId>("appointment"));
    if (!appointment) return appointment.error();
    return json(200, PlacesShown(services, snapshot, call.now).of(*appointment));
  });
}

Answer stream_place(const Services& services, const Call& call) {
  const auto id = call.id<AppointmentId>("appointment");
  Allowed allowed = [&services, principal = call.principal,
                     id](store::Snapshot& snapshot) -> Result<void> {
    const auto appointment = visible_appointment(services, snapshot, principal, id);
    if (!appointment) return appointment.error();
    return {};
  };
  return stream(services, std::move(allowed), [&] { return services.live.place(id); });
}

}  // namespace yuyue::api
