// The thread that tells whoever listens what moves in the clinics' lines.
#include "api/live_impl.hpp"
#include "api/place_json.hpp"

namespace yuyue::api {

using http::EventChannel;

namespace {

/// A display has heard of a call before its board shows it; a phone waits for its place.
constexpr std::chrono::milliseconds kAfterPlaces{100};

}  // namespace

void LiveLines::Impl::tell(const std::vector<Noted>& noted) {
  services().database.read([&](store::Snapshot& snapshot) {
    std::map<SessionId, std::vector<AreaId>> areas;
    for (const auto& one : noted)
      if (const auto [at, is_new] = areas.try_emplace(one.session); is_new)
        at->second = booking::areas_of_session(snapshot, one.session);
    for (const auto& one : noted)
      if (one.call) tell_call(snapshot, *one.call, areas.at(one.session));
    for (const auto& one : noted) tell_changed(one, areas.at(one.session));
    return true;
  });
}

void LiveLines::Impl::tell_call(store::Snapshot& snapshot, const CalledOut& call,
                                const std::vector<AreaId>& areas) {
  for (const auto id : areas) {
    Channel channel;
    {
      const std::lock_guard lock(mutex());
      channel = channel_in(boards_, id);
    }
    if (!channel) continue;
    const auto area = booking::find_area(snapshot, id).value();
    if (std::ranges::find(area.rooms, call.room) != area.rooms.end())
      channel->publish("call", text_of(called_out_json(services(), snapshot, area, call)));
  }
}

void LiveLines::Impl::tell_changed(const Noted& noted, const std::vector<AreaId>& areas) {
  std::vector<Channel> channels;
  {
    const std::lock_guard lock(mutex());
    channels.push_back(channel_in(line_, noted.session));
    for (const auto id : areas) {
      channels.push_back(channel_in(lines_, id));
      if (const auto board = boards_.find(id); board != boards_.end())
        board->second.changed(kAfterPlaces);
    }
    if (noted.subject) {
      if (const auto place = places_.find(*noted.subject); place != places_.end()) {
        place->second.session = noted.session;  // which may be another one than before
        sessions_.try_emplace(noted.session);
      }
    }
    if (const auto session = sessions_.find(noted.session); session != sessions_.end())
      session->second.changed();
  }
  Json changed{{"sessionId", to_string(noted.session)}};
  if (noted.seq > 0) changed["seq"] = noted.seq;
  const auto text = text_of(changed);
  for (const auto& channel : channels)
    if (channel) channel->publish("changed", text);
}

bool LiveLines::Impl::tell_what_is_due() {
  std::optional<AreaId> area;
  std::optional<SessionId> session;
  bool hurried = false;
  Channel channel;
  {
    const std::lock_guard lock(mutex());
    const auto places_due = due_of_first(sessions_);
    const auto board_due = due_of_first(boards_);
    if (std::min(places_due, board_due) > std::chrono::steady_clock::now()) return false;
    if (places_due <= board_due) {
      const auto places = first_due(sessions_);
      session = places->first;
      hurried = places->second.take_hurry();
    } else {
      const auto board = first_due(boards_);
      area = board->first;
      channel = board->second.channel;
      board->second.looked_at();
    }
  }
  if (area) tell_board_of(*area, channel);
  if (session) tell_places(*session, hurried);
  return true;
}

void LiveLines::Impl::tell_board_of(AreaId id, const Channel& channel) {
  if (channel->readers() == 0) return;
  tell_board(boards_, id, channel, services().database.read([&](store::Snapshot& snapshot) {
    const auto area = booking::find_area(snapshot, id).value();
    return area_board_json(services(), snapshot, area, services().clock.now());
  }));
}

Json LiveLines::Impl::last_told(AppointmentId id) {
  const std::lock_guard lock(mutex());
  const auto told = places_.find(id);
  return told == places_.end() ? Json() : told->second.last;
}

void LiveLines::Impl::remember(AppointmentId id, Json told) {
  const std::lock_guard lock(mutex());
  if (const auto at = places_.find(id); at != places_.end()) at->second.last = std::move(told);
}

void LiveLines::Impl::tell_places(SessionId session, bool hurried) {
  std::vector<std::pair<AppointmentId, Channel>> listening;
  {
    const std::lock_guard lock(mutex());
    for (const auto& [id, told] : places_)
      if (told.session == session && told.channel->readers() > 0)
        listening.emplace_back(id, told.channel);
  }
  if (listening.empty()) return;
  services().database.read([&](store::Snapshot& snapshot) {
    PlacesShown places(services(), snapshot, services().clock.now(), !hurried);
    for (const auto& [id, channel] : listening) {
      const auto last = last_told(id);
      auto place = hurried ? places.again(last, session, id) : std::nullopt;
      if (!place) {
        place = places.of(booking::find_appointment(snapshot, id).value());
        // The forecast that was told last stays for as long as it takes to make another.
        if (hurried && !last.is_null() &&
            (place->contains("ahead") || place->at("state") == "expected"))
          (*place)["forecast"] = last["forecast"];
      }
      auto news = news_of(*place);
      if (news == last) continue;
      remember(id, std::move(news));
      channel->publish("place", text_of(*place), EventChannel::Keep::newest);
    }
    return true;
  });
}

void LiveLines::Impl::forget(Time now) {
  forget_in(boards_, now);
  forget_in(lines_, now);
  forget_in(line_, now);
  forget_in(places_, now);
  std::erase_if(sessions_, [this](const auto& session) {
    return std::ranges::none_of(
        places_, [&](const auto& place) { return place.second.session == session.first; });
  });
}

}  // namespace yuyue::api
