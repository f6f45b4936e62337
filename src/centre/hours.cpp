#include "yuyue/centre/hours.hpp"

#include <algorithm>

namespace yuyue::centre::rules {
namespace {

std::vector<OpenSpan> joined(std::vector<OpenSpan> spans) {
  std::ranges::sort(spans, {}, &OpenSpan::opens);
  std::vector<OpenSpan> out;
  for (const auto& span : spans) {
    if (!out.empty() && span.opens <= out.back().closes)
      out.back().closes = std::max(out.back().closes, span.closes);
    else
      out.push_back(span);
  }
  return out;
}

struct GivenUntil {
  OpenSpan span;
  MinuteOfDay last{};
};

/// What is left of the day, by window.
std::vector<GivenUntil> openings_left(const std::vector<Window>& windows, const Service& service,
                                      int weekday, MinuteOfDay at) {
  std::vector<GivenUntil> left;
  for (const auto& window : windows) {
    if (std::ranges::find(window.duties, service.id, &WindowDuty::service) == window.duties.end())
      continue;
    const auto before = std::max(window.last_number, service.last_number);
    for (const auto& span : hours_of(window, weekday))
      if (span.closes > at) left.push_back({span, span.closes - before});
  }
  return left;
}

}  // namespace

std::vector<OpenSpan> hours_of(const Window& window, int weekday) {
  std::vector<OpenSpan> spans;
  if (!window.active) return spans;
  for (const auto& hours : window.hours)
    if (hours.weekday == weekday) spans.push_back({hours.opens, hours.closes});
  return joined(std::move(spans));
}

std::vector<OpenSpan> hours_of(const std::vector<Window>& windows, ServiceId service, int weekday) {
  std::vector<OpenSpan> spans;
  for (const auto& window : windows) {
    if (std::ranges::find(window.duties, service, &WindowDuty::service) == window.duties.end())
      continue;
    for (const auto& span : hours_of(window, weekday)) spans.push_back(span);
  }
  return joined(std::move(spans));
}

std::optional<Intake> intake_of(const std::vector<Window>& windows, const Service& service,
                                int weekday, MinuteOfDay at) {
  auto now = openings_left(windows, service, weekday, at);
  if (now.empty()) return std::nullopt;
  const auto later_on =
      std::ranges::stable_partition(now, [&](const auto& one) { return one.span.opens <= at; });
  std::vector<GivenUntil> later(later_on.begin(), later_on.end());
  now.erase(later_on.begin(), later_on.end());
  if (now.empty()) {
    const auto next = std::ranges::min(later, {}, [](const auto& one) { return one.span.opens; });
    return Intake{.open = next.last > at, .until = next.last};
  }
  Intake intake{.until = std::ranges::max(now, {}, &GivenUntil::last).last};
  intake.open = intake.until > at;
  if (intake.open || later.empty()) return intake;
  const auto next = std::ranges::min(later, {}, [](const auto& one) { return one.span.opens; });
  const auto over = std::ranges::max(now, {}, [](const auto& one) { return one.span.closes; });
  intake.again = std::min(next.span.opens, over.span.closes);
  return intake;
}

}  // namespace yuyue::centre::rules
