#pragma once
#include "api/answers.hpp"

namespace yuyue::api {

/// Whether the caller is somebody at a partner institution and nothing more at the hospital: their
/// institution's patients and bookings are all that they reach.
bool is_partner(const access::Principal& principal);

/// The institution for which the caller acts. Refusal: no-institution.
Result<booking::referral::Institution> institution_of(store::Snapshot& snapshot, const Call& call);

/// On which side of a referral the caller stands. Refusal: no-institution.
Result<booking::referral::Handler> handler_of(store::Snapshot& snapshot, const Call& call);

/// {"id", "name", "nameEn"}
Json institution_name(const booking::referral::Institution& institution);

}  // namespace yuyue::api
