#pragma once
#include <optional>
#include <string>
#include <vector>

#include "yuyue/core/result.hpp"
#include "yuyue/exams/worklist.hpp"

// Screens before the devices: the numbers that are called, and who is next.
namespace yuyue::exams {

/// What a display shows: a site's devices, or some of them.
struct Shown {
  ExamSiteId site;
  std::vector<ExamDeviceId> devices{};  ///< empty: all of the site
  auto operator<=>(const Shown&) const = default;
};
std::optional<Shown> shown_on(store::Snapshot& snapshot, DeviceId display);
/// None: no devices any more. Refusal: unknown-reference (examSiteId, examDeviceIds: not there, or
/// at another site).
Result<void> show_on(store::Transaction& tx, DeviceId display, const std::optional<Shown>& shown);

/// A device and its line of today.
struct ShownDevice {
  Device device;
  std::optional<queue::KeptLine> line{};  ///< none: nobody has come
};
/// Those in use, by name.
std::vector<ShownDevice> shown_devices(store::Snapshot& snapshot, const Shown& shown, Day day);
/// Whose line a device's day is.
std::optional<ExamDeviceId> device_of(store::Snapshot& snapshot, const queue::Reference& owner);

}  // namespace yuyue::exams
