#pragma once
#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include "api/area_board.hpp"
#include "yuyue/api/live.hpp"

namespace yuyue::api {

/// The moment at which something is said is no news.
inline Json news_of(Json json) {
  json.erase("at");
  return json;
}

/// What the writer's thread passes on.
struct Noted {
  SessionId session;
  std::int64_t seq = 0;
  std::optional<AppointmentId> subject;
  std::optional<CalledOut> call;
};

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

/// Who waits is told first where they stand, and then when their turn comes.
struct PlacesPaced : Paced {
  static constexpr std::chrono::milliseconds kForecastAfter{300};
  bool hurried = false;

  void changed() {
    hurried = true;
    Paced::changed();
  }
  /// Whether to tell without new forecasts.
  bool take_hurry() {
    looked_at();
    if (!std::exchange(hurried, false)) return false;
    due = told + kForecastAfter;
    return true;
  }
};

struct BoardTold : Listened, Paced {
  Json last;
};
struct PlaceTold : Listened {
  SessionId session;
  Json last;  ///< null: nothing yet
};

/// The channels (live_lines.cpp), and the thread that feeds them (live_telling.cpp).
class LiveLines::Impl {
 public:
  ~Impl() { stop(); }
  void start(const Services& services) {
    services_ = &services;
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
  }
  void stop() {
    thread_.request_stop();
    if (thread_.joinable()) thread_.join();
  }

  Channel board(AreaId area);
  Channel lines(AreaId area);
  Channel line(SessionId session);
  Channel place(AppointmentId appointment);
  void note(Noted noted) noexcept;

 private:
  void run(const std::stop_token& stop);
  void tell(const std::vector<Noted>& noted);
  void tell_call(store::Snapshot& snapshot, const CalledOut& call,
                 const std::vector<AreaId>& areas);
  void tell_changed(const Noted& noted, const std::vector<AreaId>& areas);
  /// One of them; false: nothing is due.
  bool tell_what_is_due();
  void tell_board(AreaId area, const Channel& channel);
  void tell_places(SessionId session, bool hurried);
  Json last_told(AppointmentId place);
  void remember(AppointmentId place, Json told);
  std::chrono::steady_clock::time_point next_due() const;
  void count() { listening_ = boards_.size() + lines_.size() + line_.size() + places_.size(); }
  void forget();

  const Services* services_ = nullptr;
  std::atomic<std::size_t> listening_ = 0;  ///< channels

  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::vector<Noted> noted_;
  std::map<AreaId, BoardTold> boards_;
  std::map<AreaId, Listened> lines_;
  std::map<SessionId, Listened> line_;
  std::map<AppointmentId, PlaceTold> places_;
  std::map<SessionId, PlacesPaced> sessions_;  ///< those that places are told of
  std::chrono::steady_clock::time_point forgotten_ = std::chrono::steady_clock::now();

  std::jthread thread_;
};

}  // namespace yuyue::api
