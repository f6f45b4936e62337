#include <algorithm>

#include "yuyue/centre/visits.hpp"

namespace yuyue::centre {

std::optional<std::size_t> Visit::now_at() const {
  const auto found = std::ranges::find(errands, Errand::State::now, &Errand::state);
  if (found == errands.end()) return std::nullopt;
  return static_cast<std::size_t>(found - errands.begin());
}

namespace rules {

std::optional<OpenUntil> open_until(const std::vector<Window>& windows, ServiceId service,
                                    int weekday, Day day, const HospitalTime& time, Instant now) {
  std::optional<OpenUntil> open;
  for (const auto& window : windows) {
    if (!window.active ||
        std::ranges::find(window.duties, service, &WindowDuty::service) == window.duties.end())
      continue;
    for (const auto& hours : window.hours) {
      const auto closes = time.at(day, hours.closes);
      if (hours.weekday != weekday || closes <= now) continue;
      const auto opens = std::max(now, time.at(day, hours.opens));
      if (!open) open = OpenUntil{opens, closes};
      open->opens = std::min(open->opens, opens);
      open->closes = std::max(open->closes, closes);
    }
  }
  return open;
}

std::string visit_number(const std::string& letter, std::int64_t number) {
  const auto digits = std::to_string(number);
  return letter + (digits.size() < 3 ? std::string(3 - digits.size(), '0') : "") + digits;
}

}  // namespace rules
}  // namespace yuyue::centre
