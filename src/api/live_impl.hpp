#pragma once
#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include "api/area_board.hpp"
#include "api/live_centre.hpp"
#include "yuyue/api/live.hpp"

namespace yuyue::api {

/// What the writer's thread passes on.
struct Noted {
  SessionId session;
  std::int64_t seq = 0;
  std::optional<AppointmentId> subject;
  std::optional<CalledOut> call;
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
    centre_.start(services);
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
  }
  void stop() {
    centre_.stop();
    thread_.request_stop();
    if (thread_.joinable()) thread_.join();
  }

  Channel board(AreaId area);
  Channel lines(AreaId area);
  Channel line(SessionId session);
  Channel place(AppointmentId appointment);
  LiveCentre& centre() { return centre_; }
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
  LiveCentre centre_;
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
