#pragma once
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yuyue::access {

/// What a route may ask of a caller. The names (`name_of`) are part of the API.
enum class Permission {
  anyone,           ///< no sign-in needed
  patient,          ///< a signed-in member
  staff,            ///< any staff account
  patients_find,    ///< look people up (masked), reveal them with a reason
  patients_edit,    ///< register, change, merge people
  book_for_others,  ///< book, change and cancel on behalf of patients
  timetable_read,
  timetable_edit,
  accounts_edit,
  settings_edit,
  audit_read,
  operate,  ///< backups, API keys
  metrics_read,
  admissions_request,  ///< ask for an admission or an operation, keep its checklist
  admissions_plan,     ///< offer dates, put on record that somebody was admitted
  refer,               ///< a partner institution's: refer and book for its own patients
  referrals,           ///< receive and answer referrals, refer to partner institutions
  fees_read,           ///< daily reconciliation of payments
  add_numbers,         ///< extra numbers (加号) and, for clinicians, follow-ups
  call_patients,       ///< the waiting lines: check, call, move, finish
  display,             ///< see the boards of waiting areas: what a paired display holds
  serve_windows,       ///< the service centre: numbers, windows, what is done there
  check_in,            ///< a kiosk's: look up today's visits by code or number, and check in
  decide_cases,        ///< review the centre's cases, sign and stamp (盖章) them
  complaints,          ///< receive complaints and suggestions, assign, review and close them
  answer_complaints,   ///< a department's: those assigned to it, without who complained
  read_reports,        ///< reports of a patient whose identity somebody has checked
  bring_results,       ///< the hospital's own systems: reports, results of examinations
  order_exams,         ///< examinations for a patient, and leaving out what a result covers
  book_exams,          ///< plans of examinations on behalf of patients
  perform_exams,       ///< a device's list of work: call, start, done, not prepared
  edit_exams,          ///< examinations, their rules, devices
  demo,                ///< the demo's mailbox and clock; given to everybody, and only with --demo
};
inline constexpr int kPermissionCount = static_cast<int>(Permission::demo) + 1;

/// "patients-find" …
std::string_view name_of(Permission permission);
std::optional<Permission> permission_from(std::string_view name);

/// A set of permissions.
class Permissions {
 public:
  constexpr Permissions() = default;
  constexpr Permissions(std::initializer_list<Permission> list) {
    for (Permission p : list) bits_ |= bit(p);
  }
  constexpr bool has(Permission p) const { return (bits_ & bit(p)) != 0; }
  constexpr Permissions& add(Permission p) {
    bits_ |= bit(p);
    return *this;
  }
  constexpr Permissions& add(Permissions other) {
    bits_ |= other.bits_;
    return *this;
  }
  constexpr bool operator==(const Permissions&) const = default;
  std::vector<Permission> list() const;
  std::vector<std::string> names() const;

 private:
  static constexpr std::uint64_t bit(Permission p) { return 1ULL << static_cast<unsigned>(p); }
  std::uint64_t bits_ = 0;
};

/// What an account is for. An account may have several roles.
enum class Role {
  desk,
  clinician,
  administrator,
  auditor,
  operator_,
  partner,     ///< somebody at a partner institution
  office,      ///< 职能科室: decides cases, answers complaints
  technician,  ///< 检查技师
};
inline constexpr Role kRoles[] = {Role::desk,    Role::clinician, Role::administrator,
                                  Role::auditor, Role::operator_, Role::partner,
                                  Role::office,  Role::technician};
/// "desk", "clinician", "administrator", "auditor", "operator", "partner", "office", "technician".
std::string_view name_of(Role role);
std::optional<Role> role_from(std::string_view name);

Permissions permissions_of(Role role);
Permissions permissions_of(const std::vector<Role>& roles);
/// Everything but being a patient: who sits at the machine (the control socket).
Permissions all_staff_permissions();
/// What a kiosk's key usually gets.
Permissions kiosk_permissions();

}  // namespace yuyue::access
