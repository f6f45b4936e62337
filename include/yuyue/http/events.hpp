#pragma once
#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace yuyue::http {

class Signal;

/// What happens to one thing, told to any number of clients as server-sent events: first the state
/// as it is ("snapshot"), then each event as it comes. A Response with a channel is such a stream.
///
/// Every event is numbered and formatted once, for all. A client is no more than a place in the
/// numbers: one that comes again and says which event it had last is sent what it missed, and one
/// that is new, or whose events are no longer kept, the state as it is then. So nobody is buffered
/// for, and nobody misses anything that the state does not tell. Thread-safe.
class EventChannel {
 public:
  /// The state as one line of JSON: everything published before the call is in it. Called on the
  /// server's threads, never twice at one time. What it throws ends the stream it was asked for.
  using Snapshot = std::function<std::string()>;
  enum class Keep {
    each,   ///< whoever missed it is sent it
    newest  ///< a later event of the same type makes it pointless
  };
  /// How much is kept for those who fall behind.
  struct Room {
    std::size_t events = 256;
    std::size_t bytes = 256 * 1024;
  };

  explicit EventChannel(Snapshot snapshot, Room room);
  explicit EventChannel(Snapshot snapshot) : EventChannel(std::move(snapshot), Room{}) {}
  ~EventChannel();
  EventChannel(const EventChannel&) = delete;
  EventChannel& operator=(const EventChannel&) = delete;

  /// `data` is one line of text. Events are numbered in the order of the calls. Throws
  /// std::logic_error if type or data holds a line break.
  void publish(std::string_view type, std::string_view data, Keep keep = Keep::each);
  /// How many clients listen now.
  std::size_t readers() const;

 private:
  friend class EventReader;
  using Frame = std::shared_ptr<const std::string>;
  Frame frame_of(std::int64_t number, std::string_view type, std::string_view data) const;
  std::pair<Frame, std::int64_t> state_now();
  void shorten();

  const Snapshot snapshot_;
  const Room room_;
  const std::string epoch_;  ///< of this channel alone: numbers mean nothing in another

  mutable std::mutex mutex_;
  std::deque<Frame> kept_;  ///< the last of them has the number last_; null: pointless by now
  std::size_t bytes_ = 0;
  std::int64_t last_ = 0;
  std::map<std::string, std::int64_t, std::less<>> newest_;  ///< by type, of Keep::newest
  std::list<std::shared_ptr<Signal>> readers_;

  std::mutex making_;  ///< the snapshot
  Frame state_;        ///< lately made …
  std::int64_t state_number_ = 0;
  std::chrono::steady_clock::time_point state_made_{};
};

}  // namespace yuyue::http
