// Pure: when a list closes, until when an offer stands, who is next.
#include <algorithm>

#include "booking/waitlist/offers.hpp"

namespace yuyue::booking {

bool is_night(MinuteOfDay at, const WaitlistSettings& s) {
  if (s.night_begins <= s.night_ends) return at >= s.night_begins && at < s.night_ends;
  return at >= s.night_begins || at < s.night_ends;
}

namespace waitlist {
namespace {

using std::chrono::minutes;

/// The next time at which the clock shows `at`, after `from`.
Instant next(MinuteOfDay at, Instant from, const HospitalTime& time) {
  const auto today = time.day_of(from);
  const auto candidate = time.at(today, at);
  return candidate > from ? candidate : time.at(today + date::days{1}, at);
}

}  // namespace

Instant closes_at(Instant session_starts_at, const WaitlistSettings& settings) {
  return session_starts_at - settings.closes_before;
}

Instant offer_until(Instant now, Day session_day, Instant slot_starts_at,
                    const WaitlistSettings& settings, const HospitalTime& time) {
  const bool same_day = time.day_of(now) == session_day;
  std::chrono::milliseconds left = same_day ? settings.offer_same_day : settings.offer;
  auto at = now;
  // Each turn is one stretch of night or of day; an offer spans few.
  while (left > minutes{0} && at < slot_starts_at) {
    if (is_night(time.minute_of(at), settings)) {
      at = next(settings.night_ends, at, time);
      continue;
    }
    const auto evening = next(settings.night_begins, at, time);
    const bool no_night = settings.night_begins == settings.night_ends;
    const auto until = no_night ? at + left : std::min(at + left, evening);
    left -= until - at;
    at = until;
  }
  return std::min(at, slot_starts_at);
}

Choice choose(const std::vector<std::string>& obstacles) {
  Choice choice;
  const auto found = std::ranges::find(obstacles, std::string());
  if (found == obstacles.end()) return choice;
  choice.chosen = static_cast<std::size_t>(found - obstacles.begin());
  for (std::size_t i = 0; i < *choice.chosen; ++i) choice.passed_over.push_back(i);
  return choice;
}

}  // namespace waitlist
}  // namespace yuyue::booking
