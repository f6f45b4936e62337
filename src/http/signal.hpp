#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace yuyue::http {

/// Wakes one coroutine, from any thread, for one of several reasons: something to send, something
/// to read, the time. A timer that is cancelled would do for one reason, but may not be touched by
/// two threads at once.
class Signal {
 public:
  using Executor = boost::asio::io_context::executor_type;
  explicit Signal(const Executor& executor) : executor_(executor) {}

  /// Until it has been raised since the last wait. One coroutine at a time, which holds it.
  boost::asio::awaitable<void> wait();
  void raise();
  /// Those of a whole audience, some dozens at a time: each wake-up on its own would cost as much
  /// as the writing that it is for.
  static void raise_all(const std::vector<std::shared_ptr<Signal>>& signals);

  /// Raises it because there is input (or its end).
  void hear();
  /// Whether there was; only once for each.
  bool take_heard();

 private:
  using Resume = std::function<void()>;
  Resume take();

  const Executor executor_;
  std::mutex mutex_;
  Resume waiting_;
  bool raised_ = false;
  bool heard_ = false;
};

}  // namespace yuyue::http
