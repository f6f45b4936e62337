#pragma once
#include "api/area_board.hpp"
#include "api/live_centre.hpp"
#include "api/live_exams.hpp"

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
class LiveLines::Impl final : public Teller<Noted> {
 public:
  ~Impl() override { stop(); }
  void start(const Services& services) {
    centre_.start(services);
    exams_.start(services);
    Teller::start(services);
  }
  void stop() {
    centre_.stop();
    exams_.stop();
    Teller::stop();
  }

  Channel board(AreaId area);
  Channel lines(AreaId area);
  Channel line(SessionId session);
  Channel place(AppointmentId appointment);
  LiveCentre& centre() { return centre_; }
  LiveExams& exams() { return exams_; }

 private:
  void tell(const std::vector<Noted>& noted) override;
  void tell_call(store::Snapshot& snapshot, const CalledOut& call,
                 const std::vector<AreaId>& areas);
  void tell_changed(const Noted& noted, const std::vector<AreaId>& areas);
  bool tell_what_is_due() override;
  void tell_board_of(AreaId area, const Channel& channel);
  void tell_places(SessionId session, bool hurried);
  Json last_told(AppointmentId place);
  void remember(AppointmentId place, Json told);
  Time next_due() const override {
    return std::min(due_of_first(boards_), due_of_first(sessions_));
  }
  void forget(Time now) override;
  std::size_t channels() const override {
    return boards_.size() + lines_.size() + line_.size() + places_.size();
  }

  LiveCentre centre_;
  LiveExams exams_;
  std::map<AreaId, BoardTold> boards_;
  std::map<AreaId, Listened> lines_;
  std::map<SessionId, Listened> line_;
  std::map<AppointmentId, PlaceTold> places_;
  std::map<SessionId, PlacesPaced> sessions_;  ///< those that places are told of
};

}  // namespace yuyue::api
