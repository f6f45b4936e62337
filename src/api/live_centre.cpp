// What moves in the service centre, told to its windows, its displays and to phones.
#include "api/live_centre.hpp"

#include <algorithm>
#include <set>

#include "yuyue/centre/waits/waits.hpp"

namespace yuyue::api {

using std::chrono::steady_clock;
using Time = steady_clock::time_point;
using http::EventChannel;

namespace {

/// A display has heard of a call before its board shows it.
constexpr std::chrono::milliseconds kAfterCalls{100};

}  // namespace

NotedAtCentre noted_at_centre(const queue::Happening& what) {
  NotedAtCentre noted{.line_owner = what.owner, .window = {}, .call = {}};
  if (what.ticket.station) noted.window = ServiceWindowId{what.ticket.station->value};
  const bool is_call =
      what.event.what == queue::What::called || what.event.what == queue::What::recalled;
  if (is_call && noted.window)
    noted.call = CalledToWindow{.line = what.line,
                                .seq = what.seq,
                                .window = *noted.window,
                                .number = what.ticket.number,
                                .visit = VisitId{what.subject.id},
                                .at = what.event.at};
  return noted;
}

LiveCentre::Channel LiveCentre::board(CampusId campus) {
  const std::lock_guard lock(mutex_);
  auto& told = boards_[campus];
  if (!told.channel)
    told.channel = std::make_shared<EventChannel>([this, campus] {
      return services_->database.read([&](store::Snapshot& snapshot) {
        return text_of(centre_board_json(
            *services_, snapshot, find_campus(snapshot, campus).value(), services_->clock.now()));
      });
    });
  count();
  return told.channel;
}

LiveCentre::Channel LiveCentre::window(ServiceWindowId window) {
  const std::lock_guard lock(mutex_);
  auto& kept = windows_[window];
  if (!kept.channel)
    kept.channel = std::make_shared<EventChannel>(
        [window] {
          return text_of({{"windowId", to_string(window)}});
        },
        EventChannel::Room{64, 16'384});
  count();
  return kept.channel;
}

LiveCentre::Channel LiveCentre::place(VisitId visit) {
  const std::lock_guard lock(mutex_);
  auto& told = places_[visit];
  if (!told.channel)
    told.channel = std::make_shared<EventChannel>(
        [this, visit] {
          return services_->database.read([&](store::Snapshot& snapshot) {
            services_->centre_waits.look(snapshot, services_->clock.now());
            return text_of(VisitPlaces(*services_, snapshot, services_->clock.now())
                               .of(centre::find_visit(snapshot, visit).value()));
          });
        },
        EventChannel::Room{8, 16'384});
  count();
  return told.channel;
}

void LiveCentre::note(NotedAtCentre noted) noexcept {
  if (listening_ == 0) return;
  try {
    const std::lock_guard lock(mutex_);
    noted_.push_back(std::move(noted));
  } catch (const std::exception&) {
    return;  // no memory: what is shown is looked at again within a minute
  }
  wake_.notify_one();
}

void LiveCentre::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    std::vector<NotedAtCentre> noted;
    {
      std::unique_lock lock(mutex_);
      wake_.wait_until(lock, stop, next_due(), [this] { return !noted_.empty(); });
      noted.swap(noted_);
    }
    try {
      if (!noted.empty())
        tell(noted);
      else if (!tell_what_is_due())
        forget();
    } catch (const std::exception& e) {
      services_->log_error(std::string("live centre: ") + e.what());
    }
  }
}

Time LiveCentre::next_due() const {
  Time due = std::min(steady_clock::now() + Paced::kLookAgain, places_paced_.due);
  for (const auto& [campus, told] : boards_) due = std::min(due, told.due);
  return due;
}

void LiveCentre::tell(const std::vector<NotedAtCentre>& noted) {
  services_->database.read([&](store::Snapshot& snapshot) {
    const auto windows = centre::windows(snapshot);
    tell_calls(snapshot, noted, windows);
    tell_windows(snapshot, noted, windows);
    return true;
  });
  const std::lock_guard lock(mutex_);
  for (auto& [campus, told] : boards_) told.changed(kAfterCalls);
  places_paced_.changed();
}

void LiveCentre::tell_calls(store::Snapshot& snapshot, const std::vector<NotedAtCentre>& noted,
                            const std::vector<centre::Window>& windows) {
  std::optional<CentreNames> names;
  for (const auto& one : noted) {
    if (!one.call) continue;
    const auto window = std::ranges::find(windows, one.call->window, &centre::Window::id);
    if (window == windows.end()) continue;
    Channel channel;
    {
      const std::lock_guard lock(mutex_);
      channel = channel_in(boards_, window->campus);
    }
    if (!channel) continue;
    if (!names) names.emplace(snapshot);
    channel->publish("call",
                     text_of(called_to_window_json(*services_, snapshot, *names, *one.call)));
  }
}

void LiveCentre::tell_windows(store::Snapshot& snapshot, const std::vector<NotedAtCentre>& noted,
                              const std::vector<centre::Window>& windows) {
  std::set<ServiceId> services;
  std::set<ServiceWindowId> changed;
  for (const auto& one : noted) {
    if (one.window) changed.insert(*one.window);
    if (one.line_owner)
      if (const auto service = centre::service_of(snapshot, *one.line_owner))
        services.insert(*service);
  }
  for (const auto& window : windows)
    for (const auto& duty : window.duties)
      if (services.contains(duty.service)) changed.insert(window.id);
  const std::lock_guard lock(mutex_);
  for (const auto id : changed)
    if (const auto channel = channel_in(windows_, id))
      channel->publish("changed", text_of({{"windowId", to_string(id)}}),
                       EventChannel::Keep::newest);
}

bool LiveCentre::tell_what_is_due() {
  std::optional<CampusId> campus;
  Channel channel;
  {
    const std::lock_guard lock(mutex_);
    const auto now = steady_clock::now();
    const auto board =
        std::ranges::min_element(boards_, {}, [](const auto& entry) { return entry.second.due; });
    const auto board_due = board == boards_.end() ? Time::max() : board->second.due;
    if (std::min(board_due, places_paced_.due) > now) return false;
    if (board_due < places_paced_.due) {
      campus = board->first;
      channel = board->second.channel;
      board->second.looked_at();
    } else {
      places_paced_.looked_at();
    }
  }
  if (campus)
    tell_board(*campus, channel);
  else
    tell_places();
  return true;
}

void LiveCentre::tell_board(CampusId id, const Channel& channel) {
  if (channel->readers() == 0) return;
  const auto board = services_->database.read([&](store::Snapshot& snapshot) {
    return centre_board_json(*services_, snapshot, find_campus(snapshot, id).value(),
                             services_->clock.now());
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

void LiveCentre::tell_places() {
  std::vector<std::pair<VisitId, PlaceTold>> listening;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [id, told] : places_)
      if (told.channel->readers() > 0) listening.emplace_back(id, told);
  }
  if (listening.empty()) return;
  services_->database.read([&](store::Snapshot& snapshot) {
    services_->centre_waits.look(snapshot, services_->clock.now());
    VisitPlaces places(*services_, snapshot, services_->clock.now());
    for (const auto& [id, told] : listening) {
      const auto place = places.of(centre::find_visit(snapshot, id).value());
      auto news = news_of(place);
      if (news == told.last) continue;
      {
        const std::lock_guard lock(mutex_);
        if (const auto at = places_.find(id); at != places_.end()) at->second.last = news;
      }
      told.channel->publish("place", text_of(place), EventChannel::Keep::newest);
    }
    return true;
  });
}

void LiveCentre::forget() {
  const auto now = steady_clock::now();
  if (now - forgotten_ < Paced::kLookAgain) return;
  forgotten_ = now;
  const std::lock_guard lock(mutex_);
  forget_unheard(boards_, now);
  forget_unheard(windows_, now);
  forget_unheard(places_, now);
  count();
}

}  // namespace yuyue::api
