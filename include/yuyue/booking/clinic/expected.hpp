#pragma once
#include <vector>

#include "yuyue/booking/clinic/waits.hpp"

namespace yuyue::booking::clinic {

/// Those who are booked with a department for a day and have not arrived, for a forecast; as people
/// usually come.
std::vector<queue::Expected> still_expected(store::Snapshot& snapshot, DepartmentId department,
                                            Day day, Instant now);

}  // namespace yuyue::booking::clinic
