#pragma once
#include "api/answers.hpp"

namespace yuyue::api {

/// What to offer instead of a slot that nobody can have now: the same for everybody who comes this
/// way, from what is kept in memory.
std::vector<booking::SlotOffer> nearest_offers(const Services& services, SlotId slot,
                                               booking::Channel channel, Instant now);

/// What can be booked soonest in a department, at most five, from the same memory. Whoever comes a
/// way that no page shows is told what patients can have.
std::vector<booking::SlotOffer> soonest_offers(const Services& services, DepartmentId department,
                                               booking::Channel channel, Instant now);

}  // namespace yuyue::api
