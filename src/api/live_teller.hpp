#pragma once
#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "api/answers.hpp"
#include "yuyue/api/live.hpp"

// What all that is told live has in common.
namespace yuyue::api {

/// The moment at which something is said is no news.
inline Json news_of(Json json) {
  json.erase("at");
  return json;
}

/// A channel, and when somebody was last seen to listen.
struct Listened {
  LiveLines::Channel channel;
  std::chrono::steady_clock::time_point heard = std::chrono::steady_clock::now();
};

/// Of something that is told as a whole: when it was, and when it is to be looked at again.
struct Paced {
  static constexpr std::chrono::milliseconds kBetween{500};
  static constexpr std::chrono::seconds kLookAgain{60};
  std::chrono::steady_clock::time_point told{};
  std::chrono::steady_clock::time_point due = std::chrono::steady_clock::now() + kLookAgain;

  /// `later`: others go first.
  void changed(std::chrono::milliseconds later = {}) {
    due = std::min(due, std::max(std::chrono::steady_clock::now() + later, told + kBetween));
  }
  void looked_at() {
    told = std::chrono::steady_clock::now();
    due = told + kLookAgain;
  }
};

struct BoardTold : Listened, Paced {
  Json last;  ///< null: nothing yet
};

/// Of the things that are told as a whole, the one whose time comes first.
template <class Map>
auto first_due(Map& map) {
  return std::ranges::min_element(map, {}, [](const auto& entry) { return entry.second.due; });
}
template <class Map>
std::chrono::steady_clock::time_point due_of_first(const Map& map) {
  const auto first = first_due(map);
  return first == map.end() ? std::chrono::steady_clock::time_point::max() : first->second.due;
}

template <class Map, class Key>
LiveLines::Channel channel_in(const Map& map, const Key& key) {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : found->second.channel;
}

/// A thread that tells what others note. What has been noted goes before what is due, and who no
/// longer listens is forgotten when there is nothing else to do.
/// Whoever derives from it calls stop() in its destructor.
template <class Note>
class Teller {
 public:
  using Channel = LiveLines::Channel;
  using Time = std::chrono::steady_clock::time_point;

  Teller() = default;
  Teller(const Teller&) = delete;
  Teller& operator=(const Teller&) = delete;
  virtual ~Teller() = default;

  void start(const Services& services) {
    services_ = &services;
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
  }
  void stop() {
    thread_.request_stop();
    if (thread_.joinable()) thread_.join();
  }
  /// From the writer's thread.
  void note(Note note) noexcept {
    if (listening_ == 0) return;
    try {
      const std::lock_guard lock(mutex_);
      noted_.push_back(std::move(note));
    } catch (const std::exception&) {
      return;  // no memory: what is shown is looked at again within a minute
    }
    wake_.notify_one();
  }

 protected:
  virtual void tell(const std::vector<Note>& noted) = 0;
  /// One of the things that are; false: nothing is due.
  virtual bool tell_what_is_due() = 0;
  /// Of what is told as a whole; under the lock.
  virtual Time next_due() const = 0;
  /// forget_in() each map of channels; under the lock.
  virtual void forget(Time now) = 0;
  /// All of them; under the lock.
  virtual std::size_t channels() const = 0;

  /// The channel of `key`, made for the first who asks. `told`: its map, locked by this.
  template <class Map, class Key>
  Channel opened(Map& map, const Key& key, http::EventChannel::Snapshot snapshot,
                 http::EventChannel::Room room = http::EventChannel::Room{}) {
    const std::lock_guard lock(mutex_);
    auto& told = map[key];
    if (!told.channel)
      told.channel = std::make_shared<http::EventChannel>(std::move(snapshot), room);
    listening_ = channels();
    return told.channel;
  }

  /// Publishes the board of `key` if it is news.
  template <class Map, class Key>
  void tell_board(Map& boards, const Key& key, const Channel& channel, const Json& board) {
    auto news = news_of(board);
    {
      const std::lock_guard lock(mutex_);
      auto& last = boards[key].last;
      if (last == news) return;
      last = std::move(news);
    }
    channel->publish("board", text_of(board), http::EventChannel::Keep::newest);
  }

  /// A channel nobody listens to is kept for those who have only lost their connection.
  template <class Map>
  static void forget_in(Map& map, Time now) {
    constexpr std::chrono::minutes kKept{5};
    for (auto& [key, listened] : map)
      if (listened.channel->readers() > 0) listened.heard = now;
    std::erase_if(map, [&](const auto& entry) { return now - entry.second.heard > kKept; });
  }

  bool started() const { return services_ != nullptr; }
  const Services& services() const { return *services_.load(); }
  std::mutex& mutex() const { return mutex_; }

 private:
  void run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      std::vector<Note> noted;
      {
        std::unique_lock lock(mutex_);
        const auto due = std::min(std::chrono::steady_clock::now() + Paced::kLookAgain, next_due());
        wake_.wait_until(lock, stop, due, [this] { return !noted_.empty(); });
        noted.swap(noted_);
      }
      try {
        if (!noted.empty())
          tell(noted);
        else if (!tell_what_is_due())
          forget_who_left();
      } catch (const std::exception& e) {
        services().log_error(std::string("live: ") + e.what());
      }
    }
  }

  void forget_who_left() {
    const auto now = std::chrono::steady_clock::now();
    if (now - forgotten_ < Paced::kLookAgain) return;
    forgotten_ = now;
    const std::lock_guard lock(mutex_);
    forget(now);
    listening_ = channels();
  }

  std::atomic<const Services*> services_ = nullptr;
  std::atomic<std::size_t> listening_ = 0;  ///< channels
  mutable std::mutex mutex_;
  std::condition_variable_any wake_;
  std::vector<Note> noted_;
  std::chrono::steady_clock::time_point forgotten_ = std::chrono::steady_clock::now();
  std::jthread thread_;
};

}  // namespace yuyue::api
