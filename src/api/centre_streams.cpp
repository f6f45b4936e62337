// What moves in the service centre, as it moves: a window's desk, one's own place, the board.
#include <algorithm>

#include "api/centre_board.hpp"
#include "api/streaming.hpp"
#include "yuyue/api/live.hpp"
#include "yuyue/centre/kiosks/kiosks.hpp"
#include "yuyue/centre/waits/waits.hpp"

namespace yuyue::api {
namespace {

struct WantedPart {
  std::optional<CampusId> campus{};
  std::optional<ZoneId> zone{};
};
Result<WantedPart> wanted_part(const http::Request& request) {
  const auto campus = query_id<CampusId>(request, "campusId");
  if (!campus) return campus.error();
  const auto zone = query_id<ZoneId>(request, "zoneId");
  if (!zone) return zone.error();
  return WantedPart{*campus, *zone};
}

/// The campus or the zone that is asked for; a display sees its own. Refusals: not-found,
/// forbidden, query-invalid (campusId).
Result<CentrePart> visible_centre(store::Snapshot& snapshot, const access::Principal& principal,
                                  WantedPart wanted) {
  if (principal.kind == access::PrincipalKind::device) {
    const auto own = centre::kiosks::placement_of(snapshot, DeviceId{principal.id});
    const bool another =
        (wanted.campus && wanted.campus != own.centre) || (wanted.zone && wanted.zone != own.zone);
    if (!own.centre || another) return Refusal("forbidden");
    wanted = {own.centre, own.zone};
  }
  if (wanted.zone) {
    const auto zone = centre::find_zone(snapshot, *wanted.zone);
    if (!zone || (wanted.campus && wanted.campus != zone->campus))
      return Refusal("not-found").with("what", "centre-zone");
    wanted.campus = zone->campus;
  }
  if (!wanted.campus) return Refusal("query-invalid").with("name", "campusId").with("value", "");
  if (!find_campus(snapshot, *wanted.campus)) return Refusal("not-found").with("what", "campus");
  return CentrePart{*wanted.campus, wanted.zone};
}

/// A visit that this principal may follow: patients those of their own people.
Result<centre::Visit> visible_visit(const Services& services, store::Snapshot& snapshot,
                                    const access::Principal& principal, VisitId id) {
  auto visit = centre::find_visit(snapshot, id);
  if (!visit) return Refusal("not-found").with("what", "visit");
  if (const auto member = principal.member()) {
    const auto own = services.patients.people_of(snapshot, *member);
    if (!visit->person || std::ranges::find(own, *visit->person) == own.end())
      return Refusal("not-found").with("what", "visit");
  }
  return *std::move(visit);
}

}  // namespace

Answer show_centre_board(const Services& services, const Call& call) {
  const auto wanted = wanted_part(call.request);
  if (!wanted) return wanted.error();
  return services.database.read([&](store::Snapshot& snapshot) -> Answer {
    const auto part = visible_centre(snapshot, call.principal, *wanted);
    if (!part) return part.error();
    return json(200, centre_board_json(services, snapshot, *part, call.now));
  });
}

Answer stream_centre_board(const Services& services, const Call& call) {
  const auto wanted = wanted_part(call.request);
  if (!wanted) return wanted.error();
  const auto seen = services.database.read(
      [&](store::Snapshot& snapshot) { return visible_centre(snapshot, call.principal, *wanted); });
  if (!seen) return seen.error();
  const auto part = *seen;
  Allowed allowed = [principal = call.principal, part](store::Snapshot& snapshot) -> Result<void> {
    const auto found = visible_centre(snapshot, principal, {part.campus, part.zone});
    if (!found) return found.error();
    if (*found != part) return Refusal("forbidden");
    return {};
  };
  return stream(services, std::move(allowed),
                [&] { return services.live.centre_board(part.campus, part.zone); });
}

Answer stream_window_desk(const Services& services, const Call& call) {
  const auto window = call.id<ServiceWindowId>("window");
  Allowed allowed = [window](store::Snapshot& snapshot) -> Result<void> {
    if (!centre::find_window(snapshot, window))
      return Refusal("not-found").with("what", "service-window");
    return {};
  };
  return stream(services, std::move(allowed), [&] { return services.live.window(window); });
}

Answer show_visit_place(const Services& services, const Call& call) {
  return services.database.read([&](store::Snapshot& snapshot) -> Answer {
    const auto visit = visible_visit(services, snapshot, call.principal, call.id<VisitId>("visit"));
    if (!visit) return visit.error();
    services.centre_waits.look(snapshot, call.now);
    return json(200, VisitPlaces(services, snapshot, call.now).of(*visit));
  });
}

Answer stream_visit_place(const Services& services, const Call& call) {
  const auto id = call.id<VisitId>("visit");
  Allowed allowed = [&services, principal = call.principal,
                     id](store::Snapshot& snapshot) -> Result<void> {
    const auto visit = visible_visit(services, snapshot, principal, id);
    if (!visit) return visit.error();
    return {};
  };
  return stream(services, std::move(allowed), [&] { return services.live.visit_place(id); });
}

// The newest first; those that are over are shown until the day ends.
Answer list_own_visits(const Services& services, const Call& call) {
  const auto member = call.principal.member().value();
  return services.database.read([&](store::Snapshot& snapshot) -> Answer {
    std::vector<centre::Visit> visits;
    for (const auto person : services.patients.people_of(snapshot, member))
      for (auto& visit : centre::visits_of(snapshot, person, services.time.day_of(call.now)))
        visits.push_back(std::move(visit));
    std::ranges::sort(visits, std::ranges::greater{}, &centre::Visit::id);
    services.centre_waits.look(snapshot, call.now);
    VisitPlaces places(services, snapshot, call.now);
    Json items = Json::array();
    for (const auto& visit : visits) {
      items.push_back(places.of(visit));
      items.back()["personName"] = services.patients.person(snapshot, *visit.person)->name;
      items.back()["appointmentId"] =
          visit.appointment ? Json(to_string(*visit.appointment)) : Json();
    }
    return json(200, Json{{"items", std::move(items)}});
  });
}

}  // namespace yuyue::api
