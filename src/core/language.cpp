#include "yuyue/core/language.hpp"

namespace yuyue {

// The first language of the list that we know wins; weights are rarely out of order in practice.
Language preferred_language(std::string_view accept_language) {
  while (!accept_language.empty()) {
    const auto comma = accept_language.find(',');
    auto item = accept_language.substr(0, comma);
    while (!item.empty() && item.front() == ' ') item.remove_prefix(1);
    if (item.starts_with("zh")) return Language::zh;
    if (item.starts_with("en")) return Language::en;
    if (comma == std::string_view::npos) break;
    accept_language.remove_prefix(comma + 1);
  }
  return Language::zh;
}

}  // namespace yuyue
