#pragma once
#include "api/answers.hpp"
#include "yuyue/booking/guides/guides.hpp"

namespace yuyue::api {

Json guide_visit_json(const Services& services, const booking::guides::GuideVisit& visit);

/// Adds "guide" to an appointment's JSON, if one was asked for.
void add_guide(const Services& services, store::Snapshot& snapshot, AppointmentId appointment,
               Json& out);

}  // namespace yuyue::api
