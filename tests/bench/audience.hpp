#pragma once
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bench/socket.hpp"

namespace yuyue::bench {

/// Displays and phones that listen to events, read by one thread.
class Audience {
 public:
  using Clock = std::chrono::steady_clock;
  enum class Kind { display, phone };

  Audience();
  ~Audience();
  Audience(const Audience&) = delete;
  Audience& operator=(const Audience&) = delete;

  /// One more, in the waiting room of a clinic; returns when it has its snapshot.
  void add(unsigned short port, const std::string& request, Kind kind, std::size_t clinic);
  std::size_t size() const { return listeners_.size(); }

  /// From now on everybody waits for a call: a display for the call itself, a phone for its place
  /// to be another one. Returns how many; whoever has been called has left.
  std::size_t expect();
  bool all_have_heard() const { return missing_ == 0; }
  /// Reads what has come; `sent`: when each clinic's call was.
  void hear(std::chrono::milliseconds patience, const std::vector<Clock::time_point>& sent = {});
  void rest(std::chrono::milliseconds time);
  /// From each call to each of those who heard it.
  const std::vector<double>& took_ms() const { return took_ms_; }

 private:
  struct Listener;
  void read(Listener& listener, const std::vector<Clock::time_point>& sent);

  const int epoll_;
  std::vector<std::unique_ptr<Listener>> listeners_;
  std::size_t missing_ = 0;
  std::vector<double> took_ms_;
};

}  // namespace yuyue::bench
