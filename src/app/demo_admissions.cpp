#include "app/demo_admissions.hpp"

#include <algorithm>

#include "app/demo_data.hpp"

namespace yuyue::app {
namespace {

namespace admission = booking::admission;

using namespace demo_data;

admission::AdmissionList list_from(const toml::table& item,
                                   const std::vector<booking::Department>& departments) {
  admission::AdmissionList list;
  list.code = text(item, "code");
  list.kind = admission::list_kind(text(item, "kind")).value();
  list.name = text(item, "name");
  list.name_en = text(item, "name_en");
  list.location = text(item, "location");
  list.location_en = text(item, "location_en");
  list.on_holidays = item["on_holidays"].value_or(false);
  for (std::size_t day = 0; day < list.weekly.size(); ++day)
    list.weekly[day] = item["weekly"][day].value_or(0);
  const auto department =
      std::ranges::find(departments, text(item, "department"), &booking::Department::code);
  if (department != departments.end()) list.department = department->id;
  return list;
}

}  // namespace

void fill_demo_admissions(Hospital& hospital, const std::map<std::string, PersonId>& people,
                          Instant now) {
  const auto& services = hospital.services();
  const auto data = read("admissions.toml");
  const auto write = [&](auto job) {
    return hospital.database().write_now(store::Lane::housekeeping, job);
  };
  std::map<std::string, AdmissionListId> lists;
  for_each_table(data, "list", [&](const toml::table& item) {
    write([&](store::Transaction& tx) {
      const auto list = list_from(item, booking::departments(tx));
      lists[list.code] = must(services.admission_lists.add(tx, list, {}, now), list.code).id;
      return true;
    });
  });
  for_each_table(data, "request", [&](const toml::table& item) {
    write([&](store::Transaction& tx) {
      const auto key = text(item, "person");
      const admission::NewAdmission wanted{
          .list = lists.at(text(item, "list")),
          .person = people.at(key),
          .kind = admission::kind_from(text(item, "kind")).value(),
          .urgency = admission::urgency_from(text(item, "urgency")).value(),
          .purpose = text(item, "purpose"),
          .origin = text(item, "origin"),
          .practitioner = {},
          .wish_from = {},
          .wish_to = {}};
      const auto made = must(services.admissions.request(tx, wanted, {}, now), key);
      const auto in_days = item["offered_in_days"].value<int>();
      if (!in_days) return true;
      const auto from = services.time.day_of(now) + date::days{*in_days};
      const auto list = admission::find_list(tx, wanted.list).value();
      for (const auto& day : admission::list_days(tx, list, from, from + date::days{14})) {
        if (day.free() < 1) continue;
        const admission::Offer offer{
            .day = day.day, .agreed = item["agreed"].value_or(false), .reason = "已电话商定"};
        must(services.admissions.offer(tx, made.id, offer, {}, now), key);
        break;
      }
      return true;
    });
  });
}

}  // namespace yuyue::app
