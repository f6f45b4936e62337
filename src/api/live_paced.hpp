#pragma once
#include <algorithm>
#include <chrono>

#include "api/answers.hpp"
#include "yuyue/api/live.hpp"

// What all that is told live has in common.
namespace yuyue::api {

/// The moment at which something is said is no news.
inline Json news_of(Json json) {
  json.erase("at");
  return json;
}

/// A channel, and when somebody was last seen to listen.
struct Listened {
  LiveLines::Channel channel;
  std::chrono::steady_clock::time_point heard = std::chrono::steady_clock::now();
};

/// Of something that is told as a whole: when it was, and when it is to be looked at again.
struct Paced {
  static constexpr std::chrono::milliseconds kBetween{500};
  static constexpr std::chrono::seconds kLookAgain{60};
  std::chrono::steady_clock::time_point told{};
  std::chrono::steady_clock::time_point due = std::chrono::steady_clock::now() + kLookAgain;

  /// `later`: others go first.
  void changed(std::chrono::milliseconds later = {}) {
    due = std::min(due, std::max(std::chrono::steady_clock::now() + later, told + kBetween));
  }
  void looked_at() {
    told = std::chrono::steady_clock::now();
    due = told + kLookAgain;
  }
};

struct BoardTold : Listened, Paced {
  Json last;
};

/// A channel nobody listens to is kept for those who have only lost their connection.
inline constexpr std::chrono::minutes kChannelKept{5};

template <class Map>
void forget_unheard(Map& map, std::chrono::steady_clock::time_point now) {
  for (auto& [key, listened] : map)
    if (listened.channel->readers() > 0) listened.heard = now;
  std::erase_if(map, [now](const auto& entry) { return now - entry.second.heard > kChannelKept; });
}

template <class Map, class Key>
LiveLines::Channel channel_in(const Map& map, const Key& key) {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : found->second.channel;
}

}  // namespace yuyue::api
