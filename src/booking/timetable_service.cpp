#include "booking/reference_records.hpp"
#include "booking/timetable_records.hpp"
#include "yuyue/booking/rules.hpp"

namespace yuyue::booking {
namespace {

Refusal unknown(std::string_view name) {
  return Refusal("unknown-reference").with("name", name).at("/" + std::string(name));
}

Result<void> check_references(store::Snapshot& snapshot, const Schedule& s) {
  if (!records::exists(snapshot, s.department)) return unknown("department");
  if (s.practitioner && !records::exists(snapshot, *s.practitioner)) return unknown("practitioner");
  if (!records::exists(snapshot, s.kind)) return unknown("kind");
  for (const auto room : s.rooms)
    if (!records::exists(snapshot, room)) return unknown("rooms");
  if (!s.practitioner) return {};
  for (const auto& other : records::schedules_of(snapshot, *s.practitioner))
    if (other.id != s.id && rules::overlap(s, other))
      return Refusal("schedule-overlaps").with("schedule", to_string(other.id));
  return {};
}

Result<void> check_references(store::Snapshot& snapshot, const ScheduleException& e) {
  if (!e.schedule && !e.practitioner && !e.department) return Refusal("exception-invalid");
  if (e.schedule && !find_schedule(snapshot, *e.schedule)) return unknown("schedule");
  if (e.practitioner && !records::exists(snapshot, *e.practitioner)) return unknown("practitioner");
  if (e.department && !records::exists(snapshot, *e.department)) return unknown("department");
  return {};
}

void journal(const Environment& env, store::Transaction& tx, const Actor& by, std::string what,
             access::AuditSubject subject, access::AuditDetails details, Instant now) {
  if (!env.journal) return;
  env.journal->record(
      tx, by,
      {.what = std::move(what), .subject = std::move(subject), .details = std::move(details)}, now);
}

Refusal not_found(std::string_view what) {
  return Refusal("not-found").with("what", what);
}

}  // namespace

Result<Schedule> Timetable::add(store::Transaction& tx, Schedule s, const Actor& by,
                                Instant now) const {
  const auto state = records::timetable_state(tx);
  if (state.import) return Refusal("import-running");
  s.id = env_.ids->next<ScheduleId>();
  s.row = s.id.value;
  s.version = state.revision + 1;
  if (auto fine = rules::check(s); !fine) return fine.error();
  if (auto fine = check_references(tx, s); !fine) return fine.error();
  records::insert_row(tx, s, s.version);
  records::set_revision(tx, s.version);
  journal(env_, tx, by, "schedule-added", s.id, {{"department", to_string(s.department)}}, now);
  return s;
}

Result<Schedule> Timetable::change(store::Transaction& tx, Schedule s, const Actor& by,
                                   Instant now) const {
  const auto state = records::timetable_state(tx);
  if (state.import) return Refusal("import-running");
  const auto current = find_schedule(tx, s.id);
  if (!current) return not_found("schedule");
  if (current->version != s.version) return Refusal("changed-meanwhile");
  if (auto fine = rules::check(s); !fine) return fine.error();
  if (auto fine = check_references(tx, s); !fine) return fine.error();
  s.row = env_.ids->next_value();
  s.version = state.revision + 1;
  records::end_row(tx, current->row, s.version);
  records::insert_row(tx, s, s.version);
  records::set_revision(tx, s.version);
  journal(env_, tx, by, "schedule-changed", s.id, {{"department", to_string(s.department)}}, now);
  return s;
}

Result<Schedule> Timetable::end(store::Transaction& tx, ScheduleId id, std::int64_t version,
                                const Actor& by, Instant now) const {
  const auto state = records::timetable_state(tx);
  if (state.import) return Refusal("import-running");
  const auto current = find_schedule(tx, id);
  if (!current) return not_found("schedule");
  if (current->version != version) return Refusal("changed-meanwhile");
  records::end_row(tx, current->row, state.revision + 1);
  records::set_revision(tx, state.revision + 1);
  journal(env_, tx, by, "schedule-ended", id, {{"department", to_string(current->department)}},
          now);
  return *current;
}

Result<ScheduleException> Timetable::add(store::Transaction& tx, ScheduleException e,
                                         const Actor& by, Instant now) const {
  if (auto fine = check_references(tx, e); !fine) return fine.error();
  e.id = env_.ids->next<ScheduleExceptionId>();
  e.version = 1;
  records::insert(tx, e);
  records::raise_generation(tx);
  journal(env_, tx, by, "schedule-exception-added", e.id, {{"date", format_day(e.day)}}, now);
  return e;
}

Result<ScheduleException> Timetable::change(store::Transaction& tx, ScheduleException e,
                                            const Actor& by, Instant now) const {
  if (!records::find_exception(tx, e.id)) return not_found("schedule-exception");
  if (auto fine = check_references(tx, e); !fine) return fine.error();
  if (!records::update(tx, e)) return Refusal("changed-meanwhile");
  ++e.version;
  records::raise_generation(tx);
  journal(env_, tx, by, "schedule-exception-changed", e.id, {{"date", format_day(e.day)}}, now);
  return e;
}

Result<ScheduleException> Timetable::remove(store::Transaction& tx, ScheduleExceptionId id,
                                            std::int64_t version, const Actor& by,
                                            Instant now) const {
  const auto found = records::find_exception(tx, id);
  if (!found) return not_found("schedule-exception");
  if (!records::remove_exception(tx, id, version)) return Refusal("changed-meanwhile");
  records::raise_generation(tx);
  journal(env_, tx, by, "schedule-exception-removed", id, {{"date", format_day(found->day)}}, now);
  return *found;
}

}  // namespace yuyue::booking
