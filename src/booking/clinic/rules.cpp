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

// Whether somebody may come at all, and what is late, the policy has decided before they are in
// line; the line only needs to know how wide its windows are, for the promise it can make.
queue::LineRules line_rules(const policy::Arrival& arrival) {
  queue::LineRules rules;
  const auto& step = arrival.check_in ? arrival.check_in : arrival.collect;
  rules.early = step && step->opens_before ? std::min(*step->opens_before, kWholeDay) : kWholeDay;
  rules.on_time = kWholeDay;
  if (step && step->until.empty())
    rules.on_time = std::clamp(-step->closes_before, std::chrono::minutes{0}, kWholeDay);
  return rules;
}

}  // namespace yuyue::booking::clinic
