#pragma once
// How a place finds its way to somebody on the waiting list.
#include <vector>

#include "yuyue/booking/waitlist.hpp"

namespace yuyue::booking::waitlist {

/// Why each of those who wait cannot have the place, "" for who can, in the order of the list: the
/// first who can gets it, and whoever stands before them is passed over with that reason.
struct Choice {
  std::optional<std::size_t> chosen;
  std::vector<std::size_t> passed_over;
};
Choice choose(const std::vector<std::string>& obstacles);

/// The place, which is still taken, is offered to the first of the session's list who can have it.
/// False: to nobody.
bool offer(store::Transaction& tx, const Environment& env, const places::Place& place, Instant now);
/// The offer behind this claim was not answered.
void lapse(store::Transaction& tx, const Environment& env, WaitlistEntryId entry, Instant now);

}  // namespace yuyue::booking::waitlist
