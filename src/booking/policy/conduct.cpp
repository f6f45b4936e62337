// What people cancel and miss, the bars that follow, and how they end early.
#include "yuyue/booking/policy/conduct.hpp"

#include <algorithm>

#include "booking/policy/conduct_records.hpp"
#include "yuyue/booking/rules.hpp"

namespace yuyue::booking::policy {
namespace {

constexpr auto kLongestOutage = std::chrono::days{31};

Result<void> with_reason(const std::string& reason) {
  if (reason.find_first_not_of(" \t\r\n") != std::string::npos) return {};
  return Refusal("reason-required").with("maximum", "200").at("/reason");
}

void journal(const Environment& env, store::Transaction& tx, const Actor& by, const Change& change,
             Instant now) {
  if (env.journal) env.journal->record(tx, by, change, now);
}

void tell_lifted(const Environment& env, store::Transaction& tx, const BarEntry& entry,
                 Instant now) {
  if (env.listener)
    env.listener->bar_lifted(
        tx, {entry.person, records::account_behind(tx, entry.id), entry.id, entry.bar}, now);
}

// Ends a bar if too few of the entries it rests on still count.
void review(const Environment& env, store::Transaction& tx, BarId id, std::string_view why,
            Instant now) {
  const auto entry = records::find_bar(tx, id);
  if (!entry || entry->bar.lifted || entry->bar.until <= now) return;
  const auto outages = records::all_outages(tx);
  int left = 0;
  for (const auto& record : records::all_conduct(tx, entry->person)) {
    if (std::ranges::count(entry->bar.records, record.id) == 0 || record.excused) continue;
    const bool in_outage = std::ranges::any_of(outages, [&](const Outage& o) {
      return record.at >= o.from && record.at < o.to &&
             (o.campus.empty() || o.campus == record.campus);
    });
    if (!in_outage) ++left;
  }
  if (left >= entry->bar.needed) return;
  records::lift(tx, id, why, now);
  tell_lifted(env, tx, *entry, now);
  journal(env, tx, Actor{},
          {.what = "bar-lifted",
           .subject = id,
           .details = {{"person", to_string(entry->person)}, {"because", std::string(why)}}},
          now);
}

}  // namespace

void Conduct::look_again(store::Transaction& tx, PersonId person, Instant now) const {
  const auto in_force = env_.policies->at(now);
  if (in_force->policy.conduct.empty()) return;
  const auto records = records::all_conduct(tx, person);
  const auto bars = records::all_bars(tx, person);
  const auto outages = records::all_outages(tx);
  for (const auto& bar : bars_due(in_force->policy.conduct, records, bars, outages,
                                  in_force->civil(*env_.time), now)) {
    const auto id = env_.ids->next<BarId>();
    records::insert(tx, id, person, bar);
    if (env_.listener)
      env_.listener->barred(tx, {person, records::account_behind(tx, id), id, bar}, now);
    journal(env_, tx, Actor{},
            {.what = "bar-added",
             .subject = id,
             .details = {{"person", to_string(person)},
                         {"until", format_day(env_.time->day_of(bar.until))}}},
            now);
  }
}

void Conduct::record(store::Transaction& tx, const Appointment& a, ConductKind kind, Instant at,
                     Instant now) const {
  const auto where = whereabouts(tx, a.session);
  records::insert(tx, {.id = env_.ids->next<ConductId>(),
                       .person = a.person,
                       .appointment = a.id,
                       .kind = kind,
                       .at = at,
                       .visit_day = a.day,
                       .campus = where.campus,
                       .excused = where.stopped ? "session-stopped" : ""});
  if (!where.stopped) look_again(tx, a.person, now);
}

void Conduct::cancelled(store::Transaction& tx, const Appointment& a, Instant now) {
  if (a.cancel_cause == CancelCause::unpaid) return record(tx, a, ConductKind::unpaid, now, now);
  if (a.cancel_cause != CancelCause::patient) return;
  const auto in_force = env_.policies->at(now);
  const auto where = whereabouts(tx, a.session);
  const auto rules = in_force->rules(where.place);
  // The deadline is the patient's, whoever took the cancellation down for them.
  const bool late = now >= cancel_until(rules, booking::rules::visit_of(a, where), Channel::web,
                                        in_force->civil(*env_.time));
  const bool as_no_show = late && rules.cancellation.late == Cancellation::Late::no_show;
  record(tx, a, as_no_show ? ConductKind::no_show : ConductKind::cancellation, now, now);
}

void Conduct::missed(store::Transaction& tx, const Appointment& a, Instant now) {
  record(tx, a, ConductKind::no_show, a.starts_at, now);
}

void Conduct::reinstated(store::Transaction& tx, const Appointment& a, Instant now) {
  records::excuse_missed(tx, a.id, "seen");
  for (const auto id :
       records::bars_resting_on(tx, Instant{}, now + std::chrono::days{1}, a.person, now))
    review(env_, tx, id, "excused", now);
}

Result<void> Conduct::excuse(store::Transaction& tx, ConductId id, const std::string& reason,
                             const Actor& by, Instant now) const {
  if (auto given = with_reason(reason); !given) return given;
  const auto entry = records::find_conduct(tx, id);
  if (!entry) return Refusal("not-found").with("what", "conduct");
  if (!entry->excused.empty()) return Refusal("record-excused");
  records::excuse(tx, id, "appeal");
  journal(env_, tx, by,
          {.what = "conduct-excused",
           .subject = id,
           .details = {{"person", to_string(entry->person)}},
           .note = reason},
          now);
  for (const auto bar :
       records::bars_resting_on(tx, Instant{}, now + std::chrono::days{1}, entry->person, now))
    review(env_, tx, bar, "excused", now);
  return {};
}

Result<BarEntry> Conduct::lift(store::Transaction& tx, BarId id, const std::string& reason,
                               const Actor& by, Instant now) const {
  if (auto given = with_reason(reason); !given) return given.error();
  const auto entry = records::find_bar(tx, id);
  if (!entry) return Refusal("not-found").with("what", "bar");
  if (entry->bar.lifted || entry->bar.until <= now) return Refusal("bar-over");
  records::lift(tx, id, "appeal", now);
  tell_lifted(env_, tx, *entry, now);
  journal(env_, tx, by,
          {.what = "bar-lifted",
           .subject = id,
           .details = {{"person", to_string(entry->person)}, {"because", "appeal"}},
           .note = reason},
          now);
  return *records::find_bar(tx, id);
}

Result<DeclaredOutage> Conduct::declare_outage(store::Transaction& tx, Instant from, Instant to,
                                               std::optional<CampusId> campus,
                                               const std::string& reason, const Actor& by,
                                               Instant now) const {
  if (auto given = with_reason(reason); !given) return given.error();
  if (to <= from || to - from > kLongestOutage) return Refusal("period-invalid").at("/to");
  if (campus && !records::is_campus(tx, *campus))
    return Refusal("unknown-reference").with("name", "campusId").at("/campusId");
  DeclaredOutage outage{.id = env_.ids->next<OutageId>(),
                        .from = from,
                        .to = to,
                        .campus = campus,
                        .reason = reason,
                        .declared_at = now,
                        .declared_by = by.kind + " " + std::to_string(by.id)};
  records::insert(tx, outage);
  journal(env_, tx, by,
          {.what = "outage-declared",
           .subject = outage.id,
           .details = {{"from", std::to_string(to_millis(from))},
                       {"to", std::to_string(to_millis(to))}},
           .note = reason},
          now);
  for (const auto bar : records::bars_resting_on(tx, from, to, std::nullopt, now))
    review(env_, tx, bar, "outage", now);
  return outage;
}

void Conduct::move_person(store::Transaction& tx, PersonId from, PersonId into, Instant now) const {
  records::move(tx, from, into);
  look_again(tx, into, now);
}

}  // namespace yuyue::booking::policy
