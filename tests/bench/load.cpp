#include "bench/load.hpp"

#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <deque>
#include <memory>
#include <stdexcept>

namespace yuyue::bench {
namespace {

using Clock = std::chrono::steady_clock;

std::runtime_error broken(const std::string& what) {
  return std::runtime_error(what + ": " + std::strerror(errno));
}

/// One keep-alive connection with at most one request under way.
class Client {
 public:
  explicit Client(const Socket& socket) : fd_(socket.fd()) {}
  int fd() const { return fd_; }

  void send(std::string_view request, Clock::time_point due, std::size_t number = 0) {
    due_ = due;
    number_ = number;
    received_.clear();
    // Requests are smaller than a socket's buffer, so they go at once.
    if (::send(fd(), request.data(), request.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(request.size()))
      throw broken("sending");
  }
  /// True when the whole answer is there.
  bool receive() {
    std::array<char, 64 * 1024> buffer;
    const auto got = ::recv(fd(), buffer.data(), buffer.size(), 0);
    if (got < 0 && errno == EAGAIN) return false;
    if (got <= 0) throw broken("the server closed a connection");
    received_.append(buffer.data(), static_cast<std::size_t>(got));
    const auto end = received_.find("\r\n\r\n");
    return end != std::string::npos && received_.size() >= end + 4 + content_length(end);
  }
  int status() const { return status_of(received_); }
  const std::string& received() const { return received_; }
  Clock::time_point due() const { return due_; }
  std::size_t number() const { return number_; }  ///< of the request

 private:
  std::size_t content_length(std::size_t end) const {
    constexpr std::string_view kName = "\r\nContent-Length: ";
    const auto at = std::string_view(received_).substr(0, end).find(kName);
    std::size_t length = 0;
    if (at != std::string_view::npos)
      std::from_chars(received_.data() + at + kName.size(), received_.data() + end, length);
    return length;
  }
  int fd_;
  std::string received_;
  Clock::time_point due_;
  std::size_t number_ = 0;
};

class Epoll {
 public:
  Epoll() : fd_(epoll_create1(EPOLL_CLOEXEC)) {}
  ~Epoll() { close(fd_); }
  Epoll(const Epoll&) = delete;
  Epoll& operator=(const Epoll&) = delete;
  void watch(int fd, void* who) const {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.ptr = who;
    if (epoll_ctl(fd_, EPOLL_CTL_ADD, fd, &event) != 0) throw broken("epoll");
  }
  /// Calls `use(who)` for everything that is readable; waits for the first.
  template <class F>
  void wait(F use) const {
    std::array<epoll_event, 128> events;
    const int count = epoll_wait(fd_, events.data(), events.size(), 10'000);
    if (count == 0) throw std::runtime_error("no answer within ten seconds");
    for (int i = 0; i < count; ++i) use(events[static_cast<std::size_t>(i)].data.ptr);
  }

 private:
  int fd_;
};

/// The clients, and the tally of what came back.
struct Crowd {
  Crowd(const Load& load, std::size_t requests) : wanted_status(load.status) {
    answers.latencies_ms.reserve(requests);
    for (std::size_t i = 0; i < std::min(load.connections, requests); ++i) {
      sockets.push_back(connect_to(load.port));
      clients.push_back(std::make_unique<Client>(sockets.back()));
      epoll.watch(clients.back()->fd(), clients.back().get());
    }
  }
  void count(const Client& client) { count(client, client.status() == wanted_status); }
  void count(const Client& client, bool is_good) {
    const auto took = Clock::now() - client.due();
    answers.latencies_ms.push_back(std::chrono::duration<double, std::milli>(took).count());
    if (is_good) {
      ++answers.good;
    } else if (answers.bad++ == 0) {
      answers.first_bad = client.received().substr(0, 2000);
    }
  }
  std::size_t answered() const { return answers.good + answers.bad; }

  const int wanted_status;
  Epoll epoll;
  std::vector<Socket> sockets;
  std::vector<std::unique_ptr<Client>> clients;
  Answers answers;
};

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

}  // namespace

double Answers::percentile_ms(double share) const {
  auto sorted = latencies_ms;
  std::ranges::sort(sorted);
  const auto at = static_cast<std::size_t>(share * static_cast<double>(sorted.size()));
  return sorted[std::min(at, sorted.size() - 1)];
}

Answers Load::as_fast_as_possible(const std::vector<std::string_view>& requests) const {
  Crowd crowd(*this, requests.size());
  const auto start = Clock::now();
  std::size_t next = 0;
  for (const auto& client : crowd.clients) client->send(requests[next++], start);
  while (crowd.answered() < requests.size()) {
    crowd.epoll.wait([&](void* who) {
      auto& client = *static_cast<Client*>(who);
      if (!client.receive()) return;
      crowd.count(client);
      if (next < requests.size()) client.send(requests[next++], Clock::now());
    });
  }
  crowd.answers.seconds = seconds_since(start);
  return crowd.answers;
}

Answers Load::at_rate(const std::vector<std::string_view>& requests, double per_second) const {
  const Script script{[&](std::size_t n) { return std::string(requests[n]); },
                      [&](std::size_t, std::string_view answer) {
                        return status_of(answer) == status;
                      }};
  return at_rate(requests.size(), per_second, script);
}

Answers Load::at_rate(std::size_t count, double per_second, const Script& script) const {
  Crowd crowd(*this, count);
  std::deque<Client*> idle;  // in turn, so that none rests until the server closes it
  for (const auto& client : crowd.clients) idle.push_back(client.get());
  const int timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  const itimerspec every_half_millisecond{{0, 500'000}, {0, 500'000}};
  timerfd_settime(timer, 0, &every_half_millisecond, nullptr);
  crowd.epoll.watch(timer, nullptr);

  const auto start = Clock::now();
  const auto due = [&](std::size_t n) {
    return start + std::chrono::duration_cast<Clock::duration>(
                       std::chrono::duration<double>(static_cast<double>(n) / per_second));
  };
  std::size_t next = 0;
  while (crowd.answered() < count) {
    crowd.epoll.wait([&](void* who) {
      if (!who) {
        std::uint64_t ticks = 0;
        [[maybe_unused]] const auto got = read(timer, &ticks, sizeof ticks);
        return;
      }
      auto* client = static_cast<Client*>(who);
      if (!client->receive()) return;
      crowd.count(*client, script.is_good(client->number(), client->received()));
      idle.push_back(client);
    });
    while (next < count && !idle.empty() && due(next) <= Clock::now()) {
      const auto request = script.request(next);
      if (request.empty()) break;
      idle.front()->send(request, due(next), next);
      idle.pop_front();
      ++next;
    }
  }
  close(timer);
  crowd.answers.seconds = seconds_since(start);
  return crowd.answers;
}

std::string whole_answer(const Socket& socket, std::string_view request) {
  Client client(socket);
  client.send(request, Clock::now());
  while (!client.receive()) {
    pollfd readable{socket.fd(), POLLIN, 0};
    if (poll(&readable, 1, 10'000) == 0) throw std::runtime_error("no answer within ten seconds");
  }
  return client.received();
}

std::string ask(const Socket& socket, std::string_view request) {
  const auto answer = whole_answer(socket, request);
  if (status_of(answer) != 200) throw std::runtime_error("unexpected answer: " + answer);
  return std::string(body_of(answer));
}

int status_of(std::string_view answer) {
  int status = 0;
  if (answer.size() > 12) std::from_chars(answer.data() + 9, answer.data() + 12, status);
  return status;
}

std::string_view body_of(std::string_view answer) {
  const auto end = answer.find("\r\n\r\n");
  return end == std::string_view::npos ? std::string_view() : answer.substr(end + 4);
}

}  // namespace yuyue::bench
