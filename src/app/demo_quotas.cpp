#include "app/demo_quotas.hpp"

#include <algorithm>

#include "app/demo_data.hpp"

namespace yuyue::app {
namespace {

using namespace demo_data;

booking::Quotas quotas_of(const toml::table& item) {
  booking::Quotas quotas;
  for (const auto pool : booking::kPools)
    if (const int size = item[booking::name_of(pool)].value_or(0))
      quotas.push_back({.pool = pool, .size = size});
  return quotas;
}

template <class Things>
auto id_of_code(const Things& things, const std::string& code) {
  const auto found = std::ranges::find(things, code, [](const auto& thing) { return thing.code; });
  if (found == things.end()) throw std::runtime_error("demo data: quota: no " + code);
  return found->id;
}

}  // namespace

void fill_demo_quotas(Hospital& hospital, Instant now) {
  const auto& services = hospital.services();
  for_each_table(read("hospital.toml"), "quota", [&](const toml::table& item) {
    hospital.database().write_now(store::Lane::housekeeping, [&](store::Transaction& tx) {
      const auto department = id_of_code(booking::departments(tx), text(item, "department"));
      const auto kind = id_of_code(booking::clinic_kinds(tx), text(item, "kind"));
      for (auto schedule : booking::schedules(tx)) {
        if (schedule.department != department || schedule.kind != kind) continue;
        schedule.quotas = quotas_of(item);
        must(services.timetable.change(tx, schedule, {}, now), text(item, "department"));
      }
      return true;
    });
  });
}

}  // namespace yuyue::app
