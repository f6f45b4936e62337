#pragma once
#include <sstream>
#include <string>
#include <vector>

#include "yuyue/access/permission.hpp"

namespace yuyue::access {

// Sets of names as they stand in one column: separated by spaces.

inline std::string join_roles(const std::vector<Role>& roles) {
  std::string out;
  for (Role role : kRoles) {  // in one order, each once
    for (Role given : roles) {
      if (given != role) continue;
      if (!out.empty()) out += ' ';
      out += name_of(role);
      break;
    }
  }
  return out;
}

inline std::vector<Role> split_roles(const std::string& text) {
  std::vector<Role> roles;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    if (auto role = role_from(word)) roles.push_back(*role);
  }
  return roles;
}

inline std::string join_permissions(Permissions permissions) {
  std::string out;
  for (const std::string& name : permissions.names()) out += (out.empty() ? "" : " ") + name;
  return out;
}

inline Permissions split_permissions(const std::string& text) {
  Permissions permissions{Permission::anyone};
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    if (auto permission = permission_from(word)) permissions.add(*permission);
  }
  return permissions;
}

}  // namespace yuyue::access
