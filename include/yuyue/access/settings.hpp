#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yuyue/access/audit.hpp"
#include "yuyue/core/result.hpp"

namespace yuyue::access {

/// One of the hospital's own settings. Which names exist and what they mean belongs to the modules
/// that read them; each supplies its default.
struct Setting {
  std::string name;   ///< "patients.family-limit"
  std::string value;  ///< JSON text
  std::int64_t version = 0;
  Instant changed_at;
  std::string changed_by;  ///< "staff:acc_…"
};

std::optional<Setting> find_setting(store::Snapshot& snapshot, std::string_view name);
std::vector<Setting> all_settings(store::Snapshot& snapshot);
/// A value that is missing or of another type reads as the fallback.
std::int64_t setting_integer(store::Snapshot& snapshot, std::string_view name,
                             std::int64_t fallback);
std::string setting_text(store::Snapshot& snapshot, std::string_view name,
                         std::string_view fallback);
bool setting_flag(store::Snapshot& snapshot, std::string_view name, bool fallback);

/// `expected_version` 0: not yet set. Refusals: setting-invalid (not JSON), changed-meanwhile.
/// Whether the value suits the name is checked by the caller.
Result<Setting> set_setting(store::Transaction& tx, const AuditLog& audit, const Principal& by,
                            std::string_view name, std::string_view json,
                            std::optional<std::int64_t> expected_version, Instant now);

}  // namespace yuyue::access
