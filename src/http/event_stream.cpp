// A connection that tells events: it writes what is new, and says at times that it is still there.
// It ends when the client goes, when it does not read, when whoever listens may not any more, and
// when the server stops.
#include <boost/asio/buffer.hpp>

#include "http/connection.hpp"

namespace yuyue::http {

namespace asio = boost::asio;
using std::chrono::steady_clock;

namespace {

/// An event, not a comment, because a page is not told of comments; without an id, so that the last
/// one stays what it was.
const auto kBeat = std::make_shared<const std::string>("event: beat\ndata: {}\n\n");
constexpr std::string_view kRetry = "retry: 2000\n\n";
/// A client that listens has nothing to say. One that does is not let do it for ever.
constexpr std::size_t kMostInput = 64 * 1024;
constexpr std::size_t kInputAtOnce = 4 * 1024;

}  // namespace

void Connection::prepare_stream(const Exchange& x, Response& response) {
  response.body = kRetry;
  if (x.request.verb != Verb::get) return;
  const auto last = x.request.header("Last-Event-ID");
  auto signal = std::make_shared<Signal>(socket_.get_executor());
  try {
    stream_.reset(new Stream{
        signal,
        {response.events, signal, last.empty() ? x.request.query_or("lastEventId", "") : last},
        {},
        std::move(response.may_go_on),
        x.request.id});
    stream_->first = stream_->reader.next();
  } catch (const std::exception& e) {
    server_->report(x.request.id + ": events: " + e.what());
    stream_ = nullptr;
    response = server_->problem(x.request, 500);
  }
}

asio::awaitable<void> Connection::tell_events() {
  const auto signal = stream_->signal;
  const auto beat = server_->limits.beat_time;
  std::string().swap(in_);
  const auto listen = [&] {
    socket_.async_wait(Socket::wait_read, [signal](boost::system::error_code) { signal->hear(); });
  };
  listen();
  auto said = steady_clock::now();
  auto asked = said;
  std::size_t dropped = 0;
  auto frames = std::exchange(stream_->first, {});
  for (; !server_->stopping; frames = stream_->reader.next()) {
    const auto now = steady_clock::now();
    if (signal->take_heard()) {
      if (!drop_input(dropped)) break;
      listen();
    }
    if (now - asked >= beat) {
      if (!stream_may_go_on()) break;
      asked = now;
    }
    if (frames.empty() && now - said >= beat) frames.push_back(kBeat);
    if (!frames.empty()) {
      if (!co_await tell(frames)) break;
      said = now;
      continue;
    }
    // The patrol is told before it is looked whether the server stops, and the server stops before
    // it has the patrol wake everybody: so one of them sees the other.
    watch_.wake(signal, std::chrono::ceil<std::chrono::milliseconds>(said + beat - now));
    if (server_->stopping) break;
    co_await signal->wait();
  }
}

asio::awaitable<bool> Connection::tell(const std::vector<EventReader::Frame>& frames) {
  for (std::size_t i = 0; i < frames.size(); i += 2) {
    const std::string_view second = i + 1 < frames.size() ? *frames[i + 1] : std::string_view();
    if (!co_await write(*frames[i], second)) co_return false;
    watch_.halt();
  }
  co_return true;
}

/// False: the input has ended, or there is too much of it.
bool Connection::drop_input(std::size_t& dropped) {
  for (;;) {
    const Input input = read_now(kInputAtOnce);
    dropped += in_.size();
    std::string().swap(in_);
    if (input == Input::ended || dropped > kMostInput) return false;
    if (input == Input::none) return true;
  }
}

bool Connection::stream_may_go_on() const {
  if (!stream_->may_go_on) return true;
  try {
    return stream_->may_go_on();
  } catch (const std::exception& e) {
    server_->report(stream_->request_id + ": may a stream go on: " + e.what());
    return false;
  }
}

}  // namespace yuyue::http
