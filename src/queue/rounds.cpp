#include "yuyue/queue/rounds.hpp"

namespace yuyue::queue {
namespace {

using namespace std::chrono_literals;

// A room that does not call for longer, although somebody waits, pauses.
constexpr auto kLongestGap = 10min;

}  // namespace

std::optional<Round> Rounds::next(const Event& event) {
  switch (event.what) {
    case What::joined:
    case What::returned:
    case What::came_back:
      waiting_since_[event.ticket] = event.at;
      return std::nullopt;
    case What::finished:
    case What::missed:
    case What::sent_away:
    case What::left:
      for (auto& [station, open] : open_)
        if (open.ticket == event.ticket && !open.ended) open.ended = event.at;
      return std::nullopt;
    case What::undone: {
      // Who waits again was not called; who is at the station again has not ended. As slips were
      // kept first, either is meant.
      const auto is = [&](State state) {
        return !event.whole || event.whole->state == state;
      };
      if (is(State::waiting))
        std::erase_if(open_, [&](const auto& one) {
          return one.second.ticket == event.ticket && !one.second.ended;
        });
      if (is(State::called) || is(State::serving))
        for (auto& [station, open] : open_)
          if (open.ticket == event.ticket) open.ended.reset();
      return std::nullopt;
    }
    case What::called:
      break;
    default:
      return std::nullopt;
  }
  const auto last = open_.find(event.station.value());
  const auto round = last == open_.end() ? std::nullopt : between(last->second, event);
  open_[*event.station] = {event.ticket, event.at, {}};
  return round;
}

// From call to call: also what lies between two visits takes its time. But nobody was kept waiting
// by a room that had nobody to call, or paused.
std::optional<Round> Rounds::between(const Open& open, const Event& call) const {
  const auto joined = waiting_since_.find(call.ticket);
  const auto since = joined == waiting_since_.end() ? open.called : joined->second;
  auto until = call.at;
  if (!open.ended) {
    if (since > open.called) return std::nullopt;
  } else if (since > *open.ended || call.at - *open.ended > kLongestGap) {
    until = *open.ended;
  }
  return Round{open.called, std::chrono::duration_cast<std::chrono::seconds>(until - open.called),
               open.ticket};
}

}  // namespace yuyue::queue
