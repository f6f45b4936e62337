// Collecting the number and checking in.
#include "api/answers.hpp"
#include "api/appointment_access.hpp"
#include "api/posted_codes.hpp"
#include "api/views.hpp"
#include "yuyue/booking/policy/text.hpp"
#include "yuyue/booking/rules.hpp"

namespace yuyue::api {
namespace {

namespace policy = booking::policy;

constexpr std::size_t kReason = 200, kPostedCode = 60;

/// How things stand at `now`: "early", "open", "late" (but taken down), "over" (the number is
/// lost).
std::string_view window_state(const policy::Arrival& arrival, const policy::StepTimes& times,
                              Instant now) {
  if (now < times.opens) return "early";
  if (now <= times.closes) return "open";
  return arrival.late == policy::Arrival::Late::late ? "late" : "over";
}

}  // namespace

Json arrival_json(const Services& services, const booking::Appointment& a,
                  const booking::Whereabouts& where, Instant now) {
  const auto in_force = services.booking.policies->at(now);
  const auto rules = in_force->rules(where.place);
  Json out = Json::object();
  if (a.collected_at) out["collectedAt"] = services.time.rfc3339(*a.collected_at);
  if (a.collected_how) out["collectedHow"] = policy::name_of(*a.collected_how);
  if (a.arrived_how) out["arrivedHow"] = policy::name_of(*a.arrived_how);
  const bool to_come =
      a.state == booking::AppointmentState::booked || a.state == booking::AppointmentState::pending;
  if (!to_come) return out;
  const auto step = policy::next_step(rules, a.collected_at.has_value());
  const auto times = policy::step_times(rules, step, booking::rules::visit_of(a, where),
                                        in_force->civil(services.time));
  if (!times) return out;
  const bool first = step == policy::Step::collect || !rules.arrival.collect;
  out["next"] = {{"step", policy::name_of(step)},
                 {"last", policy::is_last_step(rules, step)},
                 {"opensAt", services.time.rfc3339(times->opens)},
                 {"closesAt", services.time.rfc3339(times->closes)},
                 {"window", window_state(rules.arrival, *times, now)},
                 {"online", rules.arrival.online},
                 {"documentSeen", first && rules.arrival.document_seen},
                 {"late", policy::name_of(rules.arrival.late)},
                 {"admitLate", rules.arrival.admit_late}};
  return out;
}

LaterAnswer record_arrival(const Services& services, const Call& call) {
  Input in(call.request);
  booking::ArrivalRequest request;
  request.step = in.maybe_one_of("step", &policy::step_from);
  request.document_seen = in.flag("documentSeen", false);
  request.reason = in.maybe_text("reason", kReason).value_or("");
  const auto posted = in.maybe_text("postedCode", kPostedCode);
  const auto by = call.actor();
  // Whoever comes too late is taken in by people, who say why.
  if (!request.reason.empty() && !booking::is_staff(by.channel))
    in.wrong("reason", "at the desk only");
  if (auto bad = in.finish()) co_return *bad;
  const auto id = call.id<AppointmentId>("appointment");
  std::optional<booking::Appointment> seen;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto visible = visible_appointment(services, tx, call.principal, id);
    if (!visible) return visible.error();
    seen = *visible;
    if (posted) {
      if (auto there = is_there(tx, *posted, *visible); !there) return there.error();
      request.there = true;
    }
    const auto arrived = services.appointments.arrive(tx, id, by, call.now, request);
    if (!arrived) return arrived.error();
    return appointment_seen(services, tx, call, *arrived);
  };
  auto answer = co_await write_once(services, call, 200, work);
  if (!answer && seen) {
    const booking::OfferFor whom{seen->person, id};
    co_return refused_booking(services, call, seen->slot, whom, answer.error());
  }
  co_return answer;
}

}  // namespace yuyue::api
