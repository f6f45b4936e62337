#pragma once
#include <memory>

#include "yuyue/booking/clinic/notices.hpp"
#include "yuyue/centre/visits.hpp"
#include "yuyue/core/ids.hpp"
#include "yuyue/http/events.hpp"
#include "yuyue/queue/lines.hpp"

namespace yuyue::exams {
struct Shown;
}

namespace yuyue::api {

struct Services;

/// Tells whoever listens what moves in the clinics' lines and in those of the service centre. The
/// writer's thread only notes what has happened; a thread of its own reads what there is to tell,
/// and makes each event once for all who listen to it:
///
/// - a call, to the displays of the room's area or the device's site, before anything else;
/// - "changed" to the staff's pages of the session and of its areas, and to the centre's windows;
/// - the whole board of an area or of a campus' centre, and each patient's own place, as far as
///   they have changed: at once, and then at most twice a second. Time moves forecasts, too: looked
///   at every minute.
///
/// A channel is made for the first who listens and forgotten some minutes after the last.
/// Thread-safe.
class LiveLines final : public queue::Watcher, public booking::clinic::NoticeWatcher {
 public:
  using Channel = std::shared_ptr<http::EventChannel>;

  LiveLines();
  ~LiveLines() override;
  /// Nothing is told before. `services` outlive stop().
  void start(const Services& services);
  /// Nothing is told after. Called by the destructor at the latest.
  void stop();

  /// Events: snapshot and board (an area's board), call.
  Channel board(AreaId area);
  /// Events: snapshot and changed {sessionId, seq}.
  Channel lines(AreaId area);
  Channel line(SessionId session);
  /// Events: snapshot and place.
  Channel place(AppointmentId appointment);
  /// Events: snapshot and board (of a campus' service centre, or of a zone of it), call.
  Channel centre_board(CampusId campus, std::optional<ZoneId> zone);
  /// Events: snapshot and board (of the devices of a site), call.
  Channel exam_board(const exams::Shown& shown);
  /// Events: snapshot and changed {windowId}.
  Channel window(ServiceWindowId window);
  /// Events: snapshot and place.
  Channel visit_place(VisitId visit);
  /// Somebody sat down at a window of the centre, or it pauses. After the commit; must not throw.
  void window_changed(ServiceWindowId window) noexcept;

  void happened(const queue::Happening& happening) override;
  void line_changed(const queue::Reference& owner, std::int64_t seq,
                    queue::LineState state) override;
  void notices_changed(SessionId session) override;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace yuyue::api
