#pragma once
#include <atomic>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <string>

#include "http/registry.hpp"
#include "yuyue/http/server.hpp"

namespace yuyue::http {

/// TCP and Unix sockets are one type here, so that reading and writing is compiled once.
using Socket = boost::asio::basic_stream_socket<boost::asio::generic::stream_protocol,
                                                boost::asio::io_context::executor_type>;
/// Errors come back beside the result instead of being thrown: most ends of connections are normal.
inline constexpr auto kAsTuple = boost::asio::as_tuple(boost::asio::use_awaitable);

/// Names of requests: unique within a run, and from run to run as good as unique.
class RequestIds {
 public:
  RequestIds();
  std::string next();  ///< 16 hexadecimal digits; thread-safe

 private:
  std::atomic<std::uint64_t> counter_;
};

/// What the connections share with their server. Everything here is thread-safe.
struct ServerState {
  ServerState(const Router& r, Limits l, ServerHooks h)
      : router(r), limits(l), hooks(std::move(h)) {}

  /// A refusal or failure as the layer above words it; if that fails, plainly. Never throws, except
  /// for want of memory.
  Response problem(const Request& request, int status) const;
  void report(const std::string& line) const noexcept;
  /// As the layer above wants them; if that fails, the one that is always right.
  Headers security_headers(const Request& request) const;

  const Router& router;
  const Limits limits;
  const ServerHooks hooks;
  Registry registry;
  RequestIds ids;
  std::atomic<bool> stopping{false};     ///< every answer from now on is its connection's last
  std::atomic<bool> ending_idle{false};  ///< a little later: who says nothing is hung up on
  std::atomic<std::uint64_t> requests{0};
  std::atomic<std::uint64_t> refused_connections{0};
  /// Called by the last connection to go.
  std::function<void()> on_empty;
};

}  // namespace yuyue::http
