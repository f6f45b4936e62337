// Collecting the number and checking in.
#include "yuyue/booking/policy/rules.hpp"

namespace yuyue::booking::policy {

std::optional<StepTimes> step_times(const Rules& rules, Step step, const Visit& visit,
                                    const Civil& civil) {
  const auto& window = step == Step::collect ? rules.arrival.collect : rules.arrival.check_in;
  if (!window) return std::nullopt;
  StepTimes times;
  times.opens = window->opens_before ? visit.starts - *window->opens_before
                                     : civil.time.at(visit.day, MinuteOfDay{0});
  const auto until = window->until.find(visit.part);
  times.closes = until == window->until.end() ? visit.starts - window->closes_before
                                              : civil.time.at(visit.day, until->second);
  return times;
}

Result<Arriving> may_arrive(const Rules& rules, Step step, const Visit& visit, bool document_seen,
                            bool collected, const Civil& civil, Instant now) {
  const auto times = step_times(rules, step, visit, civil);
  if (!times) return Refusal("no-such-step");
  if (now < times->opens)
    return Refusal(step == Step::collect ? "too-early-to-collect" : "too-early-to-check-in")
        .until(times->opens);
  const bool late = now > times->closes;
  if (late && rules.arrival.late != Arrival::Late::late)
    return Refusal(rules.arrival.late == Arrival::Late::void_ ? "number-void"
                                                              : "counted-as-no-show")
        .with("until", format_minute(civil.time.minute_of(times->closes)));
  if (step == Step::check_in && rules.arrival.collect && !collected)
    return Refusal("number-not-collected");
  const bool first_step = step == Step::collect || !rules.arrival.collect;
  if (first_step && rules.arrival.document_seen && !document_seen)
    return Refusal("document-not-seen");
  return late ? Arriving::late : Arriving::on_time;
}

}  // namespace yuyue::booking::policy
