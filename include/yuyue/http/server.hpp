#pragma once
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "yuyue/http/router.hpp"

namespace yuyue::http {

struct ListenAddress {
  Listener listener = Listener::open;
  std::string host;         ///< "0.0.0.0", "::", "127.0.0.1"; ignored for control
  unsigned short port = 0;  ///< 0: any free one (see Server::addresses)
  std::string unix_path;    ///< control only: a socket made with mode 0600
};

struct Limits {
  std::size_t header_bytes = 16 * 1024;        ///< 431 beyond
  std::size_t target_bytes = 4 * 1024;         ///< 414 beyond
  std::size_t connections = 10'000;            ///< refused with 503 beyond (per server)
  std::size_t connections_per_address = 0;     ///< 0: no limit (many patients share one address)
  std::chrono::seconds header_time{15};        ///< 408 beyond
  std::chrono::seconds body_time{30};
  std::chrono::seconds idle_time{75};          ///< keep-alive
  std::chrono::seconds write_time{30};
  std::chrono::seconds stop_time{20};          ///< hard deadline of stop()
};

/// How refusals of the server itself (404, 405, 413 …) and thrown errors become a body: the api
/// layer gives RFC 9457 problems. `allow` and other headers are added by the server.
using ProblemWriter = std::function<Response(const Request&, int status, std::string_view code)>;

/// One line per answered request, for the access log and the figures. Holds no personal data:
/// the route's pattern, not the path; no query; no address unless the log is asked for it.
struct AccessRecord {
  Listener listener;
  Verb verb;
  std::string_view pattern;  ///< empty if no route was found
  int status;
  std::size_t bytes_out;
  std::chrono::microseconds took;
  std::string_view request_id;
};

struct ServerHooks {
  ProblemWriter problem;
  std::function<void(const AccessRecord&)> on_answered;   ///< any thread
  std::function<void(const std::string&)> on_error;       ///< a handler threw: for the log
  /// Tried for GET/HEAD when no route matches (static files); null result: 404.
  std::function<std::shared_ptr<const SharedBody>(const Request&, Headers& extra)> fallback;
  std::function<Headers(const Request&)> security_headers; ///< added to every answer
};

struct ServerFigures {
  std::size_t connections = 0;
  std::uint64_t requests = 0;
  std::uint64_t refused_connections = 0;
};

/// HTTP/1.1 on Beast: keep-alive, pipelining, HEAD, conditional requests, compression, limits.
/// Knows no hospital.
class Server {
 public:
  Server(boost::asio::io_context& context, const Router& router, Limits limits, ServerHooks hooks);
  ~Server();
  /// Binds and begins to accept. Throws boost::system::system_error with the address in its text.
  void listen(const std::vector<ListenAddress>& addresses);
  /// Where it really listens ("127.0.0.1:8080"), in the order given to listen().
  std::vector<std::string> addresses() const;
  /// Graceful: no new connections, idle ones closed, busy ones answered with Connection: close.
  /// When all are gone (or Limits::stop_time has passed) the io_context has nothing left of ours
  /// and `on_stopped` is called. Thread-safe.
  void stop(std::function<void(bool all_answered)> on_stopped);
  ServerFigures figures() const;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace yuyue::http
