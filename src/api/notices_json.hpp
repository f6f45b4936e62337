#pragma once
#include "api/answers.hpp"
#include "yuyue/booking/clinic/notices.hpp"

namespace yuyue::api {

/// {seq, delay: {minutes, reason, since} | null, pauses: [{roomId, reason, since, until | null}]}
Json notices_json(const HospitalTime& time, const booking::clinic::Notices& notices);

}  // namespace yuyue::api
