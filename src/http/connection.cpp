#include "http/connection.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>

#include "http/answer.hpp"

namespace yuyue::http {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

constexpr std::size_t kReadSize = 4 * 1024;
constexpr std::size_t kReadSizeInBody = 32 * 1024;
constexpr std::size_t kPipelinedInARow = 16;
constexpr std::chrono::milliseconds kLingerTime{2000};
/// More than anything a client may send in good faith, so that one that sends all before it reads
/// gets the answer.
constexpr std::size_t kLingerBytes = 64 * 1024 * 1024;

}  // namespace

Connection::Connection(std::shared_ptr<ServerState> server, Socket socket, Origin origin)
    : server_(std::move(server)),
      socket_(std::move(socket)),
      watch_(socket_.native_handle()),
      origin_(std::move(origin)) {
  server_->registry.add(watch_, origin_.address, origin_.counted);
  error_code ignored;  // a socket that cannot be made non-blocking fails at its first use
  socket_.non_blocking(true, ignored);
}

Connection::~Connection() {
  server_->registry.remove(watch_, origin_.address, origin_.counted);
  error_code ignored;
  socket_.close(ignored);
  if (server_->stopping && server_->registry.count() == 0 && server_->on_empty) server_->on_empty();
}

asio::awaitable<void> Connection::serve() {
  for (std::size_t served = 0;; ++served) {
    if (in_.empty()) {
      watch_.wind(Watch::Cut::reading,
                  served == 0 ? server_->limits.header_time : server_->limits.idle_time);
      if (!co_await wait_while_idle()) break;
    } else if (served % kPipelinedInARow == 0) {
      co_await asio::post(asio::use_awaitable);  // others get their turn
    }
    if (!co_await serve_one()) break;
  }
  if (stream_) co_return co_await tell_events();
  if (unread_input_ || !in_.empty()) co_await linger();
}

asio::awaitable<void> Connection::refuse() {
  Exchange x(server_->limits);
  x.request.remote = origin_.address;
  x.request.listener = origin_.listener;
  x.request.id = server_->ids.next();
  x.close = true;
  co_await send(x, refusal(*server_, x, 503));
  co_await linger();
}

asio::awaitable<bool> Connection::wait_while_idle() {
  std::string().swap(in_);  // gives the memory back
  watch_.set_idle(true);
  // Had the idle ones been ended before the line above, this one would not have been seen; if they
  // are ended after it, our input is.
  if (server_->ending_idle) co_return false;
  const auto [error] = co_await socket_.async_wait(Socket::wait_read, kAsTuple);
  watch_.set_idle(false);
  co_return !error;
}

Connection::Input Connection::read_now(std::size_t room) {
  const std::size_t kept = in_.size();
  in_.resize(kept + room);
  error_code error;
  const std::size_t got = socket_.read_some(asio::buffer(in_.data() + kept, room), error);
  in_.resize(kept + (error ? 0 : got));
  if (error == asio::error::would_block || error == asio::error::try_again) return Input::none;
  return error ? Input::ended : Input::some;
}

asio::awaitable<bool> Connection::read_more(std::size_t room) {
  for (;;) {
    const Input input = read_now(room);
    if (input != Input::none) co_return input == Input::some;
    const auto [error] = co_await socket_.async_wait(Socket::wait_read, kAsTuple);
    if (error) co_return false;
  }
}

asio::awaitable<bool> Connection::serve_one() {
  Exchange x(server_->limits);
  x.request.remote = origin_.address;
  x.request.listener = origin_.listener;
  x.request.id = server_->ids.next();
  watch_.wind(Watch::Cut::reading, server_->limits.header_time);
  auto refused = co_await read_head(x);
  if (!refused) co_return false;
  x.request.language = preferred_language(x.request.header("Accept-Language"));
  if (*refused != 0) {
    x.close = true;
  } else {
    x.close = !x.parser.keep_alive();
    refused = choose_route(*server_, x);
    if (*refused == 0 && !x.parser.is_done()) {
      refused = co_await read_body(x);
      if (!refused) co_return false;
    }
    // What a refused request still has to send would be taken for the next request.
    if (!x.parser.is_done()) x.close = true;
  }
  watch_.halt();
  if (*refused != 0) {
    unread_input_ = x.close;
    co_return co_await send(x, refusal(*server_, x, *refused));
  }
  Response response = co_await respond(*server_, x);
  co_return co_await send(x, std::move(response));
}

/// The input ended where more was expected.
std::optional<int> Connection::missing_input(bool in_head) const {
  if (watch_.has_run_out()) {
    if (in_head && in_.empty()) return std::nullopt;
    return 408;
  }
  if (in_head && in_.empty()) return std::nullopt;
  return 400;
}

asio::awaitable<std::optional<int>> Connection::read_head(Exchange& x) {
  for (;;) {
    while (in_.starts_with("\r\n")) in_.erase(0, 2);  // some clients end a body with one too many
    const bool half_line_end = in_ == "\r";
    const HeadScan scan = half_line_end ? HeadScan{} : scan_head(in_, server_->limits);
    if (scan.refused != 0) co_return scan.refused;
    if (scan.end != 0) {
      const int refused = x.parser.parse_head(std::string_view(in_).substr(0, scan.end));
      in_.erase(0, scan.end);
      co_return refused;
    }
    if (!co_await read_more(kReadSize)) co_return missing_input(true);
  }
}

asio::awaitable<std::optional<int>> Connection::read_body(Exchange& x) {
  watch_.wind(Watch::Cut::reading, server_->limits.body_time);
  if (x.parser.expects_continue() && in_.empty()) {
    if (!co_await write("HTTP/1.1 100 Continue\r\n\r\n", {})) co_return std::nullopt;
    watch_.wind(Watch::Cut::reading, server_->limits.body_time);
  }
  const bool is_long = x.parser.content_length().value_or(kReadSizeInBody) > kReadSize;
  const std::size_t room = is_long ? kReadSizeInBody : kReadSize;
  while (!x.parser.is_done()) {
    if (!in_.empty()) {
      int refused = 0;
      const auto taken = x.parser.parse_body(in_, refused);
      in_.erase(0, taken);
      if (refused != 0) co_return refused;
      if (x.parser.is_done()) break;
    }
    if (!co_await read_more(room)) co_return missing_input(false);
  }
  co_return 0;
}

asio::awaitable<bool> Connection::send(Exchange& x, Response response) {
  const bool goes_on = response.events != nullptr;
  if (goes_on) prepare_stream(x, response);
  if (server_->stopping || goes_on) x.close = true;
  const Framing framing{x.close, x.parser.is_http10(), response.events != nullptr};
  const Headers security = server_->security_headers(x.request);
  std::optional<Answer> answer;
  try {
    answer.emplace(x.request, std::move(response), security, framing);
  } catch (const std::exception& e) {
    server_->report(x.request.id + ": writing the answer: " + e.what());
    answer.emplace(x.request, server_->problem(x.request, 500), security, framing);
  }
  ++server_->requests;
  const bool sent = co_await write(answer->head(), answer->body());
  watch_.halt();
  if (!sent || answer->status() != 200) stream_ = nullptr;
  record(*server_, x, answer->status(), answer->head().size() + answer->body().size());
  co_return sent && !x.close;
}

asio::awaitable<bool> Connection::write(std::string_view head, std::string_view body) {
  for (;;) {
    const std::array<asio::const_buffer, 2> rest{asio::buffer(head.data(), head.size()),
                                                 asio::buffer(body.data(), body.size())};
    error_code error;
    std::size_t sent = socket_.write_some(rest, error);  // mostly takes all of it at once
    if (error == asio::error::would_block || error == asio::error::try_again) {
      watch_.wind(Watch::Cut::everything, server_->limits.write_time);
      const auto [failed] = co_await socket_.async_wait(Socket::wait_write, kAsTuple);
      if (failed || watch_.has_run_out()) co_return false;
      continue;
    }
    if (error) co_return false;
    const std::size_t of_head = std::min(sent, head.size());
    head.remove_prefix(of_head);
    body.remove_prefix(sent - of_head);
    if (head.empty() && body.empty()) co_return true;
  }
}

/// Closing a socket with unread input resets the connection, and the reset may overtake the answer:
/// so the client is told that there is no more, and given a moment to notice.
asio::awaitable<void> Connection::linger() {
  error_code error;
  socket_.shutdown(Socket::shutdown_send, error);
  if (error) co_return;
  watch_.wind(Watch::Cut::reading, std::min(kLingerTime, server_->limits.header_time));
  std::size_t dropped = 0;
  while (dropped < kLingerBytes) {
    in_.clear();
    if (!co_await read_more(kReadSizeInBody)) co_return;
    dropped += in_.size();
  }
}

}  // namespace yuyue::http
