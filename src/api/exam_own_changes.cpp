#include "api/exam_own_changes.hpp"

#include "yuyue/booking/policy/rules.hpp"

namespace yuyue::api {
namespace {

using booking::policy::Visit;

Instant starts_at(const Services& services, const exams::Arranged& at) {
  return services.time.at(at.day, at.start);
}

/// The same rule as for appointments with doctors, so that patients learn one.
Instant change_until(const Services& services, const exams::Arranged& at, Instant now) {
  const auto starts = starts_at(services, at);
  const Visit visit{
      .day = at.day, .session_starts = starts, .starts = starts, .ends = starts + kSlotLength};
  const auto in_force = services.booking.policies->at(now);
  return booking::policy::cancel_until(in_force->rules({}), visit, booking::Channel::web,
                                       in_force->civil(services.time));
}

}  // namespace

Result<void> may_change_exams(const Services& services, const Call& call,
                              const std::vector<exams::Arranged>& changed,
                              exams::PlanChange::What what) {
  if (!call.principal.member()) return {};
  for (const auto& one : changed) {
    const auto until = what == exams::PlanChange::What::not_prepared
                           ? starts_at(services, one)
                           : change_until(services, one, call.now);
    if (call.now >= until)
      return Refusal("exam-change-too-late")
          .with("date", format_day(services.time.day_of(until)))
          .with("time", format_minute(services.time.minute_of(until)));
  }
  return {};
}

void add_change_limits(const Services& services, const Call& call, const exams::Plan& plan,
                       Json& shown) {
  const auto booked = plan.booked();
  for (std::size_t i = 0; i < booked.size(); ++i) {
    const auto until = change_until(services, booked[i], call.now);
    const auto last = call.principal.member() ? until : starts_at(services, booked[i]);
    auto& item = shown["items"][i];
    item["changeUntil"] = services.time.rfc3339(until);
    item["canChange"] = call.now < last;
  }
}

}  // namespace yuyue::api
