#pragma once
// Quotas as the API writes them: [{"pool": "desk", "size": 4}, …].
#include "api/input.hpp"
#include "yuyue/booking/quota.hpp"

namespace yuyue::api {

Json quotas_json(const booking::Quotas& quotas);
/// Of the field "quotas", which must be there. Refusals: quotas-invalid, field-invalid.
Result<booking::Quotas> read_quotas(Input& in);

}  // namespace yuyue::api
