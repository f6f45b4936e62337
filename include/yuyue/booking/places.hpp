#pragma once
#include <optional>
#include <string>
#include <vector>

#include "yuyue/booking/quota.hpp"
#include "yuyue/booking/sessions.hpp"

namespace yuyue::booking {
namespace rules {
struct Wanted;
}

namespace places {

/// A place that nobody has booked and nobody else can: `held` for somebody who is about to book,
/// `offered` to somebody on the waiting list, or `cooling` before it is free again.
enum class ClaimKind { held, offered, cooling };
std::string_view name_of(ClaimKind kind);
std::optional<ClaimKind> claim_kind(std::string_view name);

/// Whose a claim is: a principal ("patient", "staff", …), or a process ("waitlist", "disruption")
/// with the id of what it does it for.
struct Owner {
  std::string kind;
  std::int64_t id = 0;
  bool operator==(const Owner&) const = default;
};

/// One place: a number in its slot and, in a session with quotas, one of a pool.
struct Place {
  SlotId slot;
  SessionId session;
  std::optional<Pool> pool;
  bool extra = false;
};

struct Claim {
  ClaimId id;
  ClaimKind kind = ClaimKind::held;
  Place place;
  Owner owner;
  std::optional<PersonId> person;  ///< for whom, where that is known
  Instant created_at{}, expires_at{};
};

/// A claim that is to become an appointment (BookingRequest::claim).
struct ClaimUse {
  ClaimId id;
  Owner owner;
};

/// How a place comes to be given back, which decides whether it has to rest before it is free.
enum class Given { by_patient, by_hospital, ran_out };

std::optional<Claim> find_claim(store::Snapshot& snapshot, ClaimId id);
std::vector<PoolCount> pools_of(store::Snapshot& snapshot, SessionId session);
/// From when on what is left of a session's quotas is everybody's.
Instant returned_at(Day day, const Settings& settings, const HospitalTime& time);

/// The life of a place. Every change of slot.taken and session_quota.taken goes through here; what
/// it changes on pages it announces itself. Thread-safe.
class Places {
 public:
  explicit Places(Environment environment) : env_(environment) {}

  /// One place of the slot and, with quotas, one of a pool that is open to `channel`. Nothing is
  /// taken if it is refused. Refusals: slot-full, quota-full (params: pool; possible_at: when
  /// unused quotas are returned, if there are any).
  Result<Place> take(store::Transaction& tx, const rules::Wanted& wanted, Channel channel,
                     Instant now) const;

  /// One place more than there were, outside all quotas. Refusal: capacity-invalid (99 is the
  /// most).
  Result<Place> widen(store::Transaction& tx, const rules::Wanted& wanted) const;

  /// To the waiting list, or it rests, or it is free; an extra place ceases to exist.
  void give_back(store::Transaction& tx, const Place& place, Given how, Instant now) const;

  /// Takes a place and keeps it until `until`. Whether the slot may be booked at all is the
  /// caller's to ask (rules::may_be_booked). Refusals: those of take.
  Result<Claim> hold(store::Transaction& tx, const rules::Wanted& wanted, Channel channel,
                     const Owner& owner, Instant until, Instant now,
                     std::optional<PersonId> person = {}) const;
  /// The same for somebody who is about to book, under the rules of booking and of holds. Refusals
  /// also: not-found, past-slot, session-stopped, not-released-yet, hold-limit (params: of, limit).
  Result<Claim> keep(store::Transaction& tx, SlotId slot, Channel channel, const Owner& owner,
                     Instant now, std::optional<PersonId> person = {}) const;
  /// The place as it stands, for an appointment: the claim is gone, the place still taken.
  /// Refusals: hold-gone (no such claim, somebody else's, run out, or of another slot).
  Result<Place> use(store::Transaction& tx, const ClaimUse& claim, SlotId slot, Instant now) const;
  /// Gives up one's hold. Refusals: hold-gone.
  Result<void> release(store::Transaction& tx, const ClaimUse& claim, Instant now) const;
  int open_holds(store::Snapshot& snapshot, const Owner& owner, Instant now) const;

  /// At most `limit` claims that have run out are passed on or freed. Returns how many there were.
  int expire(store::Transaction& tx, Instant now, int limit) const;
  /// Whether expire has anything to do.
  static bool any_expired(store::Snapshot& snapshot, Instant now);

  /// The quotas of one session for its day; an empty list does away with them. Refusals: not-found,
  /// past-slot, session-withdrawn, quotas-invalid (more than there are places).
  Result<void> set_quotas(store::Transaction& tx, SessionId session, const Quotas& quotas,
                          const Actor& by, Instant now) const;

 private:
  void free(store::Transaction& tx, const Place& place) const;
  Environment env_;
};

/// Those who have booked by this way already are counted in their pool, as far as it goes, the rest
/// in the common one; sizes never end below what is taken. For the making of sessions.
void lay_quotas(store::Transaction& tx, SessionId session, const Quotas& quotas);
/// The common pool follows a change of the slots' capacity.
void renew_common(store::Transaction& tx, SessionId session);

}  // namespace places
}  // namespace yuyue::booking
