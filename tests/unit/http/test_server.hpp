#pragma once
// A server in the test's own process and a client that speaks bytes, so that tests can be as rude
// as the internet is.
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <chrono>
#include <future>
#include <map>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "yuyue/http/events.hpp"
#include "yuyue/http/server.hpp"

namespace yuyue::http::test {

/// A response as read off the wire.
struct Reply {
  int status = 0;
  std::map<std::string, std::string> headers;  ///< names in lower case
  std::string body;

  std::string header(const std::string& name) const;
};

class Client {
 public:
  explicit Client(const std::string& address);  ///< "127.0.0.1:1234" or a Unix socket's path
  ~Client();
  Client(Client&& other) noexcept;
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void send(std::string_view bytes);
  void finish_sending();
  /// The next answer; nothing if the connection ended first. Fails the test after three seconds.
  /// `to_head`: an answer to HEAD, which has a length and no body.
  std::optional<Reply> receive(bool to_head = false);
  /// What comes up to (and without) the separator; nothing if the connection ended first.
  std::optional<std::string> receive_until(std::string_view separator);
  /// True if the server closes without sending more, within three seconds.
  bool is_closed();

 private:
  bool fill();
  int fd_;
  std::string in_;
};

/// Limits short enough for a test to run into each of them.
Limits short_limits();

class TestServer {
 public:
  explicit TestServer(Limits limits = short_limits(), bool with_control = false);
  ~TestServer();

  Client connect() const { return Client(server->addresses().at(0)); }
  std::optional<Reply> ask(std::string_view request, bool to_head = false) const;
  /// Stops and waits; what on_stopped was told.
  bool stop();

  /// When there are `count` of them: the record follows the answer.
  std::vector<AccessRecord> records(std::size_t count);
  std::vector<std::string> errors();
  /// The route /wait answers when this is called.
  void release();
  /// Until a request waits in /wait.
  void await_waiting();

  std::string unix_path;

 private:
  void add_routes();
  ServerHooks hooks();

  boost::asio::thread_pool elsewhere_{1};  // as the store's writer is to a handler
  boost::asio::io_context context_;        // outlives the server, as it must
  Router router_;

 public:
  std::unique_ptr<Server> server;
  /// What /events tells, and the state it begins with (empty: cannot be made).
  std::shared_ptr<EventChannel> events;
  std::string state = "{}";
  std::atomic<bool> may_go_on{true};

 private:
  std::mutex mutex_;
  std::vector<AccessRecord> records_;
  std::vector<std::string> errors_;
  std::shared_ptr<const SharedBody> page_;
  std::promise<void> waiting_;
  std::atomic<bool> released_{false};
  std::vector<std::thread> threads_;
};

std::string get(std::string_view path, std::string_view more_headers = "");
std::string post(std::string_view path, std::string_view body, std::string_view more_headers = "");

}  // namespace yuyue::http::test
