#pragma once
#include <optional>
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

/// Whether numbers are given for a service (取号): before its first opening too, for that; within
/// the last minutes of an opening (Window::last_number) no more, where no other window still gives
/// them; after it for the next opening.
struct Intake {
  bool open = false;
  MinuteOfDay until{};                 ///< of the opening that holds or comes next
  std::optional<MinuteOfDay> again{};  ///< not open: from then on, for a later opening
  bool operator==(const Intake&) const = default;
};
/// None: no opening holds or comes any more on that day.
std::optional<Intake> intake_of(const std::vector<Window>& windows, const Service& service,
                                int weekday, MinuteOfDay at);

}  // namespace yuyue::centre::rules
