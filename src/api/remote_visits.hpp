#pragma once
#include "api/answers.hpp"

namespace yuyue::api {

/// Adds "joinUrl" to a remote visit's JSON from a quarter of an hour before it.
void add_join_link(const Services& services, store::Snapshot& snapshot,
                   const booking::AppointmentView& view, Instant now, Json& out);

}  // namespace yuyue::api
