#pragma once
// SQL of the versions of the rules.
#include "yuyue/booking/policy/live.hpp"

namespace yuyue::booking::policy::records {

void insert(store::Transaction& tx, const Version& version);

}  // namespace yuyue::booking::policy::records
