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
  std::string host;         ///< "0.0.0.0", "::", "127.0.0.1"; an address, not a name
  unsigned short port = 0;  ///< 0: any free one (see Server::addresses)
  std::string unix_path;    ///< if not empty: a Unix socket made with mode 0600 instead
};

/// What one client, or all of them, may take. Times are looked
/// at on a round every tenth of the shortest of them, so that is how exactly they hold.
struct Limits {
  std::size_t header_bytes = 16 * 1024;  ///< 431 beyond
  std::size_t target_bytes = 4 * 1024;   ///< 414 beyond
  /// Refused with 503 beyond. The open listener gets seven eighths, so that a public rush does not
  /// shut the counter out; the control socket is not counted.
  std::size_t connections = 10'000;
  std::size_t connections_per_address = 0;        ///< 0: no limit (many patients share one address)
  std::chrono::milliseconds header_time{15'000};  ///< from the first byte to the last; 408 beyond
  std::chrono::milliseconds body_time{30'000};    ///< for the whole body; 408 beyond
  std::chrono::milliseconds idle_time{75'000};    ///< between two requests; closed beyond
  std::chrono::milliseconds write_time{30'000};   ///< without any progress; cut off beyond
  std::chrono::milliseconds beat_time{15'000};    ///< a stream of events says so much that it lives
  std::chrono::milliseconds stop_time{20'000};    ///< hard deadline of stop()
};

/// How refusals of the server itself (404, 405, 413 …) and thrown errors become a body: the api
/// layer gives RFC 9457 problems. `Allow` and other headers are added by the server. Codes:
/// malformed-request 400, not-found 404, method-not-allowed 405, not-acceptable 406,
/// request-timeout 408, length-required 411, body-too-large 413, target-too-long 414,
/// unsupported-media-type 415, expectation-failed 417, headers-too-large 431, internal-error 500,
/// not-implemented 501, overloaded 503, version-not-supported 505. The request may be incomplete.
using ProblemWriter = std::function<Response(const Request&, int status, std::string_view code)>;

/// One line per answered request, for the access log and the figures. Holds no personal data:
/// the route's pattern, not the path; no query; no address.
struct AccessRecord {
  Listener listener;
  Verb verb;
  std::string_view pattern;  ///< empty if no route was found
  int status;
  std::size_t bytes_out;
  /// From the first look at the request to the answer's last byte; of a stream of events, to its
  /// beginning.
  std::chrono::microseconds took;
  std::string_view request_id;
};

/// What the server asks of the layer above. All are called on the server's threads, several at
/// once; those left empty are done without.
struct ServerHooks {
  ProblemWriter problem;
  std::function<void(const AccessRecord&)> on_answered;
  /// A handler threw, or the server met something unexpected: one line for the log.
  std::function<void(const std::string&)> on_error;
  /// Tried for GET/HEAD when no route matches (static files); null result: 404. A path that is
  /// found only with a "/" added is redirected there.
  std::function<std::shared_ptr<const SharedBody>(const Request&, Headers& extra)> fallback;
  /// Added to every answer, except where the answer has the same header itself.
  std::function<Headers(const Request&)> security_headers;
};

struct ServerFigures {
  std::size_t connections = 0;
  std::uint64_t requests = 0;
  std::uint64_t refused_connections = 0;
};

/// HTTP/1.1 on Asio and Beast's parser: keep-alive, pipelining, HEAD, conditional requests,
/// compression, limits. Knows no hospital.
///
/// A connection is one coroutine, which never has two operations under way, so it needs no strand;
/// a handler that starts work beside itself brings its own. An idle connection keeps no buffer, and
/// a stream of events only its place in them.
class Server {
 public:
  /// `context` and `router` outlive the server; any number of threads may run the context.
  Server(boost::asio::io_context& context, const Router& router, Limits limits, ServerHooks hooks);
  ~Server();  ///< stops accepting; what is under way goes on as after stop()
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Binds and begins to accept. Throws boost::system::system_error with the address in its text.
  void listen(const std::vector<ListenAddress>& addresses);
  /// Where it really listens ("127.0.0.1:8080"), in the order given to listen().
  std::vector<std::string> addresses() const;
  /// Graceful: no new connections; streams of events ended; busy connections answered with
  /// Connection: close; idle ones closed after a moment in which a request that is already on its
  /// way is answered likewise. When all are gone the io_context has nothing left of ours and
  /// `on_stopped(true)` is called on one of its threads. When Limits::stop_time has passed, what is
  /// left is cut off and `on_stopped(false)` called at most a second later. Thread-safe.
  void stop(std::function<void(bool all_answered)> on_stopped);
  ServerFigures figures() const;  ///< thread-safe

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace yuyue::http
