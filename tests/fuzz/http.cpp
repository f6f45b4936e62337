// Requests as bytes: the head's end, the parser, the target. The first byte decides in which pieces
// the body arrives.
#include <algorithm>
#include <cstdint>
#include <string_view>

#include "fuzz/expect.hpp"
#include "http/request_parser.hpp"
#include "http/target.hpp"

namespace {

using namespace yuyue;
using fuzz::expect;
constexpr std::size_t kBodyLimit = 256;

void look_at_target(std::string_view text) {
  http::Request request;
  if (!http::parse_target(text, request)) return;
  expect(http::is_utf8(request.path), "an accepted path is UTF-8");
  expect(request.path.starts_with('/'), "an accepted path begins at the root");
  expect(request.path.find("/../") == std::string::npos && !request.path.ends_with("/.."),
         "an accepted path does not climb");
  expect(request.path.find('\0') == std::string::npos, "an accepted path holds no NUL");
}

void look_at_request(std::string_view bytes, std::size_t piece) {
  const http::Limits limits;
  const auto scan = http::scan_head(bytes, limits);
  if (scan.refused != 0 || scan.end == 0) return;
  expect(scan.end <= bytes.size(), "the head ends within what was read");
  http::Request request;
  http::RequestParser parser(request, limits);
  parser.limit_body(kBodyLimit);
  if (parser.parse_head(bytes.substr(0, scan.end)) != 0) return;
  auto rest = bytes.substr(scan.end);
  std::size_t available = 0;
  while (!parser.is_done() && available < rest.size()) {
    available = std::min(rest.size(), available + piece);
    int refused = 0;
    const auto taken = parser.parse_body(rest.substr(0, available), refused);
    expect(taken <= available, "no more is taken than was given");
    expect(request.body.size() <= kBodyLimit, "the body's limit holds");
    if (refused != 0) return;
    rest.remove_prefix(taken);
    available -= taken;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  look_at_target(text.substr(1));
  look_at_request(text.substr(1), 1 + static_cast<unsigned char>(text[0]) % 64);
  return 0;
}
