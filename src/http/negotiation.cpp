#include "http/negotiation.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace yuyue::http {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// The q of "…;q=0.5" in thousandths; 1000 if unsaid, 0 if nonsense.
int quality(std::string_view parameters) {
  while (!parameters.empty()) {
    std::string_view value = take_part(parameters, ';');
    const auto name = take_part(value, '=');
    if (!equal_ignoring_case(name, "q")) continue;
    value = trimmed(value);
    double q = 0;
    const auto [end, error] =
        std::from_chars(value.data(), value.data() + value.size(), q, std::chars_format::fixed);
    if (error != std::errc{} || end != value.data() + value.size()) return 0;
    return q >= 0 && q <= 1 ? static_cast<int>(std::lround(q * 1000)) : 0;
  }
  return 1000;
}

}  // namespace

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string_view take_part(std::string_view& rest, char separator) {
  const auto end = rest.find(separator);
  const auto part = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
  return trimmed(part);
}

std::string media_type(std::string_view content_type) {
  std::string type(take_part(content_type, ';'));
  std::transform(type.begin(), type.end(), type.begin(), lower);
  return type;
}

bool is_compressible(std::string_view content_type) {
  const auto type = media_type(content_type);
  return type.starts_with("text/") || type.ends_with("+json") || type.ends_with("+xml") ||
         type == "application/json" || type == "application/javascript" ||
         type == "application/xml";
}

bool is_utf8_or_unsaid(std::string_view content_type) {
  take_part(content_type, ';');
  while (!content_type.empty()) {
    std::string_view value = take_part(content_type, ';');
    const auto name = take_part(value, '=');
    if (!equal_ignoring_case(name, "charset")) continue;
    value = trimmed(value);
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
      value = value.substr(1, value.size() - 2);
    }
    return equal_ignoring_case(value, "utf-8") || equal_ignoring_case(value, "utf8");
  }
  return true;
}

bool accepts(std::string_view accept, std::string_view content_type) {
  if (trimmed(accept).empty()) return true;
  const auto type = media_type(content_type);
  const auto group = type.substr(0, type.find('/'));
  int best_match = -1;  // 0: */*, 1: type/*, 2: type/subtype; the closest range decides
  bool wanted = false;
  while (!accept.empty()) {
    std::string_view parameters = take_part(accept, ',');
    const auto range = media_type(take_part(parameters, ';'));
    int match = -1;
    if (range == type) {
      match = 2;
    } else if (range == group + "/*") {
      match = 1;
    } else if (range == "*/*") {
      match = 0;
    }
    if (match < best_match || match < 0) continue;
    const bool yes = quality(parameters) > 0;
    wanted = match == best_match ? (wanted || yes) : yes;
    best_match = match;
  }
  return wanted;
}

Encoding choose_encoding(std::string_view accept_encoding, bool gzip_offered, bool brotli_offered) {
  int gzip = -1, brotli = -1, identity = -1, any = -1;
  while (!accept_encoding.empty()) {
    std::string_view parameters = take_part(accept_encoding, ',');
    const auto coding = take_part(parameters, ';');
    const int q = quality(parameters);
    if (equal_ignoring_case(coding, "gzip") || equal_ignoring_case(coding, "x-gzip")) gzip = q;
    if (equal_ignoring_case(coding, "br")) brotli = q;
    if (equal_ignoring_case(coding, "identity")) identity = q;
    if (coding == "*") any = q;
  }
  const auto wish = [any](int said, int unsaid) {
    if (said >= 0) return said;
    return any >= 0 ? any : unsaid;
  };
  const int plain = identity >= 0 ? identity : 0;  // unsaid, anything that is wanted is better
  const int br = brotli_offered ? wish(brotli, 0) : 0;
  const int gz = gzip_offered ? wish(gzip, 0) : 0;
  if (br > 0 && br >= gz && br >= plain) return Encoding::brotli;
  if (gz > 0 && gz >= plain) return Encoding::gzip;
  return Encoding::identity;
}

bool etag_matches(std::string_view if_none_match, std::string_view etag) {
  if (etag.empty()) return false;
  const auto opaque = [](std::string_view tag) {
    return tag.starts_with("W/") ? tag.substr(2) : tag;
  };
  // Our own tags hold no comma, so cutting at commas finds them whole.
  while (!if_none_match.empty()) {
    const auto tag = take_part(if_none_match, ',');
    if (tag == "*" || (!tag.empty() && opaque(tag) == opaque(etag))) return true;
  }
  return false;
}

}  // namespace yuyue::http
