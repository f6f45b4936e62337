#include "test_server.hpp"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstring>
#include <filesystem>
#include <new>
#include <stdexcept>

namespace yuyue::http::test {

namespace asio = boost::asio;

std::string Reply::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? "" : found->second;
}

Client::Client(const std::string& address) {
  if (address.starts_with('/')) {
    fd_ = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un to{};
    to.sun_family = AF_UNIX;
    std::strncpy(to.sun_path, address.c_str(), sizeof(to.sun_path) - 1);
    REQUIRE(::connect(fd_, reinterpret_cast<sockaddr*>(&to), sizeof(to)) == 0);
  } else {
    fd_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    to.sin_port =
        htons(static_cast<std::uint16_t>(std::stoi(address.substr(address.find(':') + 1))));
    REQUIRE(::connect(fd_, reinterpret_cast<sockaddr*>(&to), sizeof(to)) == 0);
  }
  const timeval patience{3, 0};
  ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
}

Client::Client(Client&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

Client::~Client() {
  if (fd_ >= 0) ::close(fd_);
}

void Client::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;  // the server has hung up; receive() will tell
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

void Client::finish_sending() {
  ::shutdown(fd_, SHUT_WR);
}

bool Client::fill() {
  char buffer[8192];
  const auto got = ::recv(fd_, buffer, sizeof(buffer), 0);
  if (got < 0) REQUIRE_MESSAGE(errno == ECONNRESET, "the server neither answered nor hung up");
  if (got <= 0) return false;
  in_.append(buffer, static_cast<std::size_t>(got));
  return true;
}

bool Client::is_closed() {
  if (!in_.empty()) return false;
  return !fill();
}

std::optional<std::string> Client::receive_until(std::string_view separator) {
  std::size_t end = 0;
  while ((end = in_.find(separator)) == std::string::npos) {
    if (!fill()) return std::nullopt;
  }
  auto text = in_.substr(0, end);
  in_.erase(0, end + separator.size());
  return text;
}

std::optional<Reply> Client::receive(bool to_head) {
  std::size_t end = 0;
  while ((end = in_.find("\r\n\r\n")) == std::string::npos) {
    if (!fill()) return std::nullopt;
  }
  Reply reply;
  std::string head = in_.substr(0, end + 2);
  in_.erase(0, end + 4);
  reply.status = std::stoi(head.substr(9, 3));
  for (auto at = head.find("\r\n") + 2; at < head.size();) {
    const auto stop = head.find("\r\n", at);
    const auto line = head.substr(at, stop - at);
    auto name = line.substr(0, line.find(':'));
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    CHECK_MESSAGE(!reply.headers.contains(name), "sent twice: " << name);
    reply.headers[name] = line.substr(line.find(':') + 2);
    at = stop + 2;
  }
  const auto length = reply.header("content-length");
  const std::size_t size = to_head || length.empty() ? 0 : std::stoul(length);
  while (in_.size() < size) {
    if (!fill()) return std::nullopt;
  }
  reply.body = in_.substr(0, size);
  in_.erase(0, size);
  return reply;
}

Limits short_limits() {
  Limits limits;
  limits.header_bytes = 2048;
  limits.target_bytes = 256;
  limits.header_time = limits.body_time = std::chrono::milliseconds(300);
  limits.idle_time = std::chrono::milliseconds(400);
  limits.write_time = std::chrono::milliseconds(300);
  limits.stop_time = std::chrono::milliseconds(600);
  return limits;
}

TestServer::TestServer(Limits limits, bool with_control)
    : page_(make_shared_body("text/html; charset=utf-8", std::string(5000, 'p'), true)) {
  add_routes();
  server = std::make_unique<Server>(context_, router_, limits, hooks());
  std::vector<ListenAddress> addresses{{Listener::open, "127.0.0.1", 0, ""}};
  if (with_control) {
    unix_path = "/tmp/yuyue-http-test-" + std::to_string(::getpid()) + ".sock";
    addresses.push_back({Listener::control, "", 0, unix_path});
  }
  server->listen(addresses);
  for (int i = 0; i < 2; ++i) threads_.emplace_back([this] { context_.run(); });
}

TestServer::~TestServer() {
  release();
  if (!threads_.empty()) stop();
}

bool TestServer::stop() {
  std::promise<bool> done;
  auto answered = done.get_future();
  server->stop([&done](bool all) { done.set_value(all); });
  REQUIRE(answered.wait_for(std::chrono::seconds(5)) == std::future_status::ready);
  const bool all = answered.get();
  if (!all) release();
  for (auto& thread : threads_) thread.join();  // nothing of the server is left to run
  threads_.clear();
  return all;
}

std::optional<Reply> TestServer::ask(std::string_view request, bool to_head) const {
  auto client = connect();
  client.send(request);
  return client.receive(to_head);
}

std::vector<AccessRecord> TestServer::records(std::size_t count) {
  for (int i = 0; i < 300; ++i) {
    {
      const std::lock_guard lock(mutex_);
      if (records_.size() >= count) return records_;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  FAIL("no record was written");
  return {};
}

std::vector<std::string> TestServer::errors() {
  const std::lock_guard lock(mutex_);
  return errors_;
}

void TestServer::release() {
  released_ = true;
}

void TestServer::await_waiting() {
  REQUIRE(waiting_.get_future().wait_for(std::chrono::seconds(3)) == std::future_status::ready);
}

void TestServer::add_routes() {
  const auto add = [this](Verb verb, std::string pattern, auto answer, std::string body_type = "",
                          std::size_t limit = 1000) {
    Route route{verb, std::move(pattern), {}, true, false, false, limit, std::move(body_type)};
    route.handler = [answer](const Request& request) -> asio::awaitable<Response> {
      co_return answer(request);
    };
    router_.add(std::move(route));
  };
  add(Verb::get, "/hello", [](const Request& request) {
    return Response::json(200, "{\"hello\":\"" + std::string(request.query_or("name", "")) + "\"}");
  });
  add(Verb::get, "/long",
      [](const Request&) { return Response::json(200, '"' + std::string(5000, 'x') + '"'); });
  add(Verb::get, "/huge", [](const Request&) {
    return Response::text(200, "image/png", std::string(20'000'000, 'x'));
  });
  add(Verb::get, "/secret", [](const Request&) {
    auto response = Response::json(200, "{}");
    response.headers["Cache-Control"] = "no-store";
    return response;
  });
  add(Verb::get, "/shared", [page = page_](const Request&) {
    Response response;
    response.shared = page;
    return response;
  });
  add(Verb::get, "/throws", [](const Request&) -> Response { throw std::runtime_error("secret"); });
  add(Verb::get, "/no-memory", [](const Request&) -> Response { throw std::bad_alloc(); });
  add(Verb::get, "/bad-header", [](const Request&) {
    auto response = Response::no_content();
    response.headers["X-Split"] = "a\r\nSet-Cookie: b";
    return response;
  });
  add(
      Verb::post, "/echo",
      [](const Request& request) { return Response::text(201, "text/plain", request.body); },
      "application/json");
  add(
      Verb::post, "/upload",
      [](const Request& request) {
        return Response::text(200, "text/plain", std::to_string(request.body.size()));
      },
      "text/csv", 1'000'000);
  add(Verb::del, "/echo", [](const Request&) { return Response::no_content(); });

  const auto make_state = [this] {
    return state.empty() ? throw std::runtime_error("no state") : state;
  };
  events = std::make_shared<EventChannel>(make_state, EventChannel::Room{2100, 1'000'000});
  add(Verb::get, "/events", [this](const Request&) {
    auto response = Response::stream(events);
    response.may_go_on = [this] {
      return may_go_on.load();
    };
    return response;
  });

  Route elsewhere{Verb::get, "/elsewhere", {}, true, false, false, 0, ""};
  elsewhere.handler = [this](const Request& request) -> asio::awaitable<Response> {
    const auto home = co_await asio::this_coro::executor;
    co_await asio::post(elsewhere_, asio::use_awaitable);
    co_await asio::post(home, asio::use_awaitable);
    co_return Response::json(200, std::string(request.query_or("name", "")));
  };
  router_.add(std::move(elsewhere));

  Route wait{Verb::get, "/wait", {}, true, false, false, 0, ""};
  wait.handler = [this](const Request&) -> asio::awaitable<Response> {
    waiting_.set_value();
    asio::steady_timer timer(co_await asio::this_coro::executor);
    while (!released_) {
      timer.expires_after(std::chrono::milliseconds(2));
      co_await timer.async_wait(asio::use_awaitable);
    }
    co_return Response::json(200, "{}");
  };
  router_.add(std::move(wait));
  Route control{Verb::get, "/operator", {}, false, false, true, 0, ""};
  control.handler = [](const Request& request) -> asio::awaitable<Response> {
    co_return Response::json(200, '"' + request.remote + '"');
  };
  router_.add(std::move(control));
}

ServerHooks TestServer::hooks() {
  ServerHooks hooks;
  hooks.problem = [](const Request& request, int status, std::string_view code) {
    if (request.header("X-Break-Problem") == "yes") throw std::runtime_error("broken");
    return Response::json(status, "{\"code\":\"" + std::string(code) + "\"}");
  };
  hooks.on_answered = [this](const AccessRecord& record) {
    const std::lock_guard lock(mutex_);
    records_.push_back(record);
    records_.back().request_id = {};  // lives only as long as the call
  };
  hooks.on_error = [this](const std::string& line) {
    const std::lock_guard lock(mutex_);
    errors_.push_back(line);
  };
  hooks.fallback = [this](const Request& request, Headers& extra) {
    extra["Cache-Control"] = "no-cache";
    if (request.path == "/broken-page") throw std::runtime_error("cannot read it");
    return request.path == "/page/" ? page_ : nullptr;
  };
  hooks.security_headers = [](const Request&) {
    return Headers{{"X-Content-Type-Options", "nosniff"}, {"Cache-Control", "private"}};
  };
  return hooks;
}

std::string get(std::string_view path, std::string_view more_headers) {
  return "GET " + std::string(path) + " HTTP/1.1\r\nHost: h\r\n" + std::string(more_headers) +
         "\r\n";
}

std::string post(std::string_view path, std::string_view body, std::string_view more_headers) {
  return "POST " + std::string(path) +
         " HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\nContent-Type: application/json\r\n" + std::string(more_headers) + "\r\n" +
         std::string(body);
}

}  // namespace yuyue::http::test
