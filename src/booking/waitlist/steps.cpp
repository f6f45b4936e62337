#include "booking/waitlist/steps.hpp"

#include "booking/appointment_steps.hpp"
#include "booking/waitlist/records.hpp"

namespace yuyue::booking::waitlist {

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

void end_entry(const Environment& env, store::Transaction& tx, Entry& entry, EntryState state,
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

Instant closing_of(const Environment& env, const Session& session) {
  return closes_at(session.starts_at, env.settings->current()->waitlist);
}

}  // namespace yuyue::booking::waitlist
