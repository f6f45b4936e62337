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

}  // namespace yuyue::centre::rules
