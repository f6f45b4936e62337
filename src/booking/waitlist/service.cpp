#include <algorithm>

#include "booking/appointment_steps.hpp"
#include "booking/places/records.hpp"
#include "booking/session_records.hpp"
#include "booking/waitlist/offers.hpp"
#include "booking/waitlist/records.hpp"
#include "yuyue/booking/policy/conduct.hpp"

namespace yuyue::booking::waitlist {
namespace {

/// How far down the list somebody is looked for who can have a place.
constexpr int kDepth = 200;

void note(const Environment& env, store::Transaction& tx, WaitlistEntryId entry,
          std::string_view what, std::string_view why, std::optional<SlotId> slot, Instant now) {
  records::insert_event(
      tx, env.ids->next_value(), entry,
      {.at = now, .what = std::string(what), .why = std::string(why), .slot = slot});
}

void journal(const Environment& env, store::Transaction& tx, const Actor& by, std::string_view what,
             const Entry& entry, Instant now) {
  if (!env.journal) return;
  env.journal->record(
      tx, by,
      {.what = std::string(what),
       .subject = entry.id,
       .details = {{"person", to_string(entry.person)}, {"session", to_string(entry.session)}}},
      now);
}

void end(const Environment& env, store::Transaction& tx, Entry& entry, EntryState state,
         std::string_view why, Instant now) {
  entry.state = state;
  entry.ended_at = now;
  entry.claim.reset();
  records::update(tx, entry);
  note(env, tx, entry.id, name_of(state), why, entry.slot, now);
}

void renew_pages(const Environment& env, store::Transaction& tx, const Session& session) {
  steps::change_pages(env, tx, session.department, session.day, session.practitioner);
}

Session session_with(store::Snapshot& snapshot, SessionId id) {
  auto session = find_session(snapshot, id);
  if (!session) throw std::logic_error("a waiting list without its session");
  return std::move(*session);
}

WaitlistNews news_of(const Entry& entry, const Session& session) {
  return {.entry = entry.id,
          .person = entry.person,
          .member = entry.member,
          .department = session.department,
          .day = session.day,
          .slot_starts_at = {},
          .answer_until = entry.offered_until,
          .stopped = session.state != SessionState::open};
}

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
    end(env, tx, entry, EntryState::withdrawn, "already-booked", now);
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

/// When the list of this session closes.
Instant closing_of(const Environment& env, const Session& session) {
  return closes_at(session.starts_at, env.settings->current()->waitlist);
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
  end(env, tx, *entry, EntryState::lapsed, {}, now);
  if (env.listener)
    env.listener->offer_lapsed(tx, news_of(*entry, session_with(tx, entry->session)), now);
}

namespace {

/// Whether any slot of the session can be booked by this way now.
bool something_free(store::Snapshot& snapshot, const Environment& env, const Session& session,
                    Channel channel, Instant now) {
  if (!places::records::any_free(snapshot, session.id, now)) return false;
  if (!session.quotas) return true;
  const bool returned =
      now >= places::returned_at(session.day, *env.settings->current(), *env.time);
  return open_to(channel, returned, places::pools_of(snapshot, session.id)) > 0;
}

Result<void> may_join(store::Snapshot& snapshot, const Environment& env, const Session& session,
                      const Joining& joining, Instant now) {
  const auto settings = env.settings->current();
  if (session.state != SessionState::open) return Refusal("session-stopped");
  if (!settings->waitlist.open || now >= closing_of(env, session))
    return Refusal("waitlist-closed");
  const auto in_force = env.policies->at(now);
  const auto where = whereabouts(snapshot, session.id);
  const auto released = rules::released_at(session.day, where.place, *in_force, *env.time);
  if (now < released) return Refusal("not-released-yet").until(released);
  if (!booking::records::person_is_active(snapshot, joining.person))
    return Refusal("person-unknown");
  if (records::active_entry(snapshot, joining.person, session.id))
    return Refusal("already-waiting");
  const policy::Visit visit{.campus = where.place.campus, .day = session.day};
  const auto bars = policy::bars_against(snapshot, joining.person, now);
  if (auto may =
          policy::not_barred(bars, visit, joining.by.channel, in_force->civil(*env.time), now);
      !may)
    return may;
  const auto once_per_day = in_force->rules(where.place).once_per_day;
  const bool once_a_day = once_per_day.contains(policy::OncePer::department);
  for (const auto& held : booking::records::held_by(snapshot, joining.person, now, *env.time)) {
    const bool same_day =
        once_a_day && held.department == session.department && held.day == session.day;
    if (held.session == session.id || same_day)
      return Refusal("already-booked")
          .with("code", spaced_code(held.code))
          .with("date", format_day(held.day));
  }
  const int limit = settings->waitlist.max_per_person;
  if (records::count_active(snapshot, joining.person) >= limit)
    return Refusal("waitlist-limit").with("limit", std::to_string(limit));
  if (something_free(snapshot, env, session, joining.by.channel, now)) return Refusal("not-full");
  return {};
}

}  // namespace

Result<Entry> Waitlist::join(store::Transaction& tx, const Joining& joining, Instant now) const {
  const auto session = find_session(tx, joining.session);
  if (!session) return Refusal("not-found").with("what", "session");
  if (auto may = may_join(tx, env_, *session, joining, now); !may) return may.error();
  Entry entry;
  entry.id = env_.ids->next<WaitlistEntryId>();
  entry.session = joining.session;
  entry.person = joining.person;
  entry.member = joining.member;
  entry.channel = joining.by.channel;
  entry.joined_at = now;
  records::insert(tx, entry);
  note(env_, tx, entry.id, "joined", {}, {}, now);
  journal(env_, tx, joining.by, "waitlist-joined", entry, now);
  renew_pages(env_, tx, *session);
  return entry;
}

Result<Appointment> Waitlist::accept(store::Transaction& tx, WaitlistEntryId id, const Actor& by,
                                     std::optional<Instant> pay_until, Instant now) const {
  auto entry = find_entry(tx, id);
  if (!entry) return Refusal("not-found").with("what", "waitlist-entry");
  if (entry->state != EntryState::offered || now >= *entry->offered_until)
    return Refusal("no-offer");
  BookingRequest request{.slot = entry->slot.value(),
                         .person = entry->person,
                         .by = by,
                         .member = entry->member,
                         .note = {}};
  request.pay_until = pay_until;
  request.claim = places::ClaimUse{*entry->claim, {"waitlist", id.value}};
  auto booked = appointments_.book(tx, request, now);
  if (!booked) return booked;
  entry->appointment = booked->id;
  end(env_, tx, *entry, EntryState::accepted, {}, now);
  return booked;
}

Result<Entry> Waitlist::decline(store::Transaction& tx, WaitlistEntryId id, const Actor& by,
                                Instant now) const {
  auto entry = find_entry(tx, id);
  if (!entry) return Refusal("not-found").with("what", "waitlist-entry");
  if (entry->state != EntryState::offered) return Refusal("no-offer");
  const auto claim = entry->claim.value();
  end(env_, tx, *entry, EntryState::declined, {}, now);
  journal(env_, tx, by, "waitlist-declined", *entry, now);
  if (now < *entry->offered_until) {
    if (auto released = places_.release(tx, {claim, {"waitlist", id.value}}, now); !released)
      return released.error();
  }
  return *entry;
}

Result<Entry> Waitlist::leave(store::Transaction& tx, WaitlistEntryId id, const Actor& by,
                              Instant now) const {
  auto entry = find_entry(tx, id);
  if (!entry) return Refusal("not-found").with("what", "waitlist-entry");
  if (entry->state == EntryState::offered) return decline(tx, id, by, now);
  if (entry->state != EntryState::waiting) return Refusal("not-waiting");
  end(env_, tx, *entry, EntryState::withdrawn, {}, now);
  journal(env_, tx, by, "waitlist-left", *entry, now);
  renew_pages(env_, tx, session_with(tx, entry->session));
  return *entry;
}

int Waitlist::close_due(store::Transaction& tx, Instant now, int limit) const {
  const auto settings = env_.settings->current();
  auto list = records::to_close(tx, now + settings->waitlist.closes_before, limit);
  for (auto& entry : list) {
    const auto session = session_with(tx, entry.session);
    const bool has_one = records::has_place_in(tx, entry.person, entry.session);
    if (has_one) {
      end(env_, tx, entry, EntryState::withdrawn, "already-booked", now);
    } else {
      const bool stopped = session.state != SessionState::open;
      end(env_, tx, entry, EntryState::closed, stopped ? "session-stopped" : "waitlist-closed",
          now);
      if (env_.listener) env_.listener->waitlist_closed(tx, news_of(entry, session), now);
    }
    renew_pages(env_, tx, session);
  }
  return static_cast<int>(list.size());
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

bool Waitlist::any_to_close(store::Snapshot& snapshot, Instant now) const {
  const auto until = now + env_.settings->current()->waitlist.closes_before;
  return !records::to_close(snapshot, until, 1).empty();
}

bool Waitlist::any_free(store::Snapshot& snapshot, Instant now) const {
  return !openings(snapshot, env_, now, 1).empty();
}

void move_person(store::Transaction& tx, IdMaker& ids, PersonId from, PersonId into, Instant now) {
  const auto say = [&](WaitlistEntryId id, const char* what, const std::string& why) {
    records::insert_event(tx, ids.next_value(), id,
                          {.at = now, .what = what, .why = why, .slot = {}});
  };
  for (const auto id : records::all_of(tx, from)) {
    auto entry = find_entry(tx, id);
    auto other =
        is_active(entry->state) ? records::active_entry(tx, into, entry->session) : std::nullopt;
    if (other) {
      auto& goes = entry->state == EntryState::waiting ? *entry : *other;
      // Two offers at once: the merged record's runs out by itself.
      if (goes.state == EntryState::offered) continue;
      goes.state = EntryState::withdrawn;
      goes.ended_at = now;
      records::update(tx, goes);
      say(goes.id, "withdrawn", "merged");
    }
    records::set_person(tx, id, into);
    say(id, "moved-person", to_string(from) + " " + to_string(into));
  }
}

}  // namespace yuyue::booking::waitlist
