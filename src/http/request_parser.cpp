#include "http/request_parser.hpp"

#include <algorithm>
#include <array>
#include <boost/beast/http/error.hpp>
#include <optional>

#include "http/negotiation.hpp"
#include "http/target.hpp"

namespace yuyue::http {
namespace {

namespace beast_http = boost::beast::http;

constexpr std::size_t kMethodAndVersion = 32;  // what stands beside the target in a request line

std::optional<Verb> verb_named(std::string_view method) {
  for (Verb verb :
       {Verb::get, Verb::head, Verb::post, Verb::put, Verb::patch, Verb::del, Verb::options}) {
    if (name_of(verb) == method) return verb;
  }
  return std::nullopt;
}

/// Fields of which a second one changes a request's meaning for some readers and not for others.
bool must_be_single(beast_http::field name) {
  using beast_http::field;
  constexpr std::array kSingle{
      field::host,          field::content_length, field::content_type, field::transfer_encoding,
      field::authorization, field::expect,         field::origin,       field::content_encoding};
  return std::find(kSingle.begin(), kSingle.end(), name) != kSingle.end();
}

bool is_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_plausible_host(std::string_view host) {
  return host.size() <= 255 && std::all_of(host.begin(), host.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                  std::string_view("-._~:[]").find(c) != std::string_view::npos;
         });
}

/// "GET / HTTP/2.0": well formed, but not a version we speak.
bool names_another_version(std::string_view head) {
  const auto line = head.substr(0, head.find('\r'));
  const auto version = line.substr(line.find_last_of(' ') + 1);
  return version.size() == 8 && version.starts_with("HTTP/") && is_digits(version.substr(5, 1)) &&
         version[6] == '.' && is_digits(version.substr(7));
}

}  // namespace

HeadScan scan_head(std::string_view bytes, const Limits& limits) {
  const std::size_t longest_first_line = limits.target_bytes + kMethodAndVersion;
  std::size_t line = 0;
  bool first = true;
  for (;;) {
    const auto newline = bytes.find('\n', line);
    const auto length = (newline == std::string_view::npos ? bytes.size() : newline) - line;
    if (first && length > longest_first_line) return {0, 414};
    if (newline == std::string_view::npos) break;
    if (length == 0 || bytes[newline - 1] != '\r') return {0, 400};
    line = newline + 1;
    if (line > limits.header_bytes) return {0, 431};
    if (length == 1) return first ? HeadScan{0, 400} : HeadScan{line, 0};
    first = false;
  }
  if (bytes.size() > limits.header_bytes) return {0, 431};
  // Another protocol's greeting (TLS, for one) is told apart at once, not when the time is up.
  if (!bytes.empty() && (bytes[0] < 'A' || bytes[0] > 'z')) return {0, 400};
  return {};
}

RequestParser::RequestParser(Request& into, const Limits& limits)
    : request_(into), limits_(limits) {
  header_limit(static_cast<std::uint32_t>(limits.header_bytes + 1));
  body_limit(boost::none);  // limit_body() decides, when the route is known
}

void RequestParser::refuse(int status) {
  if (refused_ == 0) refused_ = status;
}

int RequestParser::parse_head(std::string_view head) {
  error_code error;
  put(boost::asio::buffer(head.data(), head.size()), error);
  if (error == beast_http::error::bad_version && names_another_version(head)) {
    refuse(505);
  } else if (error || !is_header_done()) {
    refuse(400);
  } else {
    check_head();
  }
  return refused_;
}

void RequestParser::check_head() {
  const auto host = request_.headers.find("Host");
  if (host == request_.headers.end() ? !http10_ : !is_plausible_host(host->second)) refuse(400);
  const auto length = request_.header("Content-Length");
  if (!length.empty() && !is_digits(length)) refuse(400);  // "5, 5" is refused, too
  if (const auto coding = request_.headers.find("Transfer-Encoding");
      coding != request_.headers.end()) {
    if (http10_ || !length.empty()) refuse(400);
    if (!equal_ignoring_case(coding->second, "chunked")) refuse(501);
  }
  announces_body_ = chunked() || content_length().has_value();
  if (const auto expect = request_.header("Expect"); !expect.empty() && !http10_) {
    expects_continue_ = equal_ignoring_case(expect, "100-continue");
    if (!expects_continue_) refuse(417);
  }
}

void RequestParser::on_request_impl(beast_http::verb, string_view method, string_view target,
                                    int version, error_code&) {
  // Faults are noted, not returned, so that the fields are read too: a refusal has a language.
  http10_ = version == 10;
  const auto verb = verb_named({method.data(), method.size()});
  if (!verb) refuse(501);
  request_.verb = verb.value_or(Verb::get);
  if (target.size() > limits_.target_bytes) return refuse(414);
  if (!http::parse_target({target.data(), target.size()}, request_)) refuse(400);
}

void RequestParser::on_field_impl(beast_http::field field, string_view name, string_view value,
                                  error_code&) {
  if (!in_head_) return;  // a trailer must not pass for a header
  const std::string_view text(value.data(), value.size());
  const bool clean = std::none_of(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
  });
  if (!clean) return refuse(400);
  auto [at, is_new] = request_.headers.try_emplace(std::string(name.data(), name.size()), text);
  if (is_new) return;
  if (must_be_single(field)) return refuse(400);
  at->second.append(field == beast_http::field::cookie ? "; " : ", ").append(text);
}

std::size_t RequestParser::append(string_view body, error_code& ec) {
  if (body.size() > limit_body_ - request_.body.size()) {
    ec = beast_http::error::body_limit;
    return 0;
  }
  request_.body.append(body.data(), body.size());
  return body.size();
}

std::size_t RequestParser::parse_body(std::string_view bytes, int& refused) {
  if (content_length().value_or(0) > limit_body_) {
    refused = 413;
    return 0;
  }
  eager(true);
  error_code error;
  const auto taken = put(boost::asio::buffer(bytes.data(), bytes.size()), error);
  if (error == beast_http::error::body_limit) {
    refused = 413;
  } else if (error && error != beast_http::error::need_more) {
    refused = 400;
  } else if (bytes.size() - taken > limits_.header_bytes && !is_done()) {
    refused = 431;  // a chunk's extension or trailer without end
  }
  return taken;
}

}  // namespace yuyue::http
