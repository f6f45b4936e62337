// The channels of what moves in the clinics' lines, and what is noted for them.
#include "api/live_impl.hpp"
#include "api/place_json.hpp"

namespace yuyue::api {

namespace clinic = booking::clinic;
using http::EventChannel;

LiveLines::Channel LiveLines::Impl::board(AreaId area) {
  const std::lock_guard lock(mutex_);
  auto& told = boards_[area];
  if (!told.channel)
    told.channel = std::make_shared<EventChannel>([this, area] {
      return services_->database.read([&](store::Snapshot& snapshot) {
        const auto found = booking::find_area(snapshot, area).value();
        return text_of(area_board_json(*services_, snapshot, found, services_->clock.now()));
      });
    });
  count();
  return told.channel;
}

LiveLines::Channel LiveLines::Impl::lines(AreaId area) {
  const std::lock_guard lock(mutex_);
  auto& kept = lines_[area];
  if (!kept.channel)
    kept.channel = std::make_shared<EventChannel>(
        [area] {
          return text_of({{"areaId", to_string(area)}});
        },
        EventChannel::Room{64, 16'384});
  count();
  return kept.channel;
}

LiveLines::Channel LiveLines::Impl::line(SessionId session) {
  const std::lock_guard lock(mutex_);
  auto& kept = line_[session];
  if (!kept.channel)
    kept.channel = std::make_shared<EventChannel>(
        [session] {
          return text_of({{"sessionId", to_string(session)}});
        },
        EventChannel::Room{64, 16'384});
  count();
  return kept.channel;
}

LiveLines::Channel LiveLines::Impl::place(AppointmentId id) {
  const auto session = services_->database.read([&](store::Snapshot& snapshot) {
    const auto kept = queue::ticket_of(snapshot, {"appointment", id.value});
    return kept ? clinic::session_of(snapshot, kept->line)
                : booking::find_appointment(snapshot, id).value().session;
  });
  const std::lock_guard lock(mutex_);
  auto& told = places_[id];
  told.session = session;
  sessions_.try_emplace(session);
  if (!told.channel)
    told.channel = std::make_shared<EventChannel>(
        [this, id] {
          return services_->database.read([&](store::Snapshot& snapshot) {
            PlacesShown places(*services_, snapshot, services_->clock.now());
            const auto place = places.of(booking::find_appointment(snapshot, id).value());
            const std::lock_guard first(mutex_);
            if (const auto at = places_.find(id); at != places_.end() && at->second.last.is_null())
              at->second.last = news_of(place);
            return text_of(place);
          });
        },
        EventChannel::Room{8, 16'384});
  count();
  return told.channel;
}

void LiveLines::Impl::note(Noted noted) noexcept {
  if (listening_ == 0) return;
  try {
    const std::lock_guard lock(mutex_);
    noted_.push_back(std::move(noted));
  } catch (const std::exception&) {
    return;  // no memory: what is shown is looked at again within a minute
  }
  wake_.notify_one();
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

LiveLines::Channel LiveLines::centre_board(CampusId campus) {
  return impl_->centre().board(campus);
}
LiveLines::Channel LiveLines::window(ServiceWindowId window) {
  return impl_->centre().window(window);
}
LiveLines::Channel LiveLines::visit_place(VisitId visit) {
  return impl_->centre().place(visit);
}
void LiveLines::window_changed(ServiceWindowId window) noexcept {
  impl_->centre().note({.line_owner = {}, .window = window, .call = {}});
}

void LiveLines::happened(const queue::Happening& what) {
  if (what.owner.kind == ServiceKind::kPrefix) {
    impl_->centre().note(noted_at_centre(what));
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
