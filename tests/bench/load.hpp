#pragma once
#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "bench/socket.hpp"

namespace yuyue::bench {

/// What came back. Latencies are from the moment a request was due, so that a server that makes
/// requests wait is not flattered.
struct Answers {
  double seconds = 0;
  std::size_t good = 0;  ///< of the status wanted
  std::size_t bad = 0;
  std::string first_bad;  ///< the head of the first of them
  std::vector<double> latencies_ms;

  double rate() const { return static_cast<double>(good) / seconds; }
  double percentile_ms(double share) const;
};

/// Requests of which later ones need what earlier ones were answered.
struct Script {
  /// The n-th, once it is due; empty: an answer that it needs is still missing.
  std::function<std::string(std::size_t n)> request;
  /// Whether the n-th was answered as it should be.
  std::function<bool(std::size_t n, std::string_view answer)> is_good;
};

/// Sends whole HTTP/1.1 requests over keep-alive connections to 127.0.0.1, one at a time on each,
/// from one thread. Throws std::runtime_error when a connection breaks.
struct Load {
  unsigned short port;
  std::size_t connections = 64;
  int status = 200;  ///< that counts as good

  /// As fast as answers come back.
  Answers as_fast_as_possible(const std::vector<std::string_view>& requests) const;
  /// At an even rate, whether answers come back or not.
  Answers at_rate(const std::vector<std::string_view>& requests, double per_second) const;
  Answers at_rate(std::size_t count, double per_second, const Script& script) const;
};

/// One request and its whole answer.
std::string whole_answer(const Socket& socket, std::string_view request);
/// One request; returns the answer's body. Throws unless the answer is 200.
std::string ask(const Socket& socket, std::string_view request);
/// Of a whole answer, as `Script` gets it.
int status_of(std::string_view answer);
std::string_view body_of(std::string_view answer);

}  // namespace yuyue::bench
