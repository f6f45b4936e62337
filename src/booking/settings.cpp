#include "yuyue/booking/settings.hpp"

#include <nlohmann/json.hpp>

namespace yuyue::booking {
namespace {

using nlohmann::json;
constexpr std::string_view kName = "booking";

std::string to_text(const Settings& settings) {
  return json{{"horizonDays", settings.horizon_days},
              {"releaseTime", format_minute(settings.release_time)},
              {"arrivalLeadMinutes", settings.arrival_lead.count()},
              {"maxActivePerPerson", settings.max_active_per_person},
              {"onePerDepartmentAndDay", settings.one_per_department_and_day}}
      .dump();
}

Settings from_text(const std::string& text) {
  const auto value = json::parse(text);
  Settings settings;
  settings.horizon_days = value.value("horizonDays", settings.horizon_days);
  settings.release_time =
      parse_minute(value.value("releaseTime", std::string())).value_or(settings.release_time);
  settings.arrival_lead =
      std::chrono::minutes{value.value("arrivalLeadMinutes", settings.arrival_lead.count())};
  settings.max_active_per_person =
      value.value("maxActivePerPerson", settings.max_active_per_person);
  settings.one_per_department_and_day =
      value.value("onePerDepartmentAndDay", settings.one_per_department_and_day);
  return settings;
}

Refusal invalid(std::string_view name) {
  return Refusal("setting-invalid").with("name", name).at("/" + std::string(name));
}

}  // namespace

Result<void> check(const Settings& s) {
  using std::chrono::minutes;
  if (s.horizon_days < 0 || s.horizon_days > 365) return invalid("horizonDays");
  if (s.release_time < minutes{0} || s.release_time >= minutes{24 * 60})
    return invalid("releaseTime");
  if (s.arrival_lead < minutes{0} || s.arrival_lead > minutes{240})
    return invalid("arrivalLeadMinutes");
  if (s.max_active_per_person < 1 || s.max_active_per_person > 1000)
    return invalid("maxActivePerPerson");
  return {};
}

Settings load_settings(store::Snapshot& snapshot) {
  const auto text = snapshot.text("SELECT value FROM setting WHERE name = ?", {kName});
  return text ? from_text(*text) : Settings{};
}

std::int64_t settings_version(store::Snapshot& snapshot) {
  return snapshot.integer("SELECT version FROM setting WHERE name = ?", {kName}).value_or(0);
}

std::shared_ptr<const Settings> LiveSettings::current() const {
  const std::scoped_lock lock(mutex_);
  return current_;
}

void LiveSettings::replace(std::shared_ptr<const Settings> settings) {
  const std::scoped_lock lock(mutex_);
  current_ = std::move(settings);
}

void LiveSettings::load(store::Snapshot& snapshot) {
  replace(std::make_shared<const Settings>(load_settings(snapshot)));
}

Result<std::int64_t> LiveSettings::save(store::Transaction& tx, const Settings& settings,
                                        std::int64_t expected_version, std::string_view by,
                                        Instant now) {
  if (auto checked = check(settings); !checked) return checked.error();
  if (settings_version(tx) != expected_version) return Refusal("changed-meanwhile");
  const auto version = expected_version + 1;
  const auto text = to_text(settings);
  tx.execute(
      "INSERT INTO setting (name, value, version, changed_at, changed_by) VALUES (?, ?, ?, ?, ?)"
      " ON CONFLICT (name) DO UPDATE SET value = excluded.value, version = excluded.version,"
      " changed_at = excluded.changed_at, changed_by = excluded.changed_by",
      {kName, text, version, now, by});
  // The horizon decides which sessions there are.
  tx.execute("UPDATE timetable SET generation = generation + 1 WHERE id = 1");
  tx.after_commit([this, kept = std::make_shared<const Settings>(settings)] { replace(kept); });
  return version;
}

}  // namespace yuyue::booking
