#pragma once
#include <string_view>

#include "api/answers.hpp"
#include "yuyue/exams/devices.hpp"

namespace yuyue::api {

/// Whoever gives the code that is posted where the appointment's patients wait, is there. Refusals:
/// posted-code-unknown, posted-elsewhere (params: here, place).
Result<void> is_there(store::Snapshot& snapshot, std::string_view code,
                      const booking::Appointment& appointment);

/// The same for an examination: a code posted on the device's campus will do, as devices have no
/// waiting areas of their own.
Result<void> is_at_device(store::Snapshot& snapshot, std::string_view code, ExamDeviceId device);

}  // namespace yuyue::api
