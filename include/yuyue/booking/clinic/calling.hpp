#pragma once
#include <chrono>
#include <set>
#include <string>

// How people with special needs are called (R05).
namespace yuyue::booking::clinic {

struct Calling {
  int times = 2;         ///< a call is spoken so often
  bool slowly = false;   ///< and like this
  bool english = false;  ///< also in English
  bool fetch = false;    ///< somebody goes and guides them: neither voice nor screen may reach them
  std::chrono::seconds patience{
      60};              ///< shown so long, and waited for, before they are called again
  int extra_calls = 0;  ///< so many more than usual before they count as missed
  bool operator==(const Calling&) const = default;
};

/// `needs` are those of patients::known_needs(); `times` is what is usual where they wait.
Calling calling_for(const std::set<std::string>& needs, int times = 2);

}  // namespace yuyue::booking::clinic
