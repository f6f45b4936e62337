// Joining, answering, leaving, closing.
#include <algorithm>

#include "booking/appointment_records.hpp"
#include "booking/places/records.hpp"
#include "booking/session_records.hpp"
#include "booking/waitlist/records.hpp"
#include "booking/waitlist/steps.hpp"
#include "yuyue/booking/policy/conduct.hpp"

namespace yuyue::booking::waitlist {
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
  end_entry(env_, tx, *entry, EntryState::accepted, {}, now);
  return booked;
}

Result<Entry> Waitlist::decline(store::Transaction& tx, WaitlistEntryId id, const Actor& by,
                                Instant now) const {
  auto entry = find_entry(tx, id);
  if (!entry) return Refusal("not-found").with("what", "waitlist-entry");
  if (entry->state != EntryState::offered) return Refusal("no-offer");
  const auto claim = entry->claim.value();
  end_entry(env_, tx, *entry, EntryState::declined, {}, now);
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
  end_entry(env_, tx, *entry, EntryState::withdrawn, {}, now);
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
      end_entry(env_, tx, entry, EntryState::withdrawn, "already-booked", now);
    } else {
      const bool stopped = session.state != SessionState::open;
      end_entry(env_, tx, entry, EntryState::closed,
                stopped ? "session-stopped" : "waitlist-closed", now);
      if (env_.listener) env_.listener->waitlist_closed(tx, news_of(entry, session), now);
    }
    renew_pages(env_, tx, session);
  }
  return static_cast<int>(list.size());
}

bool Waitlist::any_to_close(store::Snapshot& snapshot, Instant now) const {
  const auto until = now + env_.settings->current()->waitlist.closes_before;
  return !records::to_close(snapshot, until, 1).empty();
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
