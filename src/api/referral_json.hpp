#pragma once
// Referrals as either side reads them.
#include "api/answers.hpp"
#include "yuyue/booking/referral/referrals.hpp"

namespace yuyue::api {

/// `person` as this reader may see them.
Json referral_json(const Services& services, store::Snapshot& snapshot,
                   const booking::referral::Referral& referral,
                   const booking::referral::Handler& by, Json person);
Json referral_json(const Services& services, store::Snapshot& snapshot, const Call& call,
                   const booking::referral::Referral& referral,
                   const booking::referral::Handler& by);

}  // namespace yuyue::api
