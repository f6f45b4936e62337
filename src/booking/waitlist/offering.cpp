// A place finds its way to the first who waits and can have it.
#include <algorithm>

#include "booking/appointment_records.hpp"
#include "booking/places/records.hpp"
#include "booking/session_records.hpp"
#include "booking/waitlist/offers.hpp"
#include "booking/waitlist/records.hpp"
#include "booking/waitlist/steps.hpp"
#include "yuyue/booking/policy/conduct.hpp"

namespace yuyue::booking::waitlist {
namespace {

/// How far down the list somebody is looked for who can have a place.
constexpr int kDepth = 200;

/// Why this entry cannot have the place; empty: it can.
std::string obstacle(store::Snapshot& snapshot, const Environment& env, const Entry& entry,
                     const rules::Wanted& wanted, std::optional<Pool> pool, Instant now) {
  const auto settings = env.settings->current();
  const auto pools = pools_open_to(
      entry.channel, now >= places::returned_at(wanted.session.day, *settings, *env.time));
  if (pool && std::ranges::find(pools, *pool) == pools.end()) return "quota";
  if (!booking::records::person_is_active(snapshot, entry.person)) return "person-unknown";
  const auto in_force = env.policies->at(now);
  const auto bars = policy::bars_against(snapshot, entry.person, now);
  if (const auto may = policy::not_barred(bars, rules::visit_of(wanted), entry.channel,
                                          in_force->civil(*env.time), now);
      !may)
    return may.error().code;
  const auto held = booking::records::held_by(snapshot, entry.person, now, *env.time);
  const auto fits = rules::fits_person(wanted, held, std::nullopt, *in_force, *env.time, now);
  return fits ? "" : fits.error().code;
}

/// Those who wait and got a place of the session in another way wait no longer.
std::vector<Entry> still_waiting(store::Transaction& tx, const Environment& env, SessionId session,
                                 Instant now) {
  auto list = records::waiting_for(tx, session, kDepth);
  std::erase_if(list, [&](Entry& entry) {
    if (!records::has_place_in(tx, entry.person, session)) return false;
    end_entry(env, tx, entry, EntryState::withdrawn, "already-booked", now);
    return true;
  });
  return list;
}

void make_offer(store::Transaction& tx, const Environment& env, Entry& entry,
                const rules::Wanted& wanted, const places::Place& place, Instant now) {
  const auto settings = env.settings->current();
  entry.state = EntryState::offered;
  entry.claim = env.ids->next<ClaimId>();
  entry.slot = place.slot;
  entry.offered_until =
      offer_until(now, wanted.session.day, wanted.slot.starts_at, settings->waitlist, *env.time);
  places::records::insert(tx, {.id = *entry.claim,
                               .kind = places::ClaimKind::offered,
                               .place = place,
                               .owner = {"waitlist", entry.id.value},
                               .created_at = now,
                               .expires_at = *entry.offered_until});
  records::update(tx, entry);
  note(env, tx, entry.id, "offered", {}, place.slot, now);
  if (!env.listener) return;
  auto news = news_of(entry, wanted.session);
  news.slot_starts_at = wanted.slot.starts_at;
  env.listener->place_offered(tx, news, now);
}

}  // namespace

bool offer(store::Transaction& tx, const Environment& env, const places::Place& place,
           Instant now) {
  if (!records::anybody_waits_for(tx, place.session)) return false;
  auto wanted = booking::records::wanted_slot(tx, place.slot);
  wanted->session = session_with(tx, place.session);
  if (wanted->session.state != SessionState::open || now >= closing_of(env, wanted->session))
    return false;
  auto list = still_waiting(tx, env, place.session, now);
  std::vector<std::string> obstacles;
  for (const auto& entry : list) {
    obstacles.push_back(obstacle(tx, env, entry, *wanted, place.pool, now));
    if (obstacles.back().empty()) break;
  }
  const auto choice = choose(obstacles);
  if (!choice.chosen) return false;
  for (const auto i : choice.passed_over)
    note(env, tx, list[i].id, "passed-over", obstacles[i], place.slot, now);
  make_offer(tx, env, list[*choice.chosen], *wanted, place, now);
  return true;
}

void lapse(store::Transaction& tx, const Environment& env, WaitlistEntryId id, Instant now) {
  auto entry = find_entry(tx, id);
  if (!entry || entry->state != EntryState::offered) return;
  end_entry(env, tx, *entry, EntryState::lapsed, {}, now);
  if (env.listener)
    env.listener->offer_lapsed(tx, news_of(*entry, session_with(tx, entry->session)), now);
}

namespace {

/// A free place that somebody who waits can have, by their way of booking.
struct Opening {
  SlotId slot;
  Channel channel = Channel::web;
};

/// The first who waits for this session and can have the slot.
std::optional<Opening> opening_of(store::Snapshot& snapshot, const Environment& env, SlotId slot,
                                  Instant now) {
  auto wanted = booking::records::wanted_slot(snapshot, slot);
  wanted->session = session_with(snapshot, wanted->session.id);
  const auto& session = wanted->session;
  const bool returned =
      now >= places::returned_at(session.day, *env.settings->current(), *env.time);
  const auto pools =
      session.quotas ? places::pools_of(snapshot, session.id) : std::vector<PoolCount>{};
  for (const auto& entry : records::waiting_for(snapshot, session.id, kDepth)) {
    if (session.quotas && open_to(entry.channel, returned, pools) == 0) continue;
    if (obstacle(snapshot, env, entry, *wanted, std::nullopt, now).empty())
      return Opening{slot, entry.channel};
  }
  return std::nullopt;
}

std::vector<Opening> openings(store::Snapshot& snapshot, const Environment& env, Instant now,
                              std::size_t limit) {
  std::vector<Opening> list;
  const auto closed_before = now + env.settings->current()->waitlist.closes_before;
  for (const auto slot : records::free_slots_waited_for(snapshot, closed_before)) {
    if (list.size() == limit) break;
    if (const auto opening = opening_of(snapshot, env, slot, now)) list.push_back(*opening);
  }
  return list;
}

}  // namespace

int Waitlist::offer_free(store::Transaction& tx, Instant now, int limit) const {
  int offered = 0;
  for (const auto& opening : openings(tx, env_, now, static_cast<std::size_t>(limit))) {
    auto wanted = booking::records::wanted_slot(tx, opening.slot);
    wanted->session = session_with(tx, wanted->session.id);
    const auto place = places_.take(tx, *wanted, opening.channel, now);
    if (!place) continue;  // an opening before this one has had the last of a pool
    if (offer(tx, env_, *place, now)) {
      renew_pages(env_, tx, wanted->session);
      ++offered;
    } else {
      places::records::give_to_slot(tx, place->slot);
      if (place->pool) places::records::give_to_pool(tx, place->session, *place->pool);
    }
  }
  return offered;
}

bool Waitlist::any_free(store::Snapshot& snapshot, Instant now) const {
  return !openings(snapshot, env_, now, 1).empty();
}

}  // namespace yuyue::booking::waitlist
