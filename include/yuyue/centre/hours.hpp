#pragma once
#include <vector>

#include "yuyue/centre/model.hpp"

namespace yuyue::centre::rules {

/// From … to, on one day.
struct OpenSpan {
  MinuteOfDay opens{}, closes{};
  bool operator==(const OpenSpan&) const = default;
};

/// When some window serves a service on such a weekday, in order and without overlap: where one
/// window's break is another one's time, there is no gap. `weekday` 0: a public holiday, never.
std::vector<OpenSpan> hours_of(const std::vector<Window>& windows, ServiceId service, int weekday);
/// The same of one window.
std::vector<OpenSpan> hours_of(const Window& window, int weekday);

}  // namespace yuyue::centre::rules
