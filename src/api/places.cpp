// Campuses, buildings, rooms, waiting areas.
#include "api/answers.hpp"
#include "api/collection.hpp"
#include "api/qr.hpp"

namespace yuyue::api {
namespace {

using booking::Area;
using booking::Building;
using booking::Campus;
using booking::Room;

/// A room in a building is where the building is; where there is one campus, a room is there.
std::optional<CampusId> campus_of(store::Snapshot& snapshot, const Room& room) {
  if (room.building) {
    for (const auto& building : booking::buildings(snapshot))
      if (building.id == *room.building) return building.campus;
  }
  const auto campuses = booking::campuses(snapshot);
  if (campuses.size() == 1) return campuses.front().id;
  return std::nullopt;
}

}  // namespace

template <>
struct Form<Campus> {
  static Json json(const Campus& campus) {
    return {{"id", to_string(campus.id)},     {"name", campus.name},
            {"nameEn", campus.name_en},       {"address", campus.address},
            {"addressEn", campus.address_en}, {"version", campus.version}};
  }
  static void lay_over(store::Snapshot&, Overlay& in, Campus& campus) {
    in.needed("name", campus.name);
    in.text("nameEn", campus.name_en);
    in.text("address", campus.address);
    in.text("addressEn", campus.address_en);
  }
};

template <>
struct Form<Building> {
  static Json json(const Building& building) {
    return {{"id", to_string(building.id)},
            {"campusId", to_string(building.campus)},
            {"name", building.name},
            {"nameEn", building.name_en},
            {"version", building.version}};
  }
  static void lay_over(store::Snapshot&, Overlay& in, Building& building) {
    in.needed_id("campusId", building.campus);
    in.needed("name", building.name);
    in.text("nameEn", building.name_en);
  }
};

template <>
struct Form<Room> {
  static Json json(const Room& room) {
    return {{"id", to_string(room.id)},
            {"campusId", to_string(room.campus)},
            {"buildingId", room.building ? Json(to_string(*room.building)) : Json()},
            {"name", room.name},
            {"floor", room.floor},
            {"areaId", room.area ? Json(to_string(*room.area)) : Json()},
            {"version", room.version}};
  }
  static void lay_over(store::Snapshot& snapshot, Overlay& in, Room& room) {
    in.needed("name", room.name);
    in.id("buildingId", room.building);
    in.text("floor", room.floor);
    in.id("areaId", room.area);
    if (in.has("campusId")) {
      in.needed_id("campusId", room.campus);
    } else if (const auto campus = campus_of(snapshot, room)) {
      room.campus = *campus;
    } else {
      in.needed_id("campusId", room.campus);
    }
  }
};

template <>
struct Form<Area> {
  static Json json(const Area& area) {
    Json rooms = Json::array();
    for (const auto room : area.rooms) rooms.push_back(to_string(room));
    return {{"id", to_string(area.id)},
            {"campusId", to_string(area.campus)},
            {"name", area.name},
            {"nameEn", area.name_en},
            {"roomIds", std::move(rooms)},
            {"showsNames", area.shows_names},
            {"callTimes", area.call_times},
            {"postedCode", area.posted_code},
            {"version", area.version}};
  }
  static void lay_over(store::Snapshot&, Overlay& in, Area& area) {
    in.needed_id("campusId", area.campus);
    in.needed("name", area.name);
    in.text("nameEn", area.name_en);
    in.ids("roomIds", area.rooms);
    in.flag("showsNames", area.shows_names);
    in.integer("callTimes", area.call_times, 1, 5);
  }
};

Answer list_campuses(const Services& services, const Call&) {
  return list_things(services, &booking::campuses);
}
LaterAnswer add_campus(const Services& services, const Call& call) {
  return add_thing<Campus>(services, call, services.reference);
}
LaterAnswer change_campus(const Services& services, const Call& call) {
  return change_thing(services, call, services.reference, &booking::campuses, "campus");
}

Answer list_buildings(const Services& services, const Call&) {
  return list_things(services, &booking::buildings);
}
LaterAnswer add_building(const Services& services, const Call& call) {
  return add_thing<Building>(services, call, services.reference);
}
LaterAnswer change_building(const Services& services, const Call& call) {
  return change_thing(services, call, services.reference, &booking::buildings, "building");
}

Answer list_rooms(const Services& services, const Call&) {
  return list_things(services, &booking::rooms);
}
LaterAnswer add_room(const Services& services, const Call& call) {
  return add_thing<Room>(services, call, services.reference);
}
LaterAnswer change_room(const Services& services, const Call& call) {
  return change_thing(services, call, services.reference, &booking::rooms, "room");
}

Answer list_areas(const Services& services, const Call&) {
  return list_things(services, &booking::areas);
}
LaterAnswer add_area(const Services& services, const Call& call) {
  return add_thing<Area>(services, call, services.reference);
}
LaterAnswer change_area(const Services& services, const Call& call) {
  return change_thing(services, call, services.reference, &booking::areas, "area");
}
LaterAnswer renew_posted_code(const Services& services, const Call& call) {
  if (auto bad = Input(call.request).finish()) co_return *bad;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    return stored_json(
        services.reference.renew_posted_code(tx, call.id<AreaId>("area"), call.actor(), call.now));
  };
  co_return co_await write_once(services, call, 200, std::move(work));
}

Answer posted_code_svg(const Services& services, const Call& call) {
  if (services.public_page.empty()) return Refusal("public-page-unknown");
  const auto area = services.database.read([&](store::Snapshot& snapshot) {
    return booking::find_area(snapshot, call.id<AreaId>("area"));
  });
  if (!area) return Refusal("not-found").with("what", "area");
  auto response = http::Response::text(
      200, "image/svg+xml", qr_svg(services.public_page + "/#/here/" + area->posted_code));
  response.headers["Cache-Control"] = "no-store";
  return response;
}

}  // namespace yuyue::api
