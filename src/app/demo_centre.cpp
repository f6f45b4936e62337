#include "app/demo_centre.hpp"

#include <algorithm>
#include <map>

#include "app/demo_data.hpp"

namespace yuyue::app {
namespace {

using namespace demo_data;
using std::chrono::minutes;

MinuteOfDay minute(const std::string& text) {
  const auto value = parse_minute(text);
  if (!value) throw std::runtime_error("demo data: no time of day: " + text);
  return *value;
}

centre::Service service_from(const toml::table& item, ServiceGroupId group,
                             const std::vector<booking::Department>& departments) {
  centre::Service s;
  s.code = text(item, "code");
  s.group = group;
  s.name = text(item, "name");
  s.name_en = text(item, "name_en");
  s.about = text(item, "about");
  s.about_en = text(item, "about_en");
  s.audience = text(item, "audience");
  s.audience_en = text(item, "audience_en");
  s.fee = text(item, "fee");
  s.fee_en = text(item, "fee_en");
  s.expected = minutes{item["minutes"].value_or(5)};
  s.keywords = texts(item, "keywords");
  s.walk_in = item["walk_in"].value_or(true);
  for (const auto& department : departments)
    if (department.code == text(item, "department")) s.department = department.id;
  for_each_table(item, "papers", [&](const toml::table& paper) {
    s.papers.push_back(
        {text(paper, "text"), text(paper, "text_en"), text(paper, "when"), text(paper, "when_en")});
  });
  for_each_table(item, "forms", [&](const toml::table& form) {
    s.forms.push_back({text(form, "name"), text(form, "name_en"), text(form, "address")});
  });
  if (const auto* form = item["case"].as_table())
    s.case_form = centre::CaseForm{.review = (*form)["review"].value_or(false),
                                   .signature = (*form)["signature"].value_or(false),
                                   .working_days = (*form)["days"].value_or(0)};
  s.example = true;
  return s;
}

/// `weekdays` (of all hours) and `hours`: pairs of times.
std::vector<centre::OpenHours> hours_from(const toml::table& item) {
  std::vector<centre::OpenHours> out;
  const auto spans = texts(item, "hours");
  for (std::size_t n = 0; const auto* day = item["weekdays"][n].as_integer(); ++n)
    for (std::size_t i = 0; i + 1 < spans.size(); i += 2)
      out.push_back({static_cast<int>(day->get()), minute(spans[i]), minute(spans[i + 1])});
  return out;
}

centre::Window window_from(const toml::table& item, const std::vector<booking::Campus>& campuses,
                           const std::map<std::string, ZoneId>& zones,
                           const std::map<std::string, ServiceId>& services) {
  centre::Window w;
  w.zone = zones.at(text(item, "zone"));
  w.last_number = minutes{item["last_number"].value_or(0)};
  for (const auto& campus : campuses)
    if (campus.name == text(item, "campus")) w.campus = campus.id;
  w.name = text(item, "name");
  w.name_en = text(item, "name_en");
  w.place = text(item, "place");
  w.place_en = text(item, "place_en");
  for (const auto& code : texts(item, "serves")) w.duties.push_back({.service = services.at(code)});
  for (const auto& code : texts(item, "helps"))
    w.duties.push_back(
        {.service = services.at(code), .help_after = minutes{item["help_after"].value_or(10)}});
  w.hours = hours_from(item);
  return w;
}

}  // namespace

void fill_demo_centre(Hospital& hospital, Instant now) {
  const auto& catalogue = hospital.services().service_catalogue;
  const auto data = read("centre.toml");
  hospital.database().write_now(store::Lane::housekeeping, [&](store::Transaction& tx) {
    std::map<std::string, ServiceGroupId> groups;
    int position = 0;
    for_each_table(data, "group", [&](const toml::table& item) {
      centre::ServiceGroup group;
      group.letter = text(item, "letter");
      group.name = text(item, "name");
      group.name_en = text(item, "name_en");
      group.position = ++position;
      groups[group.letter] = must(catalogue.add(tx, group, {}, now), group.name).id;
    });
    const auto departments = booking::departments(tx);
    std::map<std::string, ServiceId> services;
    for_each_table(data, "service", [&](const toml::table& item) {
      const auto service = service_from(item, groups.at(text(item, "group")), departments);
      services[service.code] = must(catalogue.add(tx, service, {}, now), service.name).id;
    });
    const auto campuses = booking::campuses(tx);
    std::map<std::string, ZoneId> zones;
    for_each_table(data, "zone", [&](const toml::table& item) {
      centre::Zone zone;
      zone.campus = std::ranges::find(campuses, text(item, "campus"), &booking::Campus::name)->id;
      zone.name = text(item, "name");
      zone.name_en = text(item, "name_en");
      zone.position = static_cast<int>(zones.size()) + 1;
      zones[zone.name] = must(catalogue.add(tx, zone, {}, now), zone.name).id;
    });
    for_each_table(data, "window", [&](const toml::table& item) {
      const auto window = window_from(item, campuses, zones, services);
      must(catalogue.add(tx, window, {}, now), window.name);
    });
    return true;
  });
}

}  // namespace yuyue::app
