#pragma once
#include "yuyue/centre/voice/model.hpp"
#include "yuyue/store/transaction.hpp"

namespace yuyue::centre::voice {

/// By name, also those that are not active.
std::vector<Office> offices(store::Snapshot& snapshot);
std::optional<Office> find_office(store::Snapshot& snapshot, VoiceOfficeId id);
/// Those for which an account acts.
std::vector<VoiceOfficeId> offices_of(store::Snapshot& snapshot, AccountId account);
/// Whether an account deals with complaints as a whole. Whoever acts for an office that only
/// answers does not: they would see who complained about them.
bool may_handle(store::Snapshot& snapshot, AccountId account);

Settings load_settings(store::Snapshot& snapshot);

/// Changes to what the hospital itself decides here. Thread-safe.
class Offices {
 public:
  explicit Offices(Environment environment) : env_(environment) {}

  /// Refusals of both: required (name), name-taken, unknown-reference (accounts), not-found,
  /// changed-meanwhile.
  Result<Office> add(store::Transaction& tx, Office, const access::Actor& by, Instant now) const;
  Result<Office> change(store::Transaction& tx, Office, const access::Actor& by, Instant now) const;
  /// Refusals: changed-meanwhile, field-invalid (daysSeveral: less than days).
  Result<Settings> save(store::Transaction& tx, Settings, const access::Actor& by,
                        Instant now) const;

 private:
  Environment env_;
};

}  // namespace yuyue::centre::voice
