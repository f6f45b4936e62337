#include "http/answer.hpp"

#include <array>
#include <boost/beast/http/status.hpp>
#include <charconv>
#include <ctime>
#include <functional>
#include <stdexcept>

#include "http/compression.hpp"
#include "http/negotiation.hpp"

namespace yuyue::http {
namespace {

/// Packing a longer one would hold the thread for more than a few milliseconds.
constexpr std::size_t kLongestPackedInPassing = 512 * 1024;

/// "Sun, 22 Nov 2026 01:55:47 GMT"; made once a second and thread.
std::string_view date_now() {
  thread_local std::time_t made_at = 0;
  thread_local std::array<char, 40> text{};
  thread_local std::size_t length = 0;
  const std::time_t now = std::time(nullptr);
  if (now != made_at) {
    std::tm parts{};
    gmtime_r(&now, &parts);
    length = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    made_at = now;  // the program never leaves the C locale, so the names are English
  }
  return {text.data(), length};
}

/// A weak tag from the bytes: the same page may be sent packed or plain.
std::string weak_etag(std::string_view bytes) {
  std::array<char, 20> hex{};
  const auto hash = static_cast<std::uint64_t>(std::hash<std::string_view>{}(bytes));
  const auto end = std::to_chars(hex.data(), hex.data() + hex.size(), hash, 16).ptr;
  return "W/\"" + std::string(hex.data(), end) + '-' + std::to_string(bytes.size()) + '"';
}

void add(std::string& head, std::string_view name, std::string_view value) {
  constexpr std::string_view kNeverInValue("\r\n\0", 3);
  if (value.find_first_of(kNeverInValue) != std::string_view::npos) {
    throw std::logic_error("header " + std::string(name) + " holds a line break");
  }
  head.append(name).append(": ").append(value).append("\r\n");
}

bool is_read(const Request& request) {
  return request.verb == Verb::get || request.verb == Verb::head;
}

std::string_view value_of(const Headers& headers, std::string_view name) {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string_view{} : found->second;
}

}  // namespace

std::string_view code_of(int status) {
  switch (status) {
    case 400:
      return "malformed-request";
    case 404:
      return "not-found";
    case 405:
      return "method-not-allowed";
    case 406:
      return "not-acceptable";
    case 408:
      return "request-timeout";
    case 411:
      return "length-required";
    case 413:
      return "body-too-large";
    case 414:
      return "target-too-long";
    case 415:
      return "unsupported-media-type";
    case 417:
      return "expectation-failed";
    case 431:
      return "headers-too-large";
    case 501:
      return "not-implemented";
    case 503:
      return "overloaded";
    case 505:
      return "version-not-supported";
    default:
      return "internal-error";
  }
}

Answer::Answer(const Request& request, Response response, const Headers& security, Framing framing)
    : status_(response.status) {
  choose_body(request, response);
  write_head(request, response, security, framing);
  if (request.verb == Verb::head || status_ == 204 || status_ == 304) send_body_ = false;
}

std::string_view Answer::body() const {
  if (!send_body_) return {};
  return chosen_ ? *chosen_ : own_;
}

void Answer::choose_body(const Request& request, Response& response) {
  const bool fresh_read = is_read(request) && status_ == 200;
  const auto wanted = request.header("Accept-Encoding");
  if (response.shared) {
    shared_ = std::move(response.shared);
    response.headers.insert_or_assign("Content-Type", shared_->type);
    if (!response.headers.contains("ETag")) etag_ = shared_->etag;
  } else {
    own_ = std::move(response.body);
    const bool cacheable =
        value_of(response.headers, "Cache-Control").find("no-store") == std::string_view::npos;
    if (fresh_read && cacheable && !own_.empty() && !response.headers.contains("ETag")) {
      etag_ = weak_etag(own_);
    }
  }
  const auto etag = etag_.empty() ? value_of(response.headers, "ETag") : std::string_view(etag_);
  if (fresh_read && etag_matches(request.header("If-None-Match"), etag)) status_ = 304;

  if (shared_) {
    varies_ = !shared_->gzip.empty() || !shared_->brotli.empty();
    const auto encoding = choose_encoding(wanted, !shared_->gzip.empty(), !shared_->brotli.empty());
    chosen_ = &shared_->identity;
    if (encoding == Encoding::gzip) {
      chosen_ = &shared_->gzip;
      encoding_ = "gzip";
    } else if (encoding == Encoding::brotli) {
      chosen_ = &shared_->brotli;
      encoding_ = "br";
    }
  } else if (own_.size() >= kWorthPacking && own_.size() <= kLongestPackedInPassing &&
             !response.headers.contains("Content-Encoding") &&
             is_compressible(value_of(response.headers, "Content-Type"))) {
    varies_ = true;
    if (choose_encoding(wanted, true, false) == Encoding::gzip) {
      encoding_ = "gzip";
      if (status_ != 304) own_ = gzip(own_, 1);
    }
  }
  // The same strong tag may not stand for two sequences of bytes.
  if (!encoding_.empty() && etag_.starts_with('"')) etag_.insert(0, "W/");
}

void Answer::write_head(const Request& request, const Response& response, const Headers& security,
                        Framing framing) {
  head_.reserve(768);
  const auto reason =
      boost::beast::http::obsolete_reason(static_cast<boost::beast::http::status>(status_));
  head_.append("HTTP/1.1 ").append(std::to_string(status_)).append(" ");
  head_.append(reason.data(), reason.size()).append("\r\n");
  add(head_, "Date", date_now());
  if (!request.id.empty()) add(head_, "X-Request-Id", request.id);
  for (const auto& [name, value] : response.headers) {
    if (equal_ignoring_case(name, "Vary") && varies_) continue;
    if (status_ == 304 && equal_ignoring_case(name, "Content-Type")) continue;
    add(head_, name, value);
  }
  for (const auto& [name, value] : security) {
    if (!response.headers.contains(name)) add(head_, name, value);
  }
  if (!etag_.empty()) add(head_, "ETag", etag_);
  if (varies_) {
    const auto vary = value_of(response.headers, "Vary");
    add(head_, "Vary", vary.empty() ? "Accept-Encoding" : std::string(vary) + ", Accept-Encoding");
  }
  if (status_ != 304 && status_ != 204) {
    if (!encoding_.empty()) add(head_, "Content-Encoding", encoding_);
    if (!framing.goes_on) add(head_, "Content-Length", std::to_string(body().size()));
  }
  if (framing.close) {
    add(head_, "Connection", "close");
  } else if (framing.http10) {
    add(head_, "Connection", "keep-alive");
  }
  head_.append("\r\n");
}

}  // namespace yuyue::http
