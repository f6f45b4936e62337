#include <algorithm>

#include "booking/guides/records.hpp"

namespace yuyue::booking::guides {
namespace {

Refusal not_found(std::string_view what) {
  return Refusal("not-found").with("what", what);
}

Result<void> complete(const Guide& guide) {
  if (guide.name.empty()) return Refusal("required").with("name", "name").at("/name");
  if (guide.starts < MinuteOfDay{0} || guide.ends <= guide.starts ||
      guide.ends > MinuteOfDay{24 * 60})
    return Refusal("field-invalid").with("name", "ends").with("expected", "HH:MM").at("/ends");
  return {};
}

Actor system() {
  return {};
}

/// Another guide, or another time, begins anew.
void begin_anew(GuideVisit& visit) {
  visit.met_at.reset();
  visit.done_at.reset();
}

}  // namespace

namespace rules {

bool on_duty(const Guide& guide, Day day, MinuteOfDay start) {
  return guide.active && guide.weekdays.at(static_cast<std::size_t>(iso_weekday(day) - 1)) &&
         guide.starts <= start && start + kSlotLength <= guide.ends;
}

std::optional<GuideId> choose(std::span<const Candidate> free) {
  const auto first = std::ranges::min_element(free, {}, &Candidate::visits_that_day);
  if (first == free.end()) return std::nullopt;
  return first->guide;
}

}  // namespace rules

void Guides::journal(store::Transaction& tx, std::string_view what, const GuideVisit& visit,
                     const Actor& by, Instant now) const {
  if (!env_.journal) return;
  access::AuditDetails details{{"visit", to_string(visit.id)}};
  if (visit.guide) details.emplace_back("guide", to_string(*visit.guide));
  env_.journal->record(tx, by,
                       {.what = "guide-" + std::string(what),
                        .subject = visit.appointment,
                        .details = std::move(details),
                        .note = {}},
                       now);
}

Result<Guide> Guides::add(store::Transaction& tx, Guide guide, const Actor& by, Instant now) const {
  if (auto fine = complete(guide); !fine) return fine.error();
  guide.id = env_.ids->next<GuideId>();
  guide.version = 1;
  try {
    records::insert(tx, guide);
  } catch (const store::UniqueViolation&) {
    return Refusal("name-taken").at("/name");
  }
  if (env_.journal)
    env_.journal->record(
        tx, by, {.what = "guide-added", .subject = guide.id, .details = {{"name", guide.name}}},
        now);
  return guide;
}

Result<Guide> Guides::change(store::Transaction& tx, Guide guide, const Actor& by,
                             Instant now) const {
  if (!records::find(tx, guide.id)) return not_found("guide");
  if (auto fine = complete(guide); !fine) return fine.error();
  try {
    if (!records::update(tx, guide)) return Refusal("changed-meanwhile");
  } catch (const store::UniqueViolation&) {
    return Refusal("name-taken").at("/name");
  }
  ++guide.version;
  if (env_.journal)
    env_.journal->record(
        tx, by, {.what = "guide-changed", .subject = guide.id, .details = {{"name", guide.name}}},
        now);
  return guide;
}

// Somebody who is on duty and free then, or nobody yet.
GuideVisit Guides::place(store::Transaction& tx, GuideVisit visit) const {
  const auto start = env_.time->minute_of(visit.starts_at);
  std::vector<rules::Candidate> free;
  for (const auto& guide : guides(tx)) {
    if (rules::on_duty(guide, visit.day, start) && !records::is_busy(tx, guide.id, visit.starts_at))
      free.push_back({guide.id, records::count_on(tx, guide.id, visit.day)});
  }
  visit.guide = rules::choose(free);
  visit.state = visit.guide ? VisitState::assigned : VisitState::waiting;
  return visit;
}

Result<GuideVisit> Guides::ask(store::Transaction& tx, AppointmentId id, const Actor& by,
                               Instant now) const {
  const auto appointment = find_appointment(tx, id);
  if (!appointment) return not_found("appointment");
  if (!holds_place(appointment->state)) return Refusal("not-active");
  if (appointment->ends_at <= now) return Refusal("past-slot");
  if (auto already = visit_of(tx, id)) return *std::move(already);
  GuideVisit visit;
  visit.id = env_.ids->next<GuideVisitId>();
  visit.version = 1;
  visit.appointment = id;
  visit.day = appointment->day;
  visit.starts_at = appointment->starts_at;
  visit.asked_at = now;
  visit = place(tx, visit);
  records::insert(tx, visit);
  journal(tx, "asked", visit, by, now);
  return records::find(tx, visit.id).value();
}

// Whoever waits longest for the same time gets the guide.
void Guides::free(store::Transaction& tx, const GuideVisit& was) const {
  if (was.state != VisitState::assigned) return;
  const auto next = records::first_waiting(tx, was.starts_at);
  if (!next) return;
  const auto placed = place(tx, records::find(tx, *next).value());
  if (placed.state == VisitState::assigned) records::update(tx, placed);
}

Result<GuideVisit> Guides::give_up(store::Transaction& tx, AppointmentId appointment,
                                   const Actor& by, Instant now) const {
  const auto was = visit_of(tx, appointment);
  if (!was) return not_found("guide-visit");
  auto visit = *was;
  visit.state = VisitState::cancelled;
  visit.guide.reset();
  begin_anew(visit);
  records::update(tx, visit);
  free(tx, *was);
  journal(tx, "given-up", *was, by, now);
  return records::find(tx, visit.id).value();
}

Result<GuideVisit> Guides::assign(store::Transaction& tx, GuideVisitId id, GuideId guide,
                                  const Actor& by, Instant now) const {
  const auto was = records::find(tx, id);
  if (!was || was->state == VisitState::cancelled) return not_found("guide-visit");
  const auto chosen = records::find(tx, guide);
  if (!chosen || !chosen->active) return not_found("guide");
  if (was->guide == guide) return *was;
  if (records::is_busy(tx, guide, was->starts_at)) return Refusal("guide-busy");
  auto visit = *was;
  visit.state = VisitState::assigned;
  visit.guide = guide;
  begin_anew(visit);
  records::update(tx, visit);
  free(tx, *was);
  journal(tx, "assigned", visit, by, now);
  return records::find(tx, id).value();
}

Result<GuideVisit> Guides::progress(store::Transaction& tx, GuideVisitId id, Progress progress,
                                    const Actor& by, Instant now) const {
  const auto was = records::find(tx, id);
  if (!was || was->state == VisitState::cancelled) return not_found("guide-visit");
  if (was->state != VisitState::assigned) return Refusal("guide-missing");
  if (env_.time->day_of(now) != was->day)
    return Refusal("not-today").with("date", format_day(was->day));
  auto visit = *was;
  if (progress == Progress::none) begin_anew(visit);
  if (progress == Progress::met) visit.done_at.reset();
  if (progress != Progress::none && !visit.met_at) visit.met_at = now;
  if (progress == Progress::done && !visit.done_at) visit.done_at = now;
  if (visit.met_at == was->met_at && visit.done_at == was->done_at) return visit;
  records::update(tx, visit);
  journal(tx, progress == Progress::none ? "progress-undone" : name_of(progress), visit, by, now);
  return records::find(tx, id).value();
}

void Guides::cancelled(store::Transaction& tx, const Appointment& now_is, Instant now) {
  if (visit_of(tx, now_is.id)) static_cast<void>(give_up(tx, now_is.id, system(), now));
}

void Guides::missed(store::Transaction& tx, const Appointment& now_is, Instant now) {
  cancelled(tx, now_is, now);
}

void Guides::rescheduled(store::Transaction& tx, const Appointment&, const Appointment& now_is,
                         Instant now) {
  const auto was = visit_of(tx, now_is.id);
  if (!was) return;
  auto visit = *was;
  visit.state = VisitState::waiting;
  visit.guide.reset();
  begin_anew(visit);
  visit.day = now_is.day;
  visit.starts_at = now_is.starts_at;
  records::update(tx, visit);
  visit = records::find(tx, visit.id).value();
  const auto placed = place(tx, visit);
  if (placed.state == VisitState::assigned) records::update(tx, placed);
  free(tx, *was);
  journal(tx, "moved", placed, system(), now);
}

}  // namespace yuyue::booking::guides
