#include <algorithm>
#include <random>

#include "booking/appointment_steps.hpp"
#include "booking/places/records.hpp"
#include "booking/policy/doings_records.hpp"
#include "booking/session_records.hpp"
#include "booking/waitlist/offers.hpp"

namespace yuyue::booking::places {
namespace {

/// Nobody can foretell when a place that rests can be had again: that is the point of it.
std::chrono::milliseconds some_time_up_to(std::chrono::minutes longest) {
  static thread_local std::mt19937_64 random{std::random_device{}()};
  const auto least = std::min(longest, std::chrono::minutes{1});
  std::uniform_int_distribution<std::int64_t> pick(std::chrono::milliseconds{least}.count(),
                                                   std::chrono::milliseconds{longest}.count());
  return std::chrono::milliseconds{pick(random)};
}

/// Cancelling and at once booking under another name is worth a tout's while only where nothing
/// else is free.
bool has_to_rest(store::Snapshot& snapshot, const Place& place, const records::SlotFacts& slot,
                 Given how, const PlaceSettings& settings, Instant now) {
  return how == Given::by_patient && settings.cooling > std::chrono::minutes{0} &&
         slot.session_open && now + settings.cooling_lead < slot.starts_at &&
         !records::any_free(snapshot, place.session, now);
}

}  // namespace

Instant returned_at(Day day, const Settings& settings, const HospitalTime& time) {
  return time.at(day - date::days{settings.places.return_days_before}, settings.places.return_time);
}

Result<Place> Places::take(store::Transaction& tx, const rules::Wanted& wanted, Channel channel,
                           Instant now) const {
  Place place{.slot = wanted.slot.id, .session = wanted.session.id, .pool = {}};
  if (!records::take_of_slot(tx, place.slot)) return Refusal("slot-full");
  if (!wanted.session.quotas) return place;
  const auto returns_at = returned_at(wanted.session.day, *env_.settings->current(), *env_.time);
  for (const auto pool : pools_open_to(channel, now >= returns_at)) {
    if (!records::take_of_pool(tx, place.session, pool)) continue;
    place.pool = pool;
    return place;
  }
  records::give_to_slot(tx, place.slot);
  auto refusal = Refusal("quota-full").with("pool", name_of(pool_of(channel)));
  if (now < returns_at && open_to(channel, true, pools_of(tx, place.session)) > 0)
    return std::move(refusal).until(returns_at);
  return refusal;
}

Result<Place> Places::widen(store::Transaction& tx, const rules::Wanted& wanted) const {
  if (!records::widen_slot(tx, wanted.slot.id)) return Refusal("capacity-invalid");
  return Place{.slot = wanted.slot.id, .session = wanted.session.id, .pool = {}, .extra = true};
}

void Places::free(store::Transaction& tx, const Place& place) const {
  records::give_to_slot(tx, place.slot);
  if (place.pool) records::give_to_pool(tx, place.session, *place.pool);
}

void Places::give_back(store::Transaction& tx, const Place& place, Given how, Instant now) const {
  const auto slot = records::slot_facts(tx, place.slot);
  steps::change_pages(env_, tx, slot.department, slot.day, slot.practitioner);
  if (place.extra) return records::narrow_slot(tx, place.slot);
  if (now >= slot.starts_at || !slot.session_open) return free(tx, place);
  if (waitlist::offer(tx, env_, place, now)) return;
  const auto settings = env_.settings->current();
  if (!has_to_rest(tx, place, slot, how, settings->places, now)) return free(tx, place);
  const auto until = now + some_time_up_to(settings->places.cooling);
  records::insert(tx, {.id = env_.ids->next<ClaimId>(),
                       .kind = ClaimKind::cooling,
                       .place = place,
                       .owner = {"system", 0},
                       .person = {},
                       .created_at = now,
                       .expires_at = until});
}

Result<Claim> Places::hold(store::Transaction& tx, const rules::Wanted& wanted, Channel channel,
                           const Owner& owner, Instant until, Instant now,
                           std::optional<PersonId> person) const {
  const auto place = take(tx, wanted, channel, now);
  if (!place) return place.error();
  const Claim claim{.id = env_.ids->next<ClaimId>(),
                    .kind = ClaimKind::held,
                    .place = *place,
                    .owner = owner,
                    .person = person,
                    .created_at = now,
                    .expires_at = until};
  records::insert(tx, claim);
  steps::change_pages(env_, tx, wanted.session.department, wanted.session.day,
                      wanted.session.practitioner);
  return claim;
}

Result<Claim> Places::keep(store::Transaction& tx, SlotId slot, Channel channel, const Owner& owner,
                           Instant now, std::optional<PersonId> person) const {
  const auto settings = env_.settings->current();
  const auto wanted = booking::records::wanted_slot(tx, slot);
  if (!wanted) return Refusal("not-found").with("what", "slot");
  if (auto may = rules::may_be_booked(*wanted, channel, *env_.policies->at(now), *env_.time, now);
      !may)
    return may.error();
  const int limit = settings->places.max_holds * (is_staff(channel) ? 10 : 1);
  if (records::count_holds(tx, owner, now) >= limit)
    return Refusal("hold-limit").with("of", "account").with("limit", std::to_string(limit));
  policy::Doer doer{.account = {}, .person = person, .channel = channel, .uses = {}};
  if (owner.kind == "patient") doer.account = MemberId{owner.id};
  if (auto may =
          policy::within_doings(tx, *env_.policies->at(now), *env_.time, doer, false, true, now);
      !may)
    return may.error();
  const auto until = std::min(now + settings->places.hold, wanted->slot.ends_at);
  return hold(tx, *wanted, channel, owner, until, now, person);
}

namespace {

Result<Claim> own_claim(store::Snapshot& snapshot, const ClaimUse& use, Instant now) {
  auto claim = find_claim(snapshot, use.id);
  const bool theirs = claim && claim->kind != ClaimKind::cooling && claim->owner == use.owner &&
                      now < claim->expires_at;
  if (!theirs) return Refusal("hold-gone");
  return std::move(*claim);
}

}  // namespace

Result<Place> Places::use(store::Transaction& tx, const ClaimUse& use, SlotId slot,
                          Instant now) const {
  const auto claim = own_claim(tx, use, now);
  if (!claim) return claim.error();
  if (claim->place.slot != slot) return Refusal("hold-gone");
  records::remove(tx, claim->id);
  return claim->place;
}

Result<void> Places::release(store::Transaction& tx, const ClaimUse& use, Instant now) const {
  const auto claim = own_claim(tx, use, now);
  if (!claim) return claim.error();
  records::remove(tx, claim->id);
  give_back(tx, claim->place, Given::ran_out, now);
  return {};
}

int Places::open_holds(store::Snapshot& snapshot, const Owner& owner, Instant now) const {
  return records::count_holds(snapshot, owner, now);
}

int Places::expire(store::Transaction& tx, Instant now, int limit) const {
  const auto list = records::run_out(tx, now, limit);
  for (const auto& claim : list) {
    records::remove(tx, claim.id);
    if (claim.kind == ClaimKind::offered)
      waitlist::lapse(tx, env_, WaitlistEntryId{claim.owner.id}, now);
    give_back(tx, claim.place, Given::ran_out, now);
  }
  return static_cast<int>(list.size());
}

void lay_quotas(store::Transaction& tx, SessionId session, const Quotas& quotas) {
  records::clear_pools(tx, session);
  records::set_has_quotas(tx, session, !quotas.empty());
  if (quotas.empty()) return records::forget_pools(tx, session);
  std::vector<PoolCount> pools;
  for (const auto& quota : quotas) pools.push_back({quota.pool, quota.size, 0});
  PoolCount common{Pool::common, std::max(0, records::capacity_of(tx, session) - total(quotas)), 0};
  for (const auto& taker : records::takers(tx, session)) {
    const auto own = std::ranges::find(pools, pool_of(taker.channel), &PoolCount::pool);
    const bool fits = own != pools.end() && own->open() > 0;
    auto& pool = fits ? *own : common;
    ++pool.taken;
    records::set_pool(tx, taker, pool.pool);
  }
  common.size = std::max(common.size, common.taken);
  pools.push_back(common);
  for (const auto& pool : pools) records::insert_pool(tx, session, pool);
}

void renew_common(store::Transaction& tx, SessionId session) {
  int named = 0;
  for (const auto& pool : pools_of(tx, session))
    if (pool.pool != Pool::common) named += pool.size;
  const auto left = std::max(0, records::capacity_of(tx, session) - named);
  records::set_pool_size(tx, session, Pool::common, left);
}

Result<void> Places::set_quotas(store::Transaction& tx, SessionId id, const Quotas& quotas,
                                const Actor& by, Instant now) const {
  const auto session = find_session(tx, id);
  if (!session) return Refusal("not-found").with("what", "session");
  if (session->ends_at <= now) return Refusal("past-slot");
  if (session->state == SessionState::withdrawn) return Refusal("session-withdrawn");
  if (total(quotas) > records::capacity_of(tx, id)) return Refusal("quotas-invalid").at("/quotas");
  lay_quotas(tx, id, quotas);
  if (env_.journal)
    env_.journal->record(
        tx, by,
        {.what = "session-quotas-changed", .subject = id, .details = {{"quotas", to_text(quotas)}}},
        now);
  steps::change_pages(env_, tx, session->department, session->day, session->practitioner);
  return {};
}

}  // namespace yuyue::booking::places
