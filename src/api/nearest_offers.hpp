#pragma once
#include "api/answers.hpp"

namespace yuyue::api {

/// What to offer instead of a slot that nobody can have now: the same for everybody who comes this
/// way, from what is kept in memory.
std::vector<booking::SlotOffer> nearest_offers(const Services& services, SlotId slot,
                                               booking::Channel channel, Instant now);

}  // namespace yuyue::api
