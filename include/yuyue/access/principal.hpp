#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yuyue/access/permission.hpp"
#include "yuyue/core/ids.hpp"

namespace yuyue::access {

enum class PrincipalKind {
  anonymous,
  patient,
  staff,
  key,        ///< another system, or a kiosk's own program
  device,     ///< a display or kiosk of ours, paired
  operator_,  ///< whoever may open the control socket
  system,     ///< the program itself (housekeeping)
};
/// "anonymous", "patient", "staff", "key", "device", "operator", "system".
std::string_view name_of(PrincipalKind kind);
std::optional<PrincipalKind> principal_kind_from(std::string_view name);

/// Who is asking, and what they may. Cheap to copy.
struct Principal {
  PrincipalKind kind = PrincipalKind::anonymous;
  std::int64_t id = 0;  ///< account, member, key or device, by kind; 0 for the others
  std::string name;     ///< account's display name or key's name; empty for patients
  Permissions permissions{Permission::anyone};
  std::vector<Role> roles;            ///< staff only
  bool must_change_password = false;  ///< then the roles' permissions are withheld
  std::string request_id;             ///< of the request being served; set by the api layer

  bool may(Permission p) const { return permissions.has(p); }
  std::optional<MemberId> member() const {
    if (kind != PrincipalKind::patient) return std::nullopt;
    return MemberId{id};
  }
  std::optional<AccountId> account() const {
    if (kind != PrincipalKind::staff) return std::nullopt;
    return AccountId{id};
  }

  static Principal anonymous();
  static Principal control_socket();
  /// `task` names the housekeeping job, for the audit's reader.
  static Principal system(std::string_view task);
};

}  // namespace yuyue::access
