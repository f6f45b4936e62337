#pragma once
#include "api/answers.hpp"
#include "yuyue/exams/displays.hpp"

// What a display before the devices of a site shows. Numbers only, never a name.
namespace yuyue::api {

/// Somebody is called to a device, for the first time or again.
struct CalledToDevice {
  LineId line;
  std::int64_t seq = 0;
  ExamDeviceId device;
  std::string number;
  ExamPlaceId place;
  Instant at{};
};
/// As called_out_json, with the device's room as `room` and `session` "centre".
Json called_to_device_json(const Services& services, store::Snapshot& snapshot,
                           const exams::Device& device, const CalledToDevice& call);

/// {site: {id, name, nameEn}, at, seq, windows: [{id, name, nameEn, open, now, waiting, next,
/// missed}], services: [], calls: […]}: a device is what a window is elsewhere.
Json exam_board_json(const Services& services, store::Snapshot& snapshot, const exams::Shown& shown,
                     Instant now);

}  // namespace yuyue::api
