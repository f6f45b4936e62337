#include "yuyue/centre/catalogue.hpp"

#include <algorithm>

#include "centre/catalogue_records.hpp"
#include "yuyue/core/person_data.hpp"

namespace yuyue::centre {
namespace {

constexpr minutes kLongest{240};
constexpr int kMostDays = 90;
constexpr MinuteOfDay kMidnight{24 * 60};

std::string_view word(const ServiceGroup&) {
  return "service-group";
}
std::string_view word(const Service&) {
  return "service";
}
std::string_view word(const Window&) {
  return "service-window";
}
std::string_view word(const Zone&) {
  return "centre-zone";
}

Refusal field(const char* code, std::string_view name) {
  return Refusal(code).with("name", name).at("/" + std::string(name));
}

Result<void> complete(store::Snapshot&, ServiceGroup& g) {
  if (g.name.empty()) return field("required", "name");
  if (g.letter.size() != 1 || g.letter[0] < 'A' || g.letter[0] > 'Z')
    return field("field-invalid", "letter");
  return {};
}

/// Of the web or of this site: a page links to it, so nothing that a browser would run.
bool is_link(std::string_view address) {
  return address.starts_with("https://") || address.starts_with("http://") ||
         (address.starts_with('/') && !address.starts_with("//"));
}

Result<void> complete(store::Snapshot& snapshot, Service& s) {
  if (s.code.empty()) return field("required", "code");
  if (s.name.empty()) return field("required", "name");
  if (s.expected < minutes{1} || s.expected > kLongest) return field("field-invalid", "minutes");
  if (!records::exists(snapshot, s.group)) return field("unknown-reference", "group");
  if (s.department && !records::exists(snapshot, *s.department))
    return field("unknown-reference", "department");
  // Otherwise nobody could ever get it.
  if (!s.walk_in && !s.department) return field("required", "department");
  for (const auto& paper : s.papers)
    if (paper.text.empty()) return field("required", "papers");
  for (const auto& form : s.forms) {
    if (form.name.empty() || form.address.empty()) return field("required", "forms");
    if (!is_link(form.address)) return field("field-invalid", "forms");
  }
  if (s.case_form && (s.case_form->working_days < 0 || s.case_form->working_days > kMostDays))
    return field("field-invalid", "caseForm");
  if (s.last_number < minutes{0} || s.last_number > kLongest)
    return field("field-invalid", "lastNumberMinutes");
  s.pinyin = pinyin(s.name);
  s.initials = pinyin_initials(s.name);
  return {};
}

bool overlap(const std::vector<OpenHours>& sorted) {
  return std::ranges::adjacent_find(sorted, [](const OpenHours& a, const OpenHours& b) {
           return a.weekday == b.weekday && b.opens < a.closes;
         }) != sorted.end();
}

Result<void> complete(store::Snapshot& snapshot, Zone& zone) {
  if (zone.name.empty()) return field("required", "name");
  if (!records::exists(snapshot, zone.campus)) return field("unknown-reference", "campus");
  if (records::is_used_elsewhere(snapshot, zone)) return field("zone-in-use", "campus");
  return {};
}

Result<void> complete(store::Snapshot& snapshot, Window& w) {
  if (w.name.empty()) return field("required", "name");
  if (!records::exists(snapshot, w.campus)) return field("unknown-reference", "campus");
  if (w.zone) {
    const auto zone = find_zone(snapshot, *w.zone);
    if (!zone || zone->campus != w.campus) return field("unknown-reference", "zone");
  }
  std::ranges::sort(w.duties, {}, &WindowDuty::service);
  if (std::ranges::adjacent_find(w.duties, {}, &WindowDuty::service) != w.duties.end())
    return field("field-invalid", "duties");
  for (const auto& duty : w.duties)
    if (!records::exists(snapshot, duty.service)) return field("unknown-reference", "duties");
  for (const auto& one : w.hours)
    if (one.weekday < 1 || one.weekday > 7 || one.opens < minutes{0} || one.opens >= one.closes ||
        one.closes > kMidnight)
      return field("field-invalid", "hours");
  std::ranges::sort(w.hours, {}, [](const OpenHours& h) { return std::pair(h.weekday, h.opens); });
  if (overlap(w.hours)) return field("field-invalid", "hours");
  // Otherwise an opening would pass without a single number.
  if (w.last_number < minutes{0} || w.last_number > kLongest ||
      std::ranges::any_of(
          w.hours, [&](const OpenHours& one) { return one.closes - one.opens <= w.last_number; }))
    return field("field-invalid", "lastNumberMinutes");
  return {};
}

Refusal taken(const store::UniqueViolation& violation) {
  if (violation.constraint.ends_with(".code")) return Refusal("code-taken").at("/code");
  if (violation.constraint.ends_with(".letter")) return Refusal("letter-taken").at("/letter");
  return Refusal("name-taken").at("/name");
}

void put_down(const Environment& env, store::Transaction& tx, std::string what,
              access::AuditSubject subject, const std::string& name, const access::Actor& by,
              Instant now) {
  if (!env.journal) return;
  env.journal->record(
      tx, by, {.what = std::move(what), .subject = std::move(subject), .details = {{"name", name}}},
      now);
}

template <class T>
Result<T> add_thing(const Environment& env, store::Transaction& tx, T thing,
                    const access::Actor& by, Instant now) {
  if (auto fine = complete(tx, thing); !fine) return fine.error();
  thing.id = env.ids->next<decltype(thing.id)>();
  thing.version = 1;
  try {
    records::insert(tx, thing);
  } catch (const store::UniqueViolation& violation) {
    return taken(violation);
  }
  put_down(env, tx, std::string(word(thing)) + "-added", thing.id, thing.name, by, now);
  return thing;
}

template <class T>
Result<T> change_thing(const Environment& env, store::Transaction& tx, T thing,
                       const access::Actor& by, Instant now) {
  if (!records::exists(tx, thing.id)) return Refusal("not-found").with("what", word(thing));
  if (auto fine = complete(tx, thing); !fine) return fine.error();
  try {
    if (!records::update(tx, thing)) return Refusal("changed-meanwhile");
  } catch (const store::UniqueViolation& violation) {
    return taken(violation);
  }
  ++thing.version;
  put_down(env, tx, std::string(word(thing)) + "-changed", thing.id, thing.name, by, now);
  return thing;
}

}  // namespace

Result<ServiceGroup> Catalogue::add(store::Transaction& tx, ServiceGroup group,
                                    const access::Actor& by, Instant now) const {
  return add_thing(env_, tx, std::move(group), by, now);
}
Result<ServiceGroup> Catalogue::change(store::Transaction& tx, ServiceGroup group,
                                       const access::Actor& by, Instant now) const {
  return change_thing(env_, tx, std::move(group), by, now);
}
Result<Service> Catalogue::add(store::Transaction& tx, Service service, const access::Actor& by,
                               Instant now) const {
  return add_thing(env_, tx, std::move(service), by, now);
}
Result<Service> Catalogue::change(store::Transaction& tx, Service service, const access::Actor& by,
                                  Instant now) const {
  return change_thing(env_, tx, std::move(service), by, now);
}
Result<Window> Catalogue::add(store::Transaction& tx, Window window, const access::Actor& by,
                              Instant now) const {
  return add_thing(env_, tx, std::move(window), by, now);
}
Result<Window> Catalogue::change(store::Transaction& tx, Window window, const access::Actor& by,
                                 Instant now) const {
  return change_thing(env_, tx, std::move(window), by, now);
}
Result<Zone> Catalogue::add(store::Transaction& tx, Zone zone, const access::Actor& by,
                            Instant now) const {
  return add_thing(env_, tx, std::move(zone), by, now);
}
Result<Zone> Catalogue::change(store::Transaction& tx, Zone zone, const access::Actor& by,
                               Instant now) const {
  return change_thing(env_, tx, std::move(zone), by, now);
}

}  // namespace yuyue::centre
