#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http/event_reader.hpp"
#include "http/exchange.hpp"

namespace yuyue::http {

/// Where a connection came in and from whom.
struct Origin {
  Listener listener = Listener::open;
  std::string address;  ///< "203.0.113.7"; "unix"
  bool counted = true;  ///< towards the limit of connections
};

/// One client's connection: a coroutine that reads a request, has it answered, and begins again.
///
/// While nothing is asked of it, it holds no buffer and only its outermost coroutine; while it
/// tells events, nothing of the request either.
class Connection {
 public:
  Connection(std::shared_ptr<ServerState> server, Socket socket, Origin origin);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Serves until one side ends it. Throws nothing but want of memory.
  boost::asio::awaitable<void> serve();
  /// Says 503 and hangs up: there are too many connections.
  boost::asio::awaitable<void> refuse();

 private:
  /// What the connection is there for, once it tells events (event_stream.cpp).
  struct Stream {
    std::shared_ptr<Signal> signal;
    EventReader reader;
    std::vector<EventReader::Frame> first;
    std::function<bool()> may_go_on;
    std::string request_id;
  };
  enum class Input { some, none, ended };

  Input read_now(std::size_t room);
  boost::asio::awaitable<bool> read_more(std::size_t room);  ///< false: the input has ended
  boost::asio::awaitable<bool> wait_while_idle();
  boost::asio::awaitable<bool> serve_one();  ///< false: the connection is over
  /// 0, a status to refuse with, or nothing if there is nobody left to answer.
  boost::asio::awaitable<std::optional<int>> read_head(Exchange& x);
  boost::asio::awaitable<std::optional<int>> read_body(Exchange& x);
  std::optional<int> missing_input(bool in_head) const;
  boost::asio::awaitable<bool> send(Exchange& x, Response response);
  boost::asio::awaitable<bool> write(std::string_view head, std::string_view body);
  boost::asio::awaitable<void> linger();
  /// Makes ready to tell the response's events, or puts a problem in its place.
  void prepare_stream(const Exchange& x, Response& response);
  boost::asio::awaitable<void> tell_events();
  boost::asio::awaitable<bool> tell(const std::vector<EventReader::Frame>& frames);
  bool drop_input(std::size_t& dropped);
  bool stream_may_go_on() const;

  std::shared_ptr<ServerState> server_;
  Socket socket_;
  Watch watch_;
  Origin origin_;
  std::string in_;             ///< read and not yet parsed
  bool unread_input_ = false;  ///< the client may still be sending what nobody will read
  std::unique_ptr<Stream> stream_;
};

}  // namespace yuyue::http
