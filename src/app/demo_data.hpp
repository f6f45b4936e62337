#pragma once
// Reading the demo's files.
#include <toml++/toml.h>

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "yuyue/core/result.hpp"

namespace yuyue::app::demo_data {

/// The text of a file of sql/demo. Throws std::logic_error: not embedded.
std::string_view file(std::string_view name);
/// The same, read as TOML.
toml::table read(std::string_view name);

/// The value, or an exception that says what the demo's data got wrong.
template <class T>
T must(Result<T> result, const std::string& what) {
  if (!result) throw std::runtime_error("demo data: " + what + ": " + result.error().code);
  return std::move(*result);
}

inline std::string text(const toml::table& table, std::string_view key) {
  return table[key].value_or(std::string());
}

inline std::vector<std::string> texts(const toml::table& table, std::string_view key) {
  std::vector<std::string> out;
  if (const auto* list = table[key].as_array())
    for (const auto& item : *list) out.push_back(item.value_or(std::string()));
  return out;
}

template <class F>
void for_each_table(const toml::table& table, std::string_view key, F use) {
  if (const auto* list = table[key].as_array())
    for (const auto& item : *list) use(*item.as_table());
}

}  // namespace yuyue::app::demo_data
