#pragma once
#include <string_view>

#include "yuyue/http/message.hpp"

namespace yuyue::http {

/// Fills path and query from a request-target in origin form. False for anything a browser or a
/// decent client does not send: absolute form, bad or hidden percent-encodings, NUL and other
/// control characters, what is not UTF-8, "." and ".." segments, encoded slashes, backslashes.
bool parse_target(std::string_view target, Request& into);

/// Well-formed UTF-8 without surrogates or overlong forms.
bool is_utf8(std::string_view text);

}  // namespace yuyue::http
