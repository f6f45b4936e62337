// Values of request headers: what is accepted, encodings, entity tags, languages, cookies.
#include <cstdint>
#include <string_view>

#include "fuzz/expect.hpp"
#include "http/negotiation.hpp"
#include "yuyue/core/language.hpp"
#include "yuyue/http/message.hpp"

namespace {

using namespace yuyue;
using fuzz::expect;

bool is_within(std::string_view part, std::string_view whole) {
  return part.empty() ||
         (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

void look_at_negotiation(std::string_view text) {
  const auto trimmed = http::trimmed(text);
  expect(http::trimmed(trimmed) == trimmed, "trimmed once is trimmed");
  const auto type = http::media_type(text);
  expect(http::media_type(type) == type, "a media type stays as it is");
  expect(type.size() <= text.size(), "a media type is part of the value");
  http::is_utf8_or_unsaid(text);
  http::is_compressible(text);
  http::accepts(text, "application/json");
  http::accepts("*/*", text);
  expect(http::choose_encoding(text, false, false) == http::Encoding::identity,
         "what is not offered is not chosen");
  expect(http::choose_encoding(text, true, false) != http::Encoding::brotli,
         "what is not offered is not chosen");
  expect(!http::etag_matches(text, ""), "no tag, no match");
  http::etag_matches(text, "\"abc\"");
  preferred_language(text);
}

void look_at_cookie(std::string_view text) {
  http::Request request;
  request.headers["Cookie"] = text;
  const auto whole = request.header("Cookie");
  const auto token = request.cookie("yuyue_session");
  expect(is_within(token, whole), "a cookie's value is part of the header");
  expect(token.find(';') == std::string_view::npos, "a cookie's value ends where it ends");
  expect(request.header("cookie") == whole, "names of headers have no case");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  look_at_negotiation(text);
  look_at_cookie(text);
  return 0;
}
