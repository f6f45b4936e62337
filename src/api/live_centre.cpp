// What moves in the service centre, told to its windows, its displays and to phones.
#include "api/live_centre.hpp"

#include <algorithm>
#include <set>

#include "yuyue/centre/waits/waits.hpp"

namespace yuyue::api {

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

LiveCentre::Channel LiveCentre::board(CentrePart part) {
  return opened(boards_, part, [this, part] {
    return services().database.read([&](store::Snapshot& snapshot) {
      return text_of(centre_board_json(services(), snapshot, part, services().clock.now()));
    });
  });
}

LiveCentre::Channel LiveCentre::window(ServiceWindowId window) {
  return opened(
      windows_, window,
      [window] {
        return text_of({{"windowId", to_string(window)}});
      },
      EventChannel::Room{64, 16'384});
}

LiveCentre::Channel LiveCentre::place(VisitId visit) {
  return opened(
      places_, visit,
      [this, visit] {
        return services().database.read([&](store::Snapshot& snapshot) {
          services().centre_waits.look(snapshot, services().clock.now());
          return text_of(VisitPlaces(services(), snapshot, services().clock.now())
                             .of(centre::find_visit(snapshot, visit).value()));
        });
      },
      EventChannel::Room{8, 16'384});
}

void LiveCentre::happened(NotedAtCentre what) noexcept {
  if (started()) services().board.departments.drop(kCentrePage);
  note(std::move(what));
}

void LiveCentre::tell(const std::vector<NotedAtCentre>& noted) {
  services().database.read([&](store::Snapshot& snapshot) {
    const auto windows = centre::windows(snapshot);
    tell_calls(snapshot, noted, windows);
    tell_windows(snapshot, noted, windows);
    return true;
  });
  const std::lock_guard lock(mutex());
  for (auto& [part, told] : boards_) told.changed(kAfterCalls);
  places_paced_.changed();
}

void LiveCentre::tell_calls(store::Snapshot& snapshot, const std::vector<NotedAtCentre>& noted,
                            const std::vector<centre::Window>& windows) {
  std::optional<CentreNames> names;
  for (const auto& one : noted) {
    if (!one.call) continue;
    const auto window = std::ranges::find(windows, one.call->window, &centre::Window::id);
    if (window == windows.end()) continue;
    std::vector<Channel> channels;
    {
      const std::lock_guard lock(mutex());
      for (const auto& [part, told] : boards_)
        if (shows(part, *window)) channels.push_back(told.channel);
    }
    if (channels.empty()) continue;
    if (!names) names.emplace(snapshot);
    const auto text = text_of(called_to_window_json(services(), snapshot, *names, *one.call));
    for (const auto& channel : channels) channel->publish("call", text);
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
  const std::lock_guard lock(mutex());
  for (const auto id : changed)
    if (const auto channel = channel_in(windows_, id))
      channel->publish("changed", text_of({{"windowId", to_string(id)}}),
                       EventChannel::Keep::newest);
}

bool LiveCentre::tell_what_is_due() {
  std::optional<CentrePart> part;
  Channel channel;
  {
    const std::lock_guard lock(mutex());
    const auto board_due = due_of_first(boards_);
    if (std::min(board_due, places_paced_.due) > std::chrono::steady_clock::now()) return false;
    if (board_due < places_paced_.due) {
      const auto board = first_due(boards_);
      part = board->first;
      channel = board->second.channel;
      board->second.looked_at();
    } else {
      places_paced_.looked_at();
    }
  }
  if (part)
    tell_board_of(*part, channel);
  else
    tell_places();
  return true;
}

void LiveCentre::tell_board_of(CentrePart part, const Channel& channel) {
  if (channel->readers() == 0) return;
  tell_board(boards_, part, channel, services().database.read([&](store::Snapshot& snapshot) {
    return centre_board_json(services(), snapshot, part, services().clock.now());
  }));
}

void LiveCentre::tell_places() {
  std::vector<std::pair<VisitId, PlaceTold>> listening;
  {
    const std::lock_guard lock(mutex());
    for (const auto& [id, told] : places_)
      if (told.channel->readers() > 0) listening.emplace_back(id, told);
  }
  if (listening.empty()) return;
  services().database.read([&](store::Snapshot& snapshot) {
    services().centre_waits.look(snapshot, services().clock.now());
    VisitPlaces places(services(), snapshot, services().clock.now());
    for (const auto& [id, told] : listening) {
      const auto place = places.of(centre::find_visit(snapshot, id).value());
      auto news = news_of(place);
      if (news == told.last) continue;
      {
        const std::lock_guard lock(mutex());
        if (const auto at = places_.find(id); at != places_.end()) at->second.last = news;
      }
      told.channel->publish("place", text_of(place), EventChannel::Keep::newest);
    }
    return true;
  });
}

void LiveCentre::forget(Time now) {
  forget_in(boards_, now);
  forget_in(windows_, now);
  forget_in(places_, now);
}

}  // namespace yuyue::api
