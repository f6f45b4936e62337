#include "http/target.hpp"

#include <algorithm>
#include <optional>

namespace yuyue::http {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

/// Tab and line ends may stand in what people typed (the query), never in a path.
std::optional<std::string> decode(std::string_view text, bool in_query) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (is_control(c)) return std::nullopt;
    if (c == '+' && in_query) {
      c = ' ';
    } else if (c == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      c = static_cast<char>(high * 16 + low);
      i += 2;
      const bool white = c == '\t' || c == '\n' || c == '\r';
      if (is_control(c) && !(in_query && white)) return std::nullopt;
      if (!in_query && (c == '/' || c == '\\')) return std::nullopt;
    } else if (c == '\\' || c == '#') {
      return std::nullopt;
    }
    out.push_back(c);
  }
  if (!is_utf8(out)) return std::nullopt;
  return out;
}

bool has_dot_segment(std::string_view path) {
  while (!path.empty()) {
    path.remove_prefix(1);  // the slash
    const auto segment = path.substr(0, path.find('/'));
    if (segment == "." || segment == "..") return true;
    path.remove_prefix(segment.size());
  }
  return false;
}

bool parse_query(std::string_view text, std::map<std::string, std::string>& into) {
  while (!text.empty()) {
    const auto pair = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(text.size(), pair.size() + 1));
    if (pair.empty()) continue;
    const auto equals = pair.find('=');
    auto name = decode(pair.substr(0, equals), true);
    auto value = decode(equals == std::string_view::npos ? "" : pair.substr(equals + 1), true);
    if (!name || !value) return false;
    into.insert_or_assign(std::move(*name), std::move(*value));
  }
  return true;
}

}  // namespace

bool is_utf8(std::string_view text) {
  const auto* p = reinterpret_cast<const unsigned char*>(text.data());
  const auto* end = p + text.size();
  while (p < end) {
    if (*p < 0x80) {
      ++p;
      continue;
    }
    int more = 0;
    unsigned char least = 0x80, most = 0xbf;  // bounds of the second byte
    if (*p >= 0xc2 && *p <= 0xdf) {
      more = 1;
    } else if (*p >= 0xe0 && *p <= 0xef) {
      more = 2;
      if (*p == 0xe0) least = 0xa0;
      if (*p == 0xed) most = 0x9f;
    } else if (*p >= 0xf0 && *p <= 0xf4) {
      more = 3;
      if (*p == 0xf0) least = 0x90;
      if (*p == 0xf4) most = 0x8f;
    } else {
      return false;
    }
    if (end - p <= more || p[1] < least || p[1] > most) return false;
    for (int i = 2; i <= more; ++i) {
      if (p[i] < 0x80 || p[i] > 0xbf) return false;
    }
    p += more + 1;
  }
  return true;
}

bool parse_target(std::string_view target, Request& into) {
  if (!target.starts_with('/')) return false;
  const auto question = target.find('?');
  auto path = decode(target.substr(0, question), false);
  if (!path || has_dot_segment(*path)) return false;
  into.path = std::move(*path);
  if (question == std::string_view::npos) return true;
  return parse_query(target.substr(question + 1), into.query);
}

}  // namespace yuyue::http
