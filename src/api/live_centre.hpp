#pragma once
#include "api/centre_board.hpp"
#include "api/live_teller.hpp"

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
class LiveCentre final : public Teller<NotedAtCentre> {
 public:
  ~LiveCentre() override { stop(); }

  Channel board(CentrePart part);
  Channel window(ServiceWindowId window);
  Channel place(VisitId visit);
  /// From the writer's thread: what GET /centre says is old at once, whoever listens is told soon.
  void happened(NotedAtCentre what) noexcept;

 private:
  struct PlaceTold : Listened {
    Json last;  ///< null: nothing yet
  };

  void tell(const std::vector<NotedAtCentre>& noted) override;
  void tell_calls(store::Snapshot& snapshot, const std::vector<NotedAtCentre>& noted,
                  const std::vector<centre::Window>& windows);
  void tell_windows(store::Snapshot& snapshot, const std::vector<NotedAtCentre>& noted,
                    const std::vector<centre::Window>& windows);
  bool tell_what_is_due() override;
  void tell_board_of(CentrePart part, const Channel& channel);
  void tell_places();
  Time next_due() const override { return std::min(due_of_first(boards_), places_paced_.due); }
  void forget(Time now) override;
  std::size_t channels() const override {
    return boards_.size() + windows_.size() + places_.size();
  }

  std::map<CentrePart, BoardTold> boards_;
  std::map<ServiceWindowId, Listened> windows_;
  std::map<VisitId, PlaceTold> places_;
  Paced places_paced_;
};

}  // namespace yuyue::api
