#pragma once
#include "yuyue/queue/lines.hpp"

namespace yuyue::api {

/// How often a patient may still ask to be called later.
int postponements_left(store::Snapshot& snapshot, TicketId ticket);

}  // namespace yuyue::api
