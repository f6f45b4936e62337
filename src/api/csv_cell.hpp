#pragma once
#include <string>
#include <string_view>

namespace yuyue::api {

/// A text in a spreadsheet: no formula, no broken row.
inline std::string csv_cell(std::string_view text) {
  std::string out = "\"";
  if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos)
    out += '\'';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

}  // namespace yuyue::api
