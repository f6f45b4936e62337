#pragma once
#include <utility>

namespace yuyue::bench {

/// A connected socket, closed at the end.
class Socket {
 public:
  explicit Socket(int fd) : fd_(fd) {}
  Socket(Socket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Socket& operator=(Socket&&) = delete;
  ~Socket();
  int fd() const { return fd_; }

 private:
  int fd_;
};

/// To 127.0.0.1, non-blocking once connected. Throws std::runtime_error.
Socket connect_to(unsigned short port);

}  // namespace yuyue::bench
