#include "yuyue/booking/clinic/calling.hpp"

#include <algorithm>
#include <initializer_list>
#include <string_view>

namespace yuyue::booking::clinic {

Calling calling_for(const std::set<std::string>& needs, int times) {
  const auto any_of = [&](std::initializer_list<std::string_view> names) {
    return std::ranges::any_of(
        names, [&](std::string_view name) { return needs.contains(std::string(name)); });
  };
  Calling calling;
  calling.times = times;
  calling.english = any_of({"language"});
  calling.slowly = any_of({"sight", "elderly", "cognition"});
  if (calling.slowly) ++calling.times;
  calling.fetch = any_of({"sight", "hearing", "cognition"});
  const bool slow_to_come = any_of({"wheelchair", "stretcher", "mobility", "elderly", "pregnancy"});
  if (slow_to_come || calling.fetch) {
    calling.patience = std::chrono::seconds{120};
    calling.extra_calls = 1;
  }
  return calling;
}

}  // namespace yuyue::booking::clinic
