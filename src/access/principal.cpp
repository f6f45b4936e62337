#include "yuyue/access/principal.hpp"

#include <array>
#include <utility>

namespace yuyue::access {
namespace {

constexpr std::array<std::pair<PrincipalKind, std::string_view>, 7> kNames = {{
    {PrincipalKind::anonymous, "anonymous"},
    {PrincipalKind::patient, "patient"},
    {PrincipalKind::staff, "staff"},
    {PrincipalKind::key, "key"},
    {PrincipalKind::device, "device"},
    {PrincipalKind::operator_, "operator"},
    {PrincipalKind::system, "system"},
}};

}  // namespace

std::string_view name_of(PrincipalKind kind) {
  for (const auto& [value, name] : kNames) {
    if (value == kind) return name;
  }
  return {};
}

std::optional<PrincipalKind> principal_kind_from(std::string_view name) {
  for (const auto& [value, text] : kNames) {
    if (text == name) return value;
  }
  return std::nullopt;
}

Principal Principal::anonymous() {
  return {};
}

Principal Principal::control_socket() {
  Principal who;
  who.kind = PrincipalKind::operator_;
  who.name = "operator";
  who.permissions = all_staff_permissions();
  return who;
}

Principal Principal::system(std::string_view task) {
  Principal who;
  who.kind = PrincipalKind::system;
  who.name = task;
  who.request_id = task;
  return who;
}

}  // namespace yuyue::access
