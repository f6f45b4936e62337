// What becomes of an appointment once it is made: paid for, arrived, seen, or missed.
#include <algorithm>

#include "booking/appointment_steps.hpp"
#include "yuyue/booking/clinic/settling.hpp"

namespace yuyue::booking {

Result<Appointment> Appointments::confirm(store::Transaction& tx, AppointmentId id, const Actor& by,
                                          Instant now) const {
  auto found = find_appointment(tx, id);
  if (!found) return Refusal("not-found").with("what", "appointment");
  auto& a = *found;
  if (!holds_place(a.state)) return Refusal("not-active");
  if (a.state != AppointmentState::pending) return a;
  a.state = AppointmentState::booked;
  a.pay_until.reset();
  steps::advance(env_, tx, a, "confirmed", by, {}, now);
  if (env_.listener) env_.listener->confirmed(tx, a, now);
  return a;
}

// Whoever staff took in when they collected their number is not asked again when they check in.
Result<Appointment> Appointments::arrive(store::Transaction& tx, AppointmentId id, const Actor& by,
                                         Instant now, const ArrivalRequest& request) const {
  auto found = find_appointment(tx, id);
  if (!found) return Refusal("not-found").with("what", "appointment");
  auto& a = *found;
  if (auto open = clinic::may_join(tx, a.session);
      !open && a.state == AppointmentState::booked && a.day == env_.time->day_of(now))
    return open.error();
  const auto where = whereabouts(tx, a.session);
  const auto in_force = env_.policies->at(now);
  const auto rules = in_force->rules(where.place);
  const policy::ArrivalFacts facts{
      .channel = request.there ? Channel::kiosk : by.channel,
      .document_seen = request.document_seen && by.channel != Channel::web,
      .collected = a.collected_at.has_value(),
      .admitted = a.collected_how == policy::Arriving::admitted ||
                  (is_staff(by.channel) && !request.reason.empty())};
  const auto step = request.step.value_or(policy::next_step(rules, facts.collected));
  const auto how = rules::may_arrive(a, step, where, facts, *in_force, *env_.time, now);
  if (!how) return how.error();
  const bool last = policy::is_last_step(rules, step);
  if (last) {
    a.state = AppointmentState::arrived;
    a.arrived_at = now;
    a.arrived_how = *how;
  } else {
    a.collected_at = now;
    a.collected_how = *how;
  }
  const auto details = std::string(policy::name_of(step)) + " " + std::string(name_of(*how));
  steps::advance(env_, tx, a, last ? "arrived" : "collected", by, request.reason, now, details);
  if (env_.listener && last) env_.listener->arrived(tx, a, now);
  return a;
}

Result<Appointment> Appointments::take_in(store::Transaction& tx, AppointmentId id, const Actor& by,
                                          Instant now) const {
  auto found = find_appointment(tx, id);
  if (!found) return Refusal("not-found").with("what", "appointment");
  auto& a = *found;
  if (a.state != AppointmentState::booked) return Refusal("not-active");
  if (a.day != env_.time->day_of(now)) return Refusal("not-today").with("date", format_day(a.day));
  a.state = AppointmentState::arrived;
  a.arrived_at = now;
  a.arrived_how = policy::Arriving::on_time;
  const auto details = std::string(policy::name_of(policy::Step::check_in)) + " " +
                       std::string(policy::name_of(policy::Arriving::on_time));
  steps::advance(env_, tx, a, "arrived", by, {}, now, details);
  if (env_.listener) env_.listener->arrived(tx, a, now);
  return a;
}

Result<Appointment> Appointments::fulfil(store::Transaction& tx, AppointmentId id, const Actor& by,
                                         Instant now) const {
  auto found = find_appointment(tx, id);
  if (!found) return Refusal("not-found").with("what", "appointment");
  auto& a = *found;
  if (auto may = rules::may_be_fulfilled(a, *env_.time, now); !may) return may.error();
  a.state = AppointmentState::fulfilled;
  a.ended_at = now;
  steps::advance(env_, tx, a, "fulfilled", by, {}, now);
  if (env_.listener) env_.listener->fulfilled(tx, a, now);
  return a;
}

Result<Appointment> Appointments::mark_noshow(store::Transaction& tx, AppointmentId id,
                                              const Actor& by, Instant now) const {
  auto found = find_appointment(tx, id);
  if (!found) return Refusal("not-found").with("what", "appointment");
  auto& a = *found;
  if (auto may = rules::may_be_noshow(a, now); !may) return may.error();
  a.state = AppointmentState::noshow;
  a.ended_at = now;
  steps::advance(env_, tx, a, "noshow", by, {}, now);
  if (env_.listener) env_.listener->missed(tx, a, now);
  places_.give_back(tx, steps::place_of(a), places::Given::by_hospital, now);
  return a;
}

// A day back is enough: this runs every few seconds.
std::vector<AppointmentId> Appointments::missed(store::Snapshot& snapshot, Instant now,
                                                int limit) const {
  const auto arrivals = env_.settings->current()->arrivals;
  if (!arrivals.recorded_from) return {};
  const auto yesterday = env_.time->day_of(now) - date::days{1};
  return records::never_arrived(snapshot, std::max(yesterday, *arrivals.recorded_from),
                                env_.time->day_of(now), now - arrivals.grace, limit);
}

Result<Appointment> Appointments::reinstate(store::Transaction& tx, AppointmentId id,
                                            AppointmentState to, const Actor& by,
                                            const std::string& reason, Instant now) const {
  auto found = find_appointment(tx, id);
  if (!found) return Refusal("not-found").with("what", "appointment");
  auto& a = *found;
  if (a.state != AppointmentState::noshow || !holds_place(to) || to == AppointmentState::pending)
    return Refusal("not-active");
  const auto wanted = records::wanted_slot(tx, a.slot);
  const auto place =
      a.extra ? places_.widen(tx, *wanted) : places_.take(tx, *wanted, a.channel, now);
  if (!place) return place.error();
  a.pool = place->pool;
  const auto used = records::used_numbers(tx, a.slot);
  if (std::ranges::binary_search(used, a.sequence)) a.sequence = rules::lowest_free(used);
  a.state = to;
  a.ended_at = to == AppointmentState::fulfilled ? std::optional(now) : std::nullopt;
  if (to == AppointmentState::arrived && !a.arrived_at) {
    a.arrived_at = now;
    a.arrived_how = policy::Arriving::admitted;
  }
  try {
    steps::advance(env_, tx, a, "reinstated", by, reason, now);
  } catch (const store::UniqueViolation&) {
    return Refusal("already-booked")
        .with("code", spaced_code(a.code))
        .with("date", format_day(a.day));
  }
  if (env_.listener) env_.listener->reinstated(tx, a, now);
  steps::change_pages(env_, tx, a);
  return a;
}

}  // namespace yuyue::booking
