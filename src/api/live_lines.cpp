// The channels of what moves in the clinics' lines, and what is noted for them.
#include "api/live_impl.hpp"
#include "api/place_json.hpp"

namespace yuyue::api {

namespace clinic = booking::clinic;
using http::EventChannel;

LiveLines::Channel LiveLines::Impl::board(AreaId area) {
  return opened(boards_, area, [this, area] {
    return services().database.read([&](store::Snapshot& snapshot) {
      const auto found = booking::find_area(snapshot, area).value();
      return text_of(area_board_json(services(), snapshot, found, services().clock.now()));
    });
  });
}

LiveLines::Channel LiveLines::Impl::lines(AreaId area) {
  return opened(
      lines_, area,
      [area] {
        return text_of({{"areaId", to_string(area)}});
      },
      EventChannel::Room{64, 16'384});
}

LiveLines::Channel LiveLines::Impl::line(SessionId session) {
  return opened(
      line_, session,
      [session] {
        return text_of({{"sessionId", to_string(session)}});
      },
      EventChannel::Room{64, 16'384});
}

LiveLines::Channel LiveLines::Impl::place(AppointmentId id) {
  const auto session = services().database.read([&](store::Snapshot& snapshot) {
    const auto kept = queue::ticket_of(snapshot, {"appointment", id.value});
    return kept ? clinic::session_of(snapshot, kept->line)
                : booking::find_appointment(snapshot, id).value().session;
  });
  auto channel = opened(
      places_, id,
      [this, id] {
        return services().database.read([&](store::Snapshot& snapshot) {
          PlacesShown places(services(), snapshot, services().clock.now());
          const auto place = places.of(booking::find_appointment(snapshot, id).value());
          const std::lock_guard first(mutex());
          if (const auto at = places_.find(id); at != places_.end() && at->second.last.is_null())
            at->second.last = news_of(place);
          return text_of(place);
        });
      },
      EventChannel::Room{8, 16'384});
  const std::lock_guard lock(mutex());
  places_[id].session = session;
  sessions_.try_emplace(session);
  return channel;
}

LiveLines::LiveLines() : impl_(std::make_unique<Impl>()) {}
LiveLines::~LiveLines() = default;

void LiveLines::start(const Services& services) {
  impl_->start(services);
}
void LiveLines::stop() {
  impl_->stop();
}
LiveLines::Channel LiveLines::board(AreaId area) {
  return impl_->board(area);
}
LiveLines::Channel LiveLines::lines(AreaId area) {
  return impl_->lines(area);
}
LiveLines::Channel LiveLines::line(SessionId session) {
  return impl_->line(session);
}
LiveLines::Channel LiveLines::place(AppointmentId appointment) {
  return impl_->place(appointment);
}

LiveLines::Channel LiveLines::centre_board(CampusId campus, std::optional<ZoneId> zone) {
  return impl_->centre().board({campus, zone});
}
LiveLines::Channel LiveLines::exam_board(const exams::Shown& shown) {
  return impl_->exams().board(shown);
}
LiveLines::Channel LiveLines::window(ServiceWindowId window) {
  return impl_->centre().window(window);
}
LiveLines::Channel LiveLines::visit_place(VisitId visit) {
  return impl_->centre().place(visit);
}
void LiveLines::window_changed(ServiceWindowId window) noexcept {
  impl_->centre().happened({.line_owner = {}, .window = window, .call = {}});
}

void LiveLines::happened(const queue::Happening& what) {
  if (what.owner.kind == ServiceKind::kPrefix) {
    impl_->centre().happened(noted_at_centre(what));
    return;
  }
  if (what.owner.kind == ExamDeviceKind::kPrefix) {
    impl_->exams().note(what);
    return;
  }
  if (what.owner.kind != "session") return;
  Noted noted{.session = SessionId{what.owner.id},
              .seq = what.seq,
              .subject = clinic::appointment_of(what.subject),
              .call = {}};
  const bool is_call =
      what.event.what == queue::What::called || what.event.what == queue::What::recalled;
  if (is_call && what.ticket.station)
    noted.call = CalledOut{.line = what.line,
                           .seq = what.seq,
                           .session = noted.session,
                           .room = RoomId{what.ticket.station->value},
                           .number = what.ticket.number,
                           .appointment = *noted.subject,
                           .at = what.event.at};
  impl_->note(std::move(noted));
}

void LiveLines::line_changed(const queue::Reference& owner, std::int64_t seq, queue::LineState) {
  if (owner.kind != "session") return;
  impl_->note({.session = SessionId{owner.id}, .seq = seq, .subject = {}, .call = {}});
}

void LiveLines::notices_changed(SessionId session) {
  impl_->note({.session = session, .seq = 0, .subject = {}, .call = {}});
}

}  // namespace yuyue::api
