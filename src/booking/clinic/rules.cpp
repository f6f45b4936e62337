#include <algorithm>

#include "yuyue/booking/clinic/clinic_day.hpp"
#include "yuyue/core/words.hpp"

namespace yuyue::booking::clinic {
namespace {

constexpr Words<11> kSteps{"recall",     "start",     "finish",   "miss",
                           "come-back",  "send-away", "postpone", "move-before",
                           "move-after", "assign",    "leave"};
constexpr std::chrono::minutes kWholeDay{24 * 60};

}  // namespace

std::string_view name_of(Step::What what) {
  return word_of(kSteps, what);
}
std::optional<Step::What> step_from(std::string_view name) {
  return from_word<Step::What>(kSteps, name);
}

std::string ticket_number(const Appointment& a, const HospitalTime& time) {
  auto start = format_minute(time.minute_of(a.starts_at));
  std::erase(start, ':');
  return start + "-" + std::to_string(a.sequence);
}

std::string walk_in_number(int number) {
  return "W" + std::to_string(number);
}

// Whether somebody may come at all, and what is late, the policy has decided before they are in
// line; the line only needs to know how wide its windows are, for the promise it can make.
queue::LineRules line_rules(const policy::Rules& all, std::chrono::minutes planned) {
  const auto& arrival = all.arrival;
  queue::LineRules rules;
  rules.walk_in_allowance = all.line.walk_in_allowance;
  for (const auto& c : all.line.classes) rules.class_allowances[c.code] = c.allowance;
  rules.late_penalty = all.line.late_penalty;
  rules.calls_before_missed = all.line.calls_before_missed;
  rules.missed_steps = all.line.missed_steps;
  rules.planned = std::max(all.line.planned.value_or(planned), std::chrono::minutes{1});
  rules.firsts_per_returner = all.line.firsts_per_returner;
  rules.near_room = all.line.near_room;
  const auto& step = arrival.check_in ? arrival.check_in : arrival.collect;
  // Where one may check in from midnight on, whoever does so earlier than usual counts, for the
  // promise, as come then: their slot is when they are due.
  if (step && step->opens_before) rules.early = std::min(*step->opens_before, kWholeDay);
  rules.on_time = kWholeDay;
  if (step && step->until.empty())
    rules.on_time = std::clamp(-step->closes_before, std::chrono::minutes{0}, kWholeDay);
  return rules;
}

}  // namespace yuyue::booking::clinic
