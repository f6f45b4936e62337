#include "api/collection.hpp"

namespace yuyue::api {

Refusal in_api_words(Refusal refusal) {
  static constexpr std::pair<std::string_view, std::string_view> kWords[] = {
      {"campus", "campusId"},
      {"building", "buildingId"},
      {"area", "areaId"},
      {"department", "departmentId"},
      {"practitioner", "practitionerId"},
      {"kind", "kindId"},
      {"rooms", "roomIds"},
      {"room", "roomIds"},
      {"schedule", "scheduleId"},
      {"group", "groupId"},
      {"zone", "zoneId"},
      {"day", "date"},
      {"site", "siteId"},
      {"exams", "examIds"},
      {"a", "aId"},
      {"b", "bId"}};
  for (const auto& [domain, api] : kWords) {
    if (refusal.field == "/" + std::string(domain)) refusal.field = "/" + std::string(api);
  }
  return refusal;
}

}  // namespace yuyue::api
