#include <algorithm>
#include <unordered_set>

#include "booking/appointment_records.hpp"
#include "booking/reference_records.hpp"
#include "booking/series/records.hpp"
#include "yuyue/booking/rules.hpp"
#include "yuyue/booking/series/series.hpp"

namespace yuyue::booking::series {
namespace {

constexpr int kLookAhead = 7;  // days beyond the last wanted one: the most slack there is

Refusal not_found() {
  return Refusal("not-found").with("what", "series");
}

/// Which of the market's slots this person may have by the rules, asked slot by slot and session by
/// session.
class Chooser {
 public:
  Chooser(store::Snapshot& snapshot, const Environment& env, PersonId person, Channel channel,
          std::optional<AppointmentId> instead_of, Instant now)
      : snapshot_(snapshot),
        env_(env),
        in_force_(env.policies->at(now)),
        held_(booking::records::held_by(snapshot, person, now, *env.time)),
        channel_(channel),
        instead_of_(instead_of),
        now_(now) {}
  bool may_have(SlotId slot, SessionId session) {
    if (shut_.contains(session)) return false;
    auto wanted = booking::records::wanted_slot(snapshot_, slot);
    if (!wanted) return false;
    // A visit that moves is what it was.
    wanted->in_course = !instead_of_ && is_staff(channel_);
    if (!booking::rules::may_be_booked(*wanted, channel_, *in_force_, *env_.time, now_)) {
      shut_.insert(session);
      return false;
    }
    return booking::rules::fits_person(*wanted, held_, instead_of_, *in_force_, *env_.time, now_)
        .has_value();
  }
  Day last_released() const {
    return booking::rules::last_released_day(*in_force_, *env_.time, now_);
  }

 private:
  store::Snapshot& snapshot_;
  const Environment& env_;
  const std::shared_ptr<const policy::InForce> in_force_;
  const std::vector<booking::rules::Held> held_;
  const Channel channel_;
  const std::optional<AppointmentId> instead_of_;
  const Instant now_;
  std::unordered_set<SessionId> shut_;
};

}  // namespace

std::optional<Series> Courses::find(store::Snapshot& snapshot, SeriesId id) const {
  return records::find(snapshot, vault_, id);
}

std::vector<Series> Courses::of_person(store::Snapshot& snapshot, PersonId person) const {
  std::vector<Series> list;
  for (const auto id : records::of_person(snapshot, person))
    list.push_back(records::find(snapshot, vault_, id).value());
  return list;
}

Market Courses::market_for(store::Snapshot& snapshot, PersonId person, const Where& where, Day from,
                           Day to, Channel channel, std::optional<AppointmentId> instead_of,
                           Instant now) const {
  Chooser chooser(snapshot, env_, person, channel, instead_of, now);
  Market market;
  market.last_released = chooser.last_released();
  for (const auto& offered : records::slots(snapshot, where, from, to)) {
    if (market.clinic_days.empty() || market.clinic_days.back() != offered.day)
      market.clinic_days.push_back(offered.day);
    if (offered.free < 1 || !chooser.may_have(offered.slot, offered.session)) continue;
    market.free[offered.day].push_back({.slot = offered.slot,
                                        .day = offered.day,
                                        .start = env_.time->minute_of(offered.starts_at)});
  }
  return market;
}

Result<std::vector<Proposal>> Courses::propose(store::Snapshot& snapshot, PersonId person,
                                               const Where& where, const Pattern& pattern,
                                               Channel channel, Instant now) const {
  if (auto fine = check(pattern); !fine) return fine.error();
  if (!booking::records::exists(snapshot, where.department))
    return Refusal("unknown-reference").with("name", "departmentId").at("/departmentId");
  auto bounded = pattern;
  bounded.from = std::max(pattern.from, env_.time->day_of(now));
  const auto last = wanted_days(bounded).back() + date::days{kLookAhead};
  return plan(bounded, market_for(snapshot, person, where, bounded.from, last, channel, {}, now));
}

Result<Series> Courses::book(store::Transaction& tx, const NewSeries& wanted, const Actor& by,
                             Instant now) const {
  if (wanted.title.empty()) return Refusal("required").with("name", "title").at("/title");
  if (wanted.slots.empty() || wanted.slots.size() > kMostVisits)
    return Refusal("pattern-invalid").with("why", "count");
  Series series;
  series.id = env_.ids->next<SeriesId>();
  series.version = 1;
  series.person = wanted.person;
  series.title = wanted.title;
  series.created_at = now;
  std::vector<Appointment> visits;
  for (std::size_t i = 0; i < wanted.slots.size(); ++i) {
    BookingRequest request;
    request.slot = wanted.slots[i];
    request.person = wanted.person;
    request.by = by;
    request.member = wanted.member;
    request.in_course = is_staff(by.channel);
    const auto booked = appointments_.book(tx, request, now);
    if (!booked) {
      auto refusal = booked.error();
      refusal.with("visit", std::to_string(i + 1));
      return refusal;
    }
    series.visits.push_back(booked->id);
    visits.push_back(*booked);
  }
  records::insert(tx, vault_, series, by);
  note(tx, series, "booked", static_cast<int>(series.visits.size()), by, now);
  tell(tx, Notice::What::booked, series.id, std::move(visits), now);
  return series;
}

std::vector<Appointment> Courses::to_come(store::Snapshot& snapshot, const Series& series,
                                          Instant now) const {
  std::vector<Appointment> list;
  for (const auto id : series.visits) {
    auto visit = find_appointment(snapshot, id);
    const bool waits = visit && (visit->state == AppointmentState::booked ||
                                 visit->state == AppointmentState::pending);
    if (waits && visit->starts_at > now) list.push_back(*std::move(visit));
  }
  std::ranges::sort(list, {}, &Appointment::starts_at);
  return list;
}

Result<Series> Courses::cancel(store::Transaction& tx, SeriesId id, const std::string& reason,
                               const Actor& by, Instant now) const {
  auto series = find(tx, id);
  if (!series) return not_found();
  const auto visits = to_come(tx, *series, now);
  if (visits.empty()) return Refusal("nothing-to-come");
  std::vector<Appointment> cancelled;
  std::optional<Refusal> why_not;
  for (const auto& visit : visits) {
    Cancellation why;
    why.reason = reason;
    if (const auto done = appointments_.cancel(tx, visit.id, by, why, now))
      cancelled.push_back(*done);
    else if (!why_not)
      why_not = done.error();
  }
  if (cancelled.empty()) return *why_not;
  ++series->version;
  note(tx, *series, "cancelled", static_cast<int>(cancelled.size()), by, now);
  tell(tx, Notice::What::cancelled, id, std::move(cancelled), now);
  return *std::move(series);
}

// The last one first when they move later, so that none runs into the place of the one after it.
Result<Series> Courses::shift(store::Transaction& tx, SeriesId id, const Shift& shift,
                              const Actor& by, Instant now) const {
  auto series = find(tx, id);
  if (!series) return not_found();
  auto visits = to_come(tx, *series, now);
  if (visits.empty()) return Refusal("nothing-to-come");
  if (shift.days > 0) std::ranges::reverse(visits);
  int moved = 0;
  for (const auto& visit : visits) {
    Pattern pattern;
    pattern.every_days = 1;
    pattern.at = shift.at.value_or(env_.time->minute_of(visit.starts_at));
    pattern.slack = shift.slack;
    const auto wanted = visit.day + date::days{shift.days};
    const auto earliest = std::max(env_.time->day_of(now), wanted - date::days{shift.slack});
    const auto market =
        market_for(tx, series->person, {visit.department, visit.practitioner}, earliest,
                   wanted + date::days{shift.slack}, by.channel, visit.id, now);
    pattern.from = wanted;
    auto proposal = plan(pattern, market).front();
    if (!proposal.slot)
      return Refusal("series-cannot-move")
          .with("date", format_day(wanted))
          .with("why", proposal.why);
    if (proposal.slot->slot == visit.slot) continue;
    const auto done = appointments_.reschedule(tx, visit.id, proposal.slot->slot, by, now);
    if (!done) {
      auto refusal = done.error();
      refusal.with("date", format_day(wanted));
      return refusal;
    }
    ++moved;
  }
  ++series->version;
  note(tx, *series, "moved", moved, by, now);
  // All that are to come: one list that holds, whatever was said before.
  if (moved > 0) tell(tx, Notice::What::moved, id, to_come(tx, *series, now), now);
  return *std::move(series);
}

void Courses::tell(store::Transaction& tx, Notice::What what, SeriesId series,
                   std::vector<Appointment> visits, Instant now) const {
  if (!messages_ || visits.empty()) return;
  std::ranges::sort(visits, {}, &Appointment::starts_at);
  messages_->owe(tx, {.what = what, .series = series, .visits = visits}, now);
}

int Courses::move_person(store::Transaction& tx, PersonId from, PersonId into) const {
  return records::move_all(tx, from, into);
}

void Courses::note(store::Transaction& tx, const Series& series, std::string_view what, int visits,
                   const Actor& by, Instant now) const {
  records::note(tx, env_.ids->next_value(), series, what, visits, by, now);
  if (env_.journal)
    env_.journal->record(
        tx, by,
        {.what = "series-" + std::string(what),
         .subject = series.id,
         .details = {{"person", to_string(series.person)}, {"visits", std::to_string(visits)}},
         .note = {}},
        now);
}

}  // namespace yuyue::booking::series
