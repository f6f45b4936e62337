#pragma once
#include <boost/beast/http/basic_parser.hpp>
#include <string_view>

#include "yuyue/http/server.hpp"

namespace yuyue::http {

/// Where the head of a request ends in what has been read.
struct HeadScan {
  std::size_t end = 0;  ///< bytes of the head with its empty line; 0: more must be read
  int refused = 0;      ///< a status: more need not be read
};
/// Looks for the end before anything is parsed: Beast's own limit does not count the fields it has
/// already taken, so a head that trickles in could grow for ever.
HeadScan scan_head(std::string_view bytes, const Limits& limits);

/// Beast's parser, writing straight into our Request (no second copy of the fields).
///
/// The body's limit is enforced here, on the very bytes that are kept, whatever length was claimed.
class RequestParser final : public boost::beast::http::basic_parser<true> {
 public:
  RequestParser(Request& into, const Limits& limits);

  /// `head` is exactly what scan_head found. 0, or the status to refuse with; the request holds
  /// what could be understood.
  int parse_head(std::string_view head);
  /// How many bytes were taken; `refused` as above. Call until is_done().
  std::size_t parse_body(std::string_view bytes, int& refused);

  void limit_body(std::size_t bytes) { limit_body_ = bytes; }
  /// The request says how long its body is, or sends it in chunks.
  bool announces_body() const { return announces_body_; }
  bool is_http10() const { return http10_; }
  bool expects_continue() const { return expects_continue_; }

 private:
  using error_code = boost::beast::error_code;
  using string_view = boost::beast::string_view;
  void refuse(int status);
  void check_head();
  std::size_t append(string_view body, error_code& ec);

  void on_request_impl(boost::beast::http::verb, string_view method, string_view target,
                       int version, error_code&) override;
  void on_response_impl(int, string_view, int, error_code&) override {}
  void on_field_impl(boost::beast::http::field, string_view name, string_view value,
                     error_code&) override;
  void on_header_impl(error_code&) override { in_head_ = false; }
  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
  std::size_t on_body_impl(string_view body, error_code& ec) override { return append(body, ec); }
  void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, string_view body, error_code& ec) override {
    return append(body, ec);
  }
  void on_finish_impl(error_code&) override {}

  Request& request_;
  const Limits& limits_;
  std::size_t limit_body_ = 0;
  int refused_ = 0;
  bool in_head_ = true;
  bool announces_body_ = false;
  bool http10_ = false;
  bool expects_continue_ = false;
};

}  // namespace yuyue::http
