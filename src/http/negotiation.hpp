#pragma once
#include <string>
#include <string_view>

namespace yuyue::http {

/// ASCII only, as header names and tokens are.
bool equal_ignoring_case(std::string_view a, std::string_view b);
/// Without spaces and tabs at either end.
std::string_view trimmed(std::string_view text);
/// Takes the part before the first `separator` off `rest` (all of it if there is none), trimmed.
std::string_view take_part(std::string_view& rest, char separator);

/// "Application/JSON; charset=utf-8" → "application/json".
std::string media_type(std::string_view content_type);
/// Text that shrinks: text/*, JSON, JavaScript, XML, SVG.
bool is_compressible(std::string_view content_type);
/// Whether the parameter charset is missing or says UTF-8.
bool is_utf8_or_unsaid(std::string_view content_type);

/// Whether an Accept value admits the type; a missing value admits all.
bool accepts(std::string_view accept, std::string_view content_type);

enum class Encoding { identity, gzip, brotli };
/// The best of those on offer by an Accept-Encoding value; equal wishes prefer brotli, then gzip.
/// Identity when nothing else is wanted, even if it is refused too (RFC 9110, 12.5.3 allows it).
Encoding choose_encoding(std::string_view accept_encoding, bool gzip_offered, bool brotli_offered);

/// If-None-Match by the weak comparison; `etag` with quotes. "*" matches every etag.
bool etag_matches(std::string_view if_none_match, std::string_view etag);

}  // namespace yuyue::http
