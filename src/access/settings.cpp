#include "yuyue/access/settings.hpp"

#include <nlohmann/json.hpp>

namespace yuyue::access {
namespace {

Setting read(const store::Row& row) {
  return {row.text(0), row.text(1), row.integer(2), row.instant(3), row.text(4)};
}

nlohmann::json value_of(store::Snapshot& snapshot, std::string_view name) {
  const auto text = snapshot.text("SELECT value FROM setting WHERE name = ?", {name});
  return text ? nlohmann::json::parse(*text, nullptr, false) : nlohmann::json();
}

}  // namespace

std::optional<Setting> find_setting(store::Snapshot& snapshot, std::string_view name) {
  auto rows = snapshot.query(
      "SELECT name, value, version, changed_at, changed_by FROM setting WHERE name = ?", {name});
  if (!rows.next()) return std::nullopt;
  return read(rows.row());
}

std::vector<Setting> all_settings(store::Snapshot& snapshot) {
  std::vector<Setting> found;
  auto rows = snapshot.query(
      "SELECT name, value, version, changed_at, changed_by FROM setting ORDER BY name");
  while (rows.next()) found.push_back(read(rows.row()));
  return found;
}

std::int64_t setting_integer(store::Snapshot& snapshot, std::string_view name,
                             std::int64_t fallback) {
  const auto value = value_of(snapshot, name);
  return value.is_number_integer() ? value.get<std::int64_t>() : fallback;
}

std::string setting_text(store::Snapshot& snapshot, std::string_view name,
                         std::string_view fallback) {
  const auto value = value_of(snapshot, name);
  return value.is_string() ? value.get<std::string>() : std::string(fallback);
}

bool setting_flag(store::Snapshot& snapshot, std::string_view name, bool fallback) {
  const auto value = value_of(snapshot, name);
  return value.is_boolean() ? value.get<bool>() : fallback;
}

Result<Setting> set_setting(store::Transaction& tx, const AuditLog& audit, const Principal& by,
                            std::string_view name, std::string_view json,
                            std::optional<std::int64_t> expected_version, Instant now) {
  if (!nlohmann::json::accept(json)) return Refusal("setting-invalid").with("name", name);
  const auto before = find_setting(tx, name);
  const std::int64_t version = before ? before->version : 0;
  if (expected_version && *expected_version != version) {
    return Refusal("changed-meanwhile").with("version", std::to_string(version));
  }
  Setting after{std::string(name), std::string(json), version + 1, now,
                std::string(name_of(by.kind)) +
                    (by.account() ? ":" + to_string(*by.account()) : std::string())};
  tx.execute(
      "INSERT INTO setting (name, value, version, changed_at, changed_by) VALUES (?, ?, ?, ?, ?) "
      "ON CONFLICT (name) DO UPDATE SET value = excluded.value, version = excluded.version, "
      "changed_at = excluded.changed_at, changed_by = excluded.changed_by",
      {after.name, after.value, after.version, now, after.changed_by});
  audit.record(tx, by,
               {"setting-changed",
                {},
                {{"name", after.name},
                 {"from", before ? before->value : std::string()},
                 {"to", after.value}},
                {}},
               now);
  return after;
}

}  // namespace yuyue::access
