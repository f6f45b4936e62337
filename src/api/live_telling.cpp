// The thread that tells whoever listens what moves in the clinics' lines.
#include <algorithm>

#include "api/live_impl.hpp"
#include "api/place_json.hpp"

namespace yuyue::api {

using std::chrono::steady_clock;
using Time = steady_clock::time_point;
using http::EventChannel;

namespace {

/// A display has heard of a call before its board shows it; a phone waits for its place.
constexpr std::chrono::milliseconds kAfterPlaces{100};

}  // namespace

void LiveLines::Impl::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    std::vector<Noted> noted;
    {
      std::unique_lock lock(mutex_);
      wake_.wait_until(lock, stop, next_due(), [this] { return !noted_.empty(); });
      noted.swap(noted_);
    }
    try {
      // Calls go before everything that takes time.
      if (!noted.empty())
        tell(noted);
      else if (!tell_what_is_due())
        forget();
    } catch (const std::exception& e) {
      services_->log_error(std::string("live lines: ") + e.what());
    }
  }
}

Time LiveLines::Impl::next_due() const {
  Time due = steady_clock::now() + Paced::kLookAgain;
  for (const auto& [area, told] : boards_) due = std::min(due, told.due);
  for (const auto& [session, paced] : sessions_) due = std::min(due, paced.due);
  return due;
}

void LiveLines::Impl::tell(const std::vector<Noted>& noted) {
  services_->database.read([&](store::Snapshot& snapshot) {
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
      const std::lock_guard lock(mutex_);
      channel = channel_in(boards_, id);
    }
    if (!channel) continue;
    const auto area = booking::find_area(snapshot, id).value();
    if (std::ranges::find(area.rooms, call.room) != area.rooms.end())
      channel->publish("call", text_of(called_out_json(*services_, snapshot, area, call)));
  }
}

void LiveLines::Impl::tell_changed(const Noted& noted, const std::vector<AreaId>& areas) {
  std::vector<Channel> channels;
  {
    const std::lock_guard lock(mutex_);
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
    const std::lock_guard lock(mutex_);
    const auto now = steady_clock::now();
    const auto due_of = [](const auto& entry) {
      return entry.second.due;
    };
    const auto places = std::ranges::min_element(sessions_, {}, due_of);
    const auto board = std::ranges::min_element(boards_, {}, due_of);
    const auto places_due = places == sessions_.end() ? Time::max() : places->second.due;
    const auto board_due = board == boards_.end() ? Time::max() : board->second.due;
    if (std::min(places_due, board_due) > now) return false;
    if (places_due <= board_due) {
      session = places->first;
      hurried = places->second.take_hurry();
    } else {
      area = board->first;
      channel = board->second.channel;
      board->second.looked_at();
    }
  }
  if (area) tell_board(*area, channel);
  if (session) tell_places(*session, hurried);
  return true;
}

void LiveLines::Impl::tell_board(AreaId id, const Channel& channel) {
  if (channel->readers() == 0) return;
  const auto board = services_->database.read([&](store::Snapshot& snapshot) {
    const auto area = booking::find_area(snapshot, id).value();
    return area_board_json(*services_, snapshot, area, services_->clock.now());
  });
  auto news = news_of(board);
  {
    const std::lock_guard lock(mutex_);
    auto& last = boards_[id].last;
    if (last == news) return;
    last = std::move(news);
  }
  channel->publish("board", text_of(board), EventChannel::Keep::newest);
}

Json LiveLines::Impl::last_told(AppointmentId id) {
  const std::lock_guard lock(mutex_);
  const auto told = places_.find(id);
  return told == places_.end() ? Json() : told->second.last;
}

void LiveLines::Impl::remember(AppointmentId id, Json told) {
  const std::lock_guard lock(mutex_);
  if (const auto at = places_.find(id); at != places_.end()) at->second.last = std::move(told);
}

void LiveLines::Impl::tell_places(SessionId session, bool hurried) {
  std::vector<std::pair<AppointmentId, Channel>> listening;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [id, told] : places_)
      if (told.session == session && told.channel->readers() > 0)
        listening.emplace_back(id, told.channel);
  }
  if (listening.empty()) return;
  services_->database.read([&](store::Snapshot& snapshot) {
    PlacesShown places(*services_, snapshot, services_->clock.now(), !hurried);
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

void LiveLines::Impl::forget() {
  const auto now = steady_clock::now();
  if (now - forgotten_ < Paced::kLookAgain) return;
  forgotten_ = now;
  const std::lock_guard lock(mutex_);
  forget_unheard(boards_, now);
  forget_unheard(lines_, now);
  forget_unheard(line_, now);
  forget_unheard(places_, now);
  std::erase_if(sessions_, [this](const auto& session) {
    return std::ranges::none_of(
        places_, [&](const auto& place) { return place.second.session == session.first; });
  });
  count();
}

}  // namespace yuyue::api
