#include "bench/audience.hpp"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <stdexcept>
#include <utility>

namespace yuyue::bench {
namespace {

/// "ahead" of a place; -1: it has none.
int ahead_in(std::string_view event) {
  constexpr std::string_view kName = "\"ahead\":";
  int ahead = -1;
  const auto at = event.find(kName);
  if (at != event.npos)
    std::from_chars(event.data() + at + kName.size(), event.data() + event.size(), ahead);
  return ahead;
}

}  // namespace

struct Audience::Listener {
  Socket socket;
  Kind kind;
  std::size_t clinic;
  bool opened = false, waits = false, has_left = false;
  int ahead = -1;
  std::string rest{};  ///< what has come of the next event

  /// Whether this event tells of a call.
  bool takes(std::string_view event) {
    if (kind == Kind::display) return event.find("event: call\n") != event.npos;
    if (event.find("\"state\":\"called\"") != event.npos) return has_left = true;
    return std::exchange(ahead, ahead_in(event)) != ahead;
  }
};

Audience::Audience() : epoll_(epoll_create1(EPOLL_CLOEXEC)) {}
Audience::~Audience() {
  close(epoll_);
}

void Audience::add(unsigned short port, const std::string& request, Kind kind, std::size_t clinic) {
  listeners_.push_back(std::make_unique<Listener>(Listener{connect_to(port), kind, clinic}));
  auto& listener = *listeners_.back();
  if (::send(listener.socket.fd(), request.data(), request.size(), MSG_NOSIGNAL) !=
      static_cast<ssize_t>(request.size()))
    throw std::runtime_error("a listener cannot ask");
  epoll_event wanted{};
  wanted.events = EPOLLIN;
  wanted.data.ptr = &listener;
  epoll_ctl(epoll_, EPOLL_CTL_ADD, listener.socket.fd(), &wanted);
  const auto end = Clock::now() + std::chrono::seconds(10);
  while (!listener.opened) {
    if (Clock::now() > end) throw std::runtime_error("a stream does not begin: " + listener.rest);
    hear(std::chrono::seconds(1));
  }
}

std::size_t Audience::expect() {
  missing_ = 0;
  for (const auto& listener : listeners_) {
    listener->waits = !listener->has_left;
    missing_ += listener->waits ? 1 : 0;
  }
  return missing_;
}

void Audience::hear(std::chrono::milliseconds patience,
                    const std::vector<Clock::time_point>& sent) {
  std::array<epoll_event, 256> events;
  const int count =
      epoll_wait(epoll_, events.data(), events.size(), static_cast<int>(patience.count()));
  for (int i = 0; i < count; ++i)
    read(*static_cast<Listener*>(events[static_cast<std::size_t>(i)].data.ptr), sent);
}

void Audience::rest(std::chrono::milliseconds time) {
  for (const auto end = Clock::now() + time; Clock::now() < end;)
    hear(std::chrono::milliseconds(50));
}

void Audience::read(Listener& listener, const std::vector<Clock::time_point>& sent) {
  std::array<char, 64 * 1024> buffer;
  const auto got = ::recv(listener.socket.fd(), buffer.data(), buffer.size(), 0);
  if (got <= 0) throw std::runtime_error("the server ended a stream");
  const auto now = Clock::now();
  listener.rest.append(buffer.data(), static_cast<std::size_t>(got));
  for (std::size_t end; (end = listener.rest.find("\n\n")) != std::string::npos;) {
    const auto event = std::string_view(listener.rest).substr(0, end);
    if (event.find("\nevent: snapshot\n") != event.npos) listener.opened = true;
    if (event.find("event: beat\n") == event.npos && listener.takes(event) && listener.waits &&
        !sent.empty()) {
      listener.waits = false;
      --missing_;
      took_ms_.push_back(
          std::chrono::duration<double, std::milli>(now - sent.at(listener.clinic)).count());
    }
    listener.rest.erase(0, end + 2);
  }
}

}  // namespace yuyue::bench
