#pragma once
#include <unicode/unistr.h>

#include <string>
#include <string_view>

namespace yuyue {

/// Broken UTF-8 becomes U+FFFD, so whatever comes out of these is well formed.
inline icu::UnicodeString to_unicode(std::string_view utf8) {
  return icu::UnicodeString::fromUTF8(
      icu::StringPiece(utf8.data(), static_cast<std::int32_t>(utf8.size())));
}

inline std::string to_utf8(const icu::UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

/// Calls `visit` with each code point.
template <class Visit>
void for_each_code_point(const icu::UnicodeString& text, Visit visit) {
  for (std::int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
    visit(text.char32At(at));
  }
}

}  // namespace yuyue
