#include "booking/appointment_steps.hpp"

namespace yuyue::booking::steps {

void change_pages(const Environment& env, store::Transaction& tx, DepartmentId department, Day day,
                  std::optional<PractitionerId> who) {
  if (!env.watcher) return;
  tx.after_commit(
      [watcher = env.watcher, department, day, who] { watcher->changed(department, day, who); });
}

void change_pages(const Environment& env, store::Transaction& tx, const Appointment& a) {
  change_pages(env, tx, a.department, a.day, a.practitioner);
}

AppointmentEvent event_of(std::string_view what, const Actor& by, Instant now) {
  return {.at = now,
          .what = std::string(what),
          .actor_kind = by.kind,
          .actor_id = by.id,
          .channel = by.channel,
          .from_slot = {},
          .to_slot = {},
          .details = {}};
}

void journal(const Environment& env, store::Transaction& tx, const Actor& by, std::string_view what,
             const Appointment& a, const std::string& note, Instant now) {
  if (!env.journal) return;
  env.journal->record(tx, by,
                      {.what = std::string(what),
                       .subject = a.id,
                       .details = {{"person", to_string(a.person)}, {"slot", to_string(a.slot)}},
                       .note = note},
                      now);
}

places::Place place_of(const Appointment& a) {
  return {.slot = a.slot, .session = a.session, .pool = a.pool, .extra = a.extra};
}

void advance(const Environment& env, store::Transaction& tx, Appointment& a, std::string_view what,
             const Actor& by, const std::string& note, Instant now, const std::string& details) {
  ++a.version;
  records::update(tx, a);
  auto event = event_of(what, by, now);
  event.details = details;
  records::insert_event(tx, env.ids->next_value(), a.id, event);
  journal(env, tx, by, "appointment-" + std::string(what), a, note, now);
}

}  // namespace yuyue::booking::steps
