#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yuyue/booking/environment.hpp"

namespace yuyue::booking {

/// Which part of a session's places: those kept for one way of booking, or the rest.
enum class Pool { web, kiosk, desk, partner, clinician, common };
inline constexpr Pool kPools[] = {Pool::web,     Pool::kiosk,     Pool::desk,
                                  Pool::partner, Pool::clinician, Pool::common};
std::string_view name_of(Pool pool);
std::optional<Pool> pool_from(std::string_view name);
/// The pool of those who book by this way; the telephone is answered at the desk.
Pool pool_of(Channel channel);

/// Places kept for one pool. `common` is never named: it is what the others leave.
struct Quota {
  Pool pool = Pool::desk;
  int size = 0;
  bool operator==(const Quota&) const = default;
};
using Quotas = std::vector<Quota>;  ///< in order of pool, each once; empty: none are kept

/// As stored: "desk=4,partner=2".
std::string to_text(const Quotas& quotas);
/// Throws std::runtime_error if it was not written by to_text.
Quotas quotas_from_text(std::string_view text);
/// In order, without those of size 0. nullopt: a pool named twice, common named, or a size out of
/// 0 … 999.
std::optional<Quotas> in_order(Quotas quotas);
int total(const Quotas& quotas);

/// A session's pool with what is taken of it.
struct PoolCount {
  Pool pool = Pool::common;
  int size = 0, taken = 0;
  int open() const { return size - taken; }
};

/// The pools from which `channel` may take, in the order in which it does: its own, the common one
/// and, once unused quotas have been returned, the others.
std::vector<Pool> pools_open_to(Channel channel, bool returned);
/// Places left for `channel` in a session with quotas.
int open_to(Channel channel, bool returned, const std::vector<PoolCount>& pools);

}  // namespace yuyue::booking
