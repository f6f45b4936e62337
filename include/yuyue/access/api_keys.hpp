#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yuyue/access/audit.hpp"
#include "yuyue/access/sign_ins.hpp"

namespace yuyue::access {

/// The key of a kiosk or another system.
struct ApiKey {
  ApiKeyId id;
  std::string name;
  Permissions permissions;
  Instant created_at;
  std::optional<Day> last_used;
  std::optional<Instant> revoked_at;
};
struct NewApiKey {
  ApiKey key;
  std::string secret;  ///< "yuyue_…", shown once
};

class ApiKeys {
 public:
  ApiKeys(const Vault& vault, IdMaker& ids, SessionCache& cache, const AuditLog& audit,
          const HospitalTime& time)
      : vault_(vault), ids_(ids), cache_(cache), audit_(audit), time_(time) {}

  /// Refusals: name-required, permissions-required; permission-not-for-keys (a key is never a
  /// patient and manages neither accounts nor keys).
  Result<NewApiKey> create(store::Transaction& tx, const Principal& by, std::string_view name,
                           Permissions permissions, Instant now) const;
  /// Refusal: key-unknown (also when already revoked).
  Result<ApiKey> revoke(store::Transaction& tx, const Principal& by, ApiKeyId id,
                        Instant now) const;
  std::vector<ApiKey> list(store::Snapshot& snapshot) const;
  /// Who an Authorization: Bearer value stands for; cached as SignIns::resolve is.
  std::optional<Resolved> resolve(const store::Database& database, std::string_view secret,
                                  Instant now) const;
  /// Notes the day of use.
  bool touch(store::Transaction& tx, std::string_view secret, Instant now) const;

 private:
  const Vault& vault_;
  IdMaker& ids_;
  SessionCache& cache_;
  const AuditLog& audit_;
  const HospitalTime& time_;
};

}  // namespace yuyue::access
