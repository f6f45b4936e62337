#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "yuyue/centre/model.hpp"
#include "yuyue/core/result.hpp"
#include "yuyue/store/transaction.hpp"

namespace yuyue::centre {

/// By position, then letter.
std::vector<ServiceGroup> service_groups(store::Snapshot& snapshot);
/// By group and name, also those that are not active.
std::vector<Service> services(store::Snapshot& snapshot);
/// By campus and name, also those that are not active.
std::vector<Window> windows(store::Snapshot& snapshot);
/// By campus, position and name, also those that are not active.
std::vector<Zone> zones(store::Snapshot& snapshot);
std::optional<Zone> find_zone(store::Snapshot& snapshot, ZoneId id);
std::optional<ServiceGroup> find_group(store::Snapshot& snapshot, ServiceGroupId id);
std::optional<Service> find_service(store::Snapshot& snapshot, ServiceId id);
/// The service whose appointments are made in this department's sessions.
std::optional<ServiceId> service_booked_in(store::Snapshot& snapshot, DepartmentId department);
std::optional<Window> find_window(store::Snapshot& snapshot, ServiceWindowId id);

/// Changes to what the centre offers. `add` ignores id and version and gives back the thing as
/// stored; `change` replaces the thing that has its id, if `version` is still the stored one.
/// Refusals of each: required (name), name-taken, code-taken, letter-taken, field-invalid,
/// unknown-reference (name), not-found, changed-meanwhile. Thread-safe.
class Catalogue {
 public:
  explicit Catalogue(Environment environment) : env_(environment) {}

  Result<ServiceGroup> add(store::Transaction& tx, ServiceGroup, const access::Actor& by,
                           Instant now) const;
  Result<ServiceGroup> change(store::Transaction& tx, ServiceGroup, const access::Actor& by,
                              Instant now) const;
  Result<Service> add(store::Transaction& tx, Service, const access::Actor& by, Instant now) const;
  Result<Service> change(store::Transaction& tx, Service, const access::Actor& by,
                         Instant now) const;
  Result<Window> add(store::Transaction& tx, Window, const access::Actor& by, Instant now) const;
  Result<Window> change(store::Transaction& tx, Window, const access::Actor& by, Instant now) const;
  /// Refusal besides: zone-in-use: windows of the former campus belong to it.
  Result<Zone> add(store::Transaction& tx, Zone, const access::Actor& by, Instant now) const;
  Result<Zone> change(store::Transaction& tx, Zone, const access::Actor& by, Instant now) const;

 private:
  Environment env_;
};

}  // namespace yuyue::centre
