#pragma once
// SQL of the counters that say how much is taken, and of claims.
#include <optional>
#include <vector>

#include "yuyue/booking/places.hpp"

namespace yuyue::booking::places::records {

/// One place more of the slot; false: none was free.
bool take_of_slot(store::Transaction& tx, SlotId slot);
void give_to_slot(store::Transaction& tx, SlotId slot);
/// A place that was not there before, taken at once; false: there are 99.
bool widen_slot(store::Transaction& tx, SlotId slot);
void narrow_slot(store::Transaction& tx, SlotId slot);
bool take_of_pool(store::Transaction& tx, SessionId session, Pool pool);
void give_to_pool(store::Transaction& tx, SessionId session, Pool pool);

/// What giving a place back asks about its slot.
struct SlotFacts {
  Instant starts_at{};
  DepartmentId department;
  Day day{};
  std::optional<PractitionerId> practitioner;
  bool session_open = false;
};
SlotFacts slot_facts(store::Snapshot& snapshot, SlotId slot);
/// Some slot of the session that has not begun has a free place.
bool any_free(store::Snapshot& snapshot, SessionId session, Instant now);

void insert(store::Transaction& tx, const Claim& claim);
/// False: it is gone.
bool remove(store::Transaction& tx, ClaimId id);
std::vector<Claim> run_out(store::Snapshot& snapshot, Instant now, int limit);
int count_holds(store::Snapshot& snapshot, const Owner& owner, Instant now);

/// Places of a session's slots without extra numbers.
int capacity_of(store::Snapshot& snapshot, SessionId session);
void set_has_quotas(store::Transaction& tx, SessionId session, bool has);
void clear_pools(store::Transaction& tx, SessionId session);
void insert_pool(store::Transaction& tx, SessionId session, const PoolCount& pool);
void set_pool_size(store::Transaction& tx, SessionId session, Pool pool, int size);

/// Something that has a place of a session: an active appointment, or a claim.
struct Taker {
  bool is_claim = false;
  std::int64_t id = 0;
  Channel channel = Channel::web;
};
/// Extra numbers left out; in the order in which they came.
std::vector<Taker> takers(store::Snapshot& snapshot, SessionId session);
void set_pool(store::Transaction& tx, const Taker& taker, std::optional<Pool> pool);
void forget_pools(store::Transaction& tx, SessionId session);

}  // namespace yuyue::booking::places::records
