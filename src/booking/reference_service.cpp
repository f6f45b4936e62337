#include "booking/reference_records.hpp"
#include "yuyue/access/vault.hpp"
#include "yuyue/booking/policy/live.hpp"
#include "yuyue/core/person_data.hpp"

namespace yuyue::booking {
namespace {

/// What the kinds of reference data have in common, spelled out per kind below: its name in the
/// audit, what must be there, what it refers to, what is computed.
std::string_view word(const Campus&) {
  return "campus";
}
std::string_view word(const Building&) {
  return "building";
}
std::string_view word(const Room&) {
  return "room";
}
std::string_view word(const Area&) {
  return "area";
}
std::string_view word(const Department&) {
  return "department";
}
std::string_view word(const Practitioner&) {
  return "practitioner";
}
std::string_view word(const ClinicKind&) {
  return "clinic-kind";
}

Refusal required(std::string_view name) {
  return Refusal("required").with("name", name).at("/" + std::string(name));
}
Refusal unknown(std::string_view name) {
  return Refusal("unknown-reference").with("name", name).at("/" + std::string(name));
}

Result<void> complete(store::Snapshot&, Campus& c) {
  if (c.name.empty()) return required("name");
  return {};
}

Result<void> complete(store::Snapshot& snapshot, Building& b) {
  if (b.name.empty()) return required("name");
  if (!records::exists(snapshot, b.campus)) return unknown("campus");
  return {};
}

Result<void> complete(store::Snapshot& snapshot, Room& r) {
  if (r.name.empty()) return required("name");
  if (!records::exists(snapshot, r.campus)) return unknown("campus");
  if (r.building && !records::exists(snapshot, *r.building)) return unknown("building");
  if (r.area && !records::is_in_campus(snapshot, *r.area, r.campus)) return unknown("area");
  return {};
}

Result<void> complete(store::Snapshot& snapshot, Area& a) {
  if (a.name.empty()) return required("name");
  if (!records::exists(snapshot, a.campus)) return unknown("campus");
  for (const auto room : a.rooms)
    if (!records::is_in_campus(snapshot, room, a.campus)) return unknown("rooms");
  return {};
}

Result<void> complete(store::Snapshot& snapshot, Department& d) {
  if (d.code.empty()) return required("code");
  if (d.name.empty()) return required("name");
  if (!records::exists(snapshot, d.campus)) return unknown("campus");
  d.pinyin = pinyin(d.name);
  d.initials = pinyin_initials(d.name);
  return {};
}

Result<void> complete(store::Snapshot&, Practitioner& p) {
  if (p.code.empty()) return required("code");
  if (p.name.empty()) return required("name");
  p.pinyin = pinyin(p.name);
  if (p.title_rank == 0) p.title_rank = title_rank(p.title);
  if (p.title_en.empty()) p.title_en = title_english(p.title);
  return {};
}

Result<void> complete(store::Snapshot&, ClinicKind& k) {
  if (k.code.empty()) return required("code");
  if (k.name.empty()) return required("name");
  if (k.fee < 0) return required("fee");
  return {};
}

Result<void> complete(const CalendarDay& d) {
  if (d.as_weekday && (*d.as_weekday < 1 || *d.as_weekday > 7))
    return Refusal("weekday-invalid").at("/asWeekday");
  if (d.name.empty()) return required("name");
  return {};
}

Refusal taken(const store::UniqueViolation& violation) {
  if (violation.constraint.find(".code") != std::string::npos)
    return Refusal("code-taken").at("/code");
  return Refusal("name-taken").at("/name");
}

void announce(const Environment& env, store::Transaction& tx, const Actor& by, std::string what,
              access::AuditSubject subject, const std::string& name, Instant now) {
  if (env.journal)
    env.journal->record(
        tx, by,
        {.what = std::move(what), .subject = std::move(subject), .details = {{"name", name}}}, now);
  if (env.watcher) tx.after_commit([watcher = env.watcher] { watcher->everything_changed(); });
}

template <class T>
void store_new(store::Transaction& tx, const T& thing) {
  records::insert(tx, thing, records::revision(tx));
}
template <>
void store_new(store::Transaction& tx, const ClinicKind& kind) {
  records::insert(tx, kind);
}
template <>
void store_new(store::Transaction& tx, const Area& area) {
  records::insert(tx, area);
}

/// 22 characters of base64url: long enough not to be guessed, short enough for a coarse QR code.
std::string make_posted_code() {
  return access::make_token().substr(0, 22);
}

template <class T>
Result<T> add_thing(const Environment& env, store::Transaction& tx, T thing, const Actor& by,
                    Instant now) {
  if (auto complete_enough = complete(tx, thing); !complete_enough) return complete_enough.error();
  thing.id = env.ids->next<decltype(thing.id)>();
  thing.version = 1;
  try {
    store_new(tx, thing);
  } catch (const store::UniqueViolation& violation) {
    return taken(violation);
  }
  announce(env, tx, by, std::string(word(thing)) + "-added", thing.id, thing.name, now);
  return thing;
}

template <class T>
Result<T> change_thing(const Environment& env, store::Transaction& tx, T thing, const Actor& by,
                       Instant now) {
  if (!records::exists(tx, thing.id)) return Refusal("not-found").with("what", word(thing));
  if (auto complete_enough = complete(tx, thing); !complete_enough) return complete_enough.error();
  try {
    if (!records::update(tx, thing)) return Refusal("changed-meanwhile");
  } catch (const store::UniqueViolation& violation) {
    return taken(violation);
  }
  ++thing.version;
  announce(env, tx, by, std::string(word(thing)) + "-changed", thing.id, thing.name, now);
  return thing;
}

void announce_day(const Environment& env, store::Transaction& tx, const Actor& by,
                  std::string_view what, const CalendarDay& d, Instant now) {
  records::raise_generation(tx);
  env.policies->load_after_commit(tx);  // deadlines and horizons count days off
  announce(env, tx, by, std::string(what), {}, format_day(d.day) + " " + d.name, now);
}

}  // namespace

Result<Campus> ReferenceData::add(store::Transaction& tx, Campus campus, const Actor& by,
                                  Instant now) const {
  return add_thing(env_, tx, std::move(campus), by, now);
}
Result<Campus> ReferenceData::change(store::Transaction& tx, Campus campus, const Actor& by,
                                     Instant now) const {
  return change_thing(env_, tx, std::move(campus), by, now);
}
Result<Building> ReferenceData::add(store::Transaction& tx, Building building, const Actor& by,
                                    Instant now) const {
  return add_thing(env_, tx, std::move(building), by, now);
}
Result<Building> ReferenceData::change(store::Transaction& tx, Building building, const Actor& by,
                                       Instant now) const {
  return change_thing(env_, tx, std::move(building), by, now);
}
Result<Room> ReferenceData::add(store::Transaction& tx, Room room, const Actor& by,
                                Instant now) const {
  return add_thing(env_, tx, std::move(room), by, now);
}
Result<Room> ReferenceData::change(store::Transaction& tx, Room room, const Actor& by,
                                   Instant now) const {
  return change_thing(env_, tx, std::move(room), by, now);
}
Result<Area> ReferenceData::add(store::Transaction& tx, Area area, const Actor& by,
                                Instant now) const {
  area.posted_code = make_posted_code();
  return add_thing(env_, tx, std::move(area), by, now);
}
Result<Area> ReferenceData::change(store::Transaction& tx, Area area, const Actor& by,
                                   Instant now) const {
  return change_thing(env_, tx, std::move(area), by, now);
}
Result<Area> ReferenceData::renew_posted_code(store::Transaction& tx, AreaId id, const Actor& by,
                                              Instant now) const {
  auto area = find_area(tx, id);
  if (!area) return Refusal("not-found").with("what", "area");
  area->posted_code = make_posted_code();
  records::set_posted_code(tx, id, area->posted_code);
  ++area->version;
  announce(env_, tx, by, "area-code-renewed", id, area->name, now);
  return *area;
}
Result<Department> ReferenceData::add(store::Transaction& tx, Department department,
                                      const Actor& by, Instant now) const {
  return add_thing(env_, tx, std::move(department), by, now);
}
Result<Department> ReferenceData::change(store::Transaction& tx, Department department,
                                         const Actor& by, Instant now) const {
  return change_thing(env_, tx, std::move(department), by, now);
}
Result<Practitioner> ReferenceData::add(store::Transaction& tx, Practitioner practitioner,
                                        const Actor& by, Instant now) const {
  return add_thing(env_, tx, std::move(practitioner), by, now);
}
Result<Practitioner> ReferenceData::change(store::Transaction& tx, Practitioner practitioner,
                                           const Actor& by, Instant now) const {
  return change_thing(env_, tx, std::move(practitioner), by, now);
}
Result<ClinicKind> ReferenceData::add(store::Transaction& tx, ClinicKind kind, const Actor& by,
                                      Instant now) const {
  return add_thing(env_, tx, std::move(kind), by, now);
}
Result<ClinicKind> ReferenceData::change(store::Transaction& tx, ClinicKind kind, const Actor& by,
                                         Instant now) const {
  records::raise_generation(tx);  // sessions follow the kind's fee
  return change_thing(env_, tx, std::move(kind), by, now);
}

Result<CalendarDay> ReferenceData::add(store::Transaction& tx, CalendarDay d, const Actor& by,
                                       Instant now) const {
  if (auto complete_enough = complete(d); !complete_enough) return complete_enough.error();
  d.version = 1;
  try {
    records::insert(tx, d);
  } catch (const store::UniqueViolation&) {
    return Refusal("day-taken").with("date", format_day(d.day)).at("/date");
  }
  announce_day(env_, tx, by, "calendar-day-added", d, now);
  return d;
}

Result<CalendarDay> ReferenceData::change(store::Transaction& tx, CalendarDay d, const Actor& by,
                                          Instant now) const {
  if (!records::calendar_day(tx, d.day)) return Refusal("not-found").with("what", "calendar-day");
  if (auto complete_enough = complete(d); !complete_enough) return complete_enough.error();
  if (!records::update(tx, d)) return Refusal("changed-meanwhile");
  ++d.version;
  announce_day(env_, tx, by, "calendar-day-changed", d, now);
  return d;
}

Result<CalendarDay> ReferenceData::remove_calendar_day(store::Transaction& tx, Day day,
                                                       std::int64_t version, const Actor& by,
                                                       Instant now) const {
  const auto found = records::calendar_day(tx, day);
  if (!found) return Refusal("not-found").with("what", "calendar-day");
  if (!records::remove_calendar_day(tx, day, version)) return Refusal("changed-meanwhile");
  announce_day(env_, tx, by, "calendar-day-removed", *found, now);
  return *found;
}

}  // namespace yuyue::booking
