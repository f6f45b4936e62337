#pragma once
#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace yuyue::http {

class Signal;

/// One connection's clock. The connection winds it; the server's patrol looks at all of them and
/// shuts down the socket whose time is up, which the connection sees as the end of its input (so
/// it can still answer 408) or as a failed write.
///
/// This is instead of a timer per operation (tcp_stream): that closes the socket, so nothing could
/// be answered, and costs two timer operations for every read and write.
class Watch {
 public:
  enum class Cut { reading, everything };

  explicit Watch(int socket) : socket_(socket) {}
  void wind(Cut what, std::chrono::milliseconds time);
  void halt() { due_.store(kNever); }
  /// The time was up and the socket has been shut down.
  bool has_run_out() const { return run_out_.load(); }
  void set_idle(bool idle) { idle_.store(idle); }
  /// From now on the patrol raises the signal when it is time. Always the same one.
  void wake(const std::shared_ptr<Signal>& signal, std::chrono::milliseconds in);

 private:
  friend class Registry;
  static constexpr std::int64_t kNever = INT64_MAX;
  static std::int64_t now_millis();

  int socket_;
  /// Milliseconds of the steady clock, times two, plus one where everything is to be cut: a single
  /// word, so that the patrol takes either the old or the new time, never half of each.
  std::atomic<std::int64_t> due_{kNever};
  std::atomic<bool> run_out_{false};
  std::atomic<bool> idle_{false};
  std::shared_ptr<Signal> signal_;  ///< set before wake_at_ for the first time, and read after it
  std::atomic<std::int64_t> wake_at_{kNever};
  std::size_t index_ = 0;  ///< in the registry
};

/// All connections of a server. Thread-safe. A watch is removed before its socket is closed, so
/// the number held here is never another file's.
class Registry {
 public:
  void add(Watch& watch, const std::string& address, bool counted);
  void remove(Watch& watch, const std::string& address, bool counted);
  std::size_t count() const;    ///< all
  std::size_t counted() const;  ///< those that count towards the limit
  std::size_t count_of(const std::string& address) const;

  void cut_overdue();
  void wake_due();
  /// Every stream of events, whatever the time.
  void wake_all();
  /// Ends the input of idle connections; what had already arrived is still read and answered.
  void end_idle();
  void cut_all();

 private:
  void wake_until(std::int64_t time);

  mutable std::mutex mutex_;
  std::vector<Watch*> watches_;
  std::map<std::string, std::size_t> addresses_;
  std::size_t counted_ = 0;
};

}  // namespace yuyue::http
