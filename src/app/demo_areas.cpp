#include "app/demo_areas.hpp"

#include <map>

#include "app/demo_data.hpp"

namespace yuyue::app {

using demo_data::must;

void fill_demo_areas(Hospital& hospital, Instant now) {
  const auto& reference = hospital.services().reference;
  hospital.database().write_now(store::Lane::housekeeping, [&](store::Transaction& tx) {
    std::map<std::pair<BuildingId, std::string>, std::vector<RoomId>> floors;
    for (const auto& room : booking::rooms(tx))
      if (room.building) floors[{*room.building, room.floor}].push_back(room.id);
    std::map<BuildingId, booking::Building> buildings;
    for (const auto& building : booking::buildings(tx)) buildings[building.id] = building;
    for (auto& [where, rooms] : floors) {
      const auto& [building, floor] = where;
      const auto& in = buildings.at(building);
      booking::Area area;
      area.campus = in.campus;
      area.name = in.name + " " + floor + " 层候诊区";
      area.name_en = in.name_en + ", floor " + floor + " waiting area";
      area.rooms = std::move(rooms);
      must(reference.add(tx, area, {}, now), area.name);
    }
    return true;
  });
}

}  // namespace yuyue::app
