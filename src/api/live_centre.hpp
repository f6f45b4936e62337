#pragma once
#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include "api/centre_board.hpp"
#include "api/live_paced.hpp"

namespace yuyue::api {

/// What the writer's thread passes on of the centre.
struct NotedAtCentre {
  std::optional<queue::Reference> line_owner;
  std::optional<ServiceWindowId> window;
  std::optional<CalledToWindow> call;
};
NotedAtCentre noted_at_centre(const queue::Happening& what);

/// The service centre's part of LiveLines, with a thread of its own: a busy centre holds no clinic
/// up. Thread-safe.
class LiveCentre {
 public:
  using Channel = LiveLines::Channel;

  ~LiveCentre() { stop(); }
  void start(const Services& services) {
    services_ = &services;
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
  }
  void stop() {
    thread_.request_stop();
    if (thread_.joinable()) thread_.join();
  }

  Channel board(CampusId campus);
  Channel window(ServiceWindowId window);
  Channel place(VisitId visit);
  void note(NotedAtCentre noted) noexcept;

 private:
  struct PlaceTold : Listened {
    Json last;  ///< null: nothing yet
  };

  void run(const std::stop_token& stop);
  void tell(const std::vector<NotedAtCentre>& noted);
  void tell_calls(store::Snapshot& snapshot, const std::vector<NotedAtCentre>& noted,
                  const std::vector<centre::Window>& windows);
  void tell_windows(store::Snapshot& snapshot, const std::vector<NotedAtCentre>& noted,
                    const std::vector<centre::Window>& windows);
  /// One of them; false: nothing is due.
  bool tell_what_is_due();
  void tell_board(CampusId campus, const Channel& channel);
  void tell_places();
  std::chrono::steady_clock::time_point next_due() const;
  void count() { listening_ = boards_.size() + windows_.size() + places_.size(); }
  void forget();

  const Services* services_ = nullptr;
  std::atomic<std::size_t> listening_ = 0;  ///< channels

  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::vector<NotedAtCentre> noted_;
  std::map<CampusId, BoardTold> boards_;
  std::map<ServiceWindowId, Listened> windows_;
  std::map<VisitId, PlaceTold> places_;
  Paced places_paced_;
  std::chrono::steady_clock::time_point forgotten_ = std::chrono::steady_clock::now();

  std::jthread thread_;
};

}  // namespace yuyue::api
