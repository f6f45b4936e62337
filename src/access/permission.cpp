#include "yuyue/access/permission.hpp"

#include <array>
#include <utility>

namespace yuyue::access {
namespace {

constexpr std::array<std::string_view, kPermissionCount> kPermissionNames = {"anyone",
                                                                             "patient",
                                                                             "staff",
                                                                             "patients-find",
                                                                             "patients-edit",
                                                                             "book-for-others",
                                                                             "timetable-read",
                                                                             "timetable-edit",
                                                                             "accounts-edit",
                                                                             "settings-edit",
                                                                             "audit-read",
                                                                             "operate",
                                                                             "metrics-read",
                                                                             "admissions-request",
                                                                             "admissions-plan",
                                                                             "refer",
                                                                             "referrals",
                                                                             "fees-read",
                                                                             "add-numbers",
                                                                             "call-patients",
                                                                             "display",
                                                                             "serve-windows",
                                                                             "check-in",
                                                                             "decide-cases",
                                                                             "complaints",
                                                                             "answer-complaints",
                                                                             "read-reports",
                                                                             "bring-results",
                                                                             "order-exams",
                                                                             "book-exams",
                                                                             "perform-exams",
                                                                             "edit-exams",
                                                                             "demo"};
constexpr std::array<std::pair<Role, std::string_view>, 8> kRoleNames = {{
    {Role::desk, "desk"},
    {Role::clinician, "clinician"},
    {Role::administrator, "administrator"},
    {Role::auditor, "auditor"},
    {Role::operator_, "operator"},
    {Role::partner, "partner"},
    {Role::office, "office"},
    {Role::technician, "technician"},
}};

}  // namespace

std::string_view name_of(Permission permission) {
  return kPermissionNames.at(static_cast<std::size_t>(permission));
}

std::optional<Permission> permission_from(std::string_view name) {
  for (int i = 0; i < kPermissionCount; ++i) {
    if (kPermissionNames[static_cast<std::size_t>(i)] == name) return static_cast<Permission>(i);
  }
  return std::nullopt;
}

std::vector<Permission> Permissions::list() const {
  std::vector<Permission> found;
  for (int i = 0; i < kPermissionCount; ++i) {
    if (has(static_cast<Permission>(i))) found.push_back(static_cast<Permission>(i));
  }
  return found;
}

std::vector<std::string> Permissions::names() const {
  std::vector<std::string> found;
  for (Permission p : list()) found.emplace_back(name_of(p));
  return found;
}

std::string_view name_of(Role role) {
  for (const auto& [value, name] : kRoleNames) {
    if (value == role) return name;
  }
  return {};
}

std::optional<Role> role_from(std::string_view name) {
  for (const auto& [value, text] : kRoleNames) {
    if (text == name) return value;
  }
  return std::nullopt;
}

Permissions permissions_of(Role role) {
  using enum Permission;
  switch (role) {
    case Role::desk:
      return {anyone,          staff,          patients_find,      patients_edit,
              book_for_others, timetable_read, admissions_request, admissions_plan,
              referrals,       add_numbers,    call_patients,      serve_windows,
              complaints,      read_reports,   order_exams,        book_exams};
    case Role::clinician:
      return {anyone,      staff,         timetable_read, admissions_request, referrals,
              add_numbers, call_patients, read_reports,   order_exams};
    case Role::administrator:
      return {anyone,        staff,         timetable_read, timetable_edit,
              accounts_edit, settings_edit, fees_read,      edit_exams};
    case Role::auditor:
      return {anyone, staff, audit_read, fees_read};
    case Role::operator_:
      return {anyone, staff, operate, metrics_read};
    case Role::partner:
      return {anyone, staff, refer};
    case Role::office:
      return {anyone, staff, timetable_read, decide_cases, complaints, answer_complaints};
    case Role::technician:
      return {anyone, staff, timetable_read, perform_exams};
  }
  return {};
}

Permissions permissions_of(const std::vector<Role>& roles) {
  Permissions all{Permission::anyone, Permission::staff};
  for (Role role : roles) all.add(permissions_of(role));
  return all;
}

Permissions all_staff_permissions() {
  return permissions_of(std::vector<Role>(std::begin(kRoles), std::end(kRoles)));
}

Permissions kiosk_permissions() {
  return {Permission::anyone, Permission::timetable_read, Permission::check_in};
}

}  // namespace yuyue::access
