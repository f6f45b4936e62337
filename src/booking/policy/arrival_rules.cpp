// Collecting the number and checking in.
#include "booking/policy/words.hpp"
#include "yuyue/booking/policy/rules.hpp"

namespace yuyue::booking::policy {
namespace {

constexpr Words<Step, 2> kSteps{{{{Step::collect, "collect"}, {Step::check_in, "check-in"}}}};
constexpr Words<Arriving, 3> kOutcomes{
    {{{Arriving::on_time, "on-time"}, {Arriving::late, "late"}, {Arriving::admitted, "admitted"}}}};

}  // namespace

std::string_view name_of(Step step) {
  return kSteps.name(step);
}
std::optional<Step> step_from(std::string_view name) {
  return kSteps(std::string(name));
}
std::string_view name_of(Arriving outcome) {
  return kOutcomes.name(outcome);
}
std::optional<Arriving> arriving_from(std::string_view name) {
  return kOutcomes(std::string(name));
}

Step next_step(const Rules& rules, bool collected) {
  const bool to_collect = rules.arrival.collect && (!collected || !rules.arrival.check_in);
  return to_collect ? Step::collect : Step::check_in;
}

bool is_last_step(const Rules& rules, Step step) {
  return step == Step::check_in || !rules.arrival.check_in;
}

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

Result<Arriving> may_arrive(const Rules& rules, Step step, const Visit& visit,
                            const ArrivalFacts& facts, const Civil& civil, Instant now) {
  const auto& arrival = rules.arrival;
  const auto times = step_times(rules, step, visit, civil);
  if (!times) return Refusal("no-such-step");
  if (facts.channel == Channel::web && !arrival.online) return Refusal("arrive-on-site");
  if (now < times->opens)
    return Refusal("too-early")
        .with("step", name_of(step))
        .with("opens", format_minute(civil.time.minute_of(times->opens)))
        .until(times->opens);
  const bool late = now > times->closes;
  const bool lost = late && arrival.late != Arrival::Late::late;
  const bool admitted = lost && facts.admitted && arrival.admit_late;
  if (lost && !admitted)
    return Refusal(arrival.late == Arrival::Late::void_ ? "number-void" : "counted-as-no-show")
        .with("step", name_of(step))
        .with("until", format_minute(civil.time.minute_of(times->closes)))
        .with("admit", arrival.admit_late ? "yes" : "no");
  if (step == Step::check_in && arrival.collect && !facts.collected)
    return Refusal("number-not-collected");
  const bool first_step = step == Step::collect || !arrival.collect;
  if (first_step && arrival.document_seen && !facts.document_seen)
    return Refusal("document-not-seen");
  if (admitted) return Arriving::admitted;
  return late ? Arriving::late : Arriving::on_time;
}

}  // namespace yuyue::booking::policy
