#pragma once
#include <string_view>

#include "api/answers.hpp"

namespace yuyue::api {

/// Whoever gives the code that is posted where the appointment's patients wait, is there. Refusals:
/// posted-code-unknown, posted-elsewhere (params: here, place).
Result<void> is_there(store::Snapshot& snapshot, std::string_view code,
                      const booking::Appointment& appointment);

}  // namespace yuyue::api
