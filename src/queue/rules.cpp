#include <algorithm>

#include "yuyue/queue/line.hpp"

namespace yuyue::queue {
namespace {

Refusal invalid(std::string_view name, std::string_view expected) {
  return Refusal("rules-invalid").with("name", name).with("expected", expected);
}

minutes least_allowance(const LineRules& rules) {
  auto least = rules.walk_in_allowance;
  for (const auto& [name, allowance] : rules.class_allowances) least = std::min(least, allowance);
  return least;
}

}  // namespace

Result<void> check(const LineRules& rules) {
  constexpr minutes kNone{0}, kDay{24 * 60};
  if (rules.walk_in_allowance < kNone || rules.walk_in_allowance > kDay)
    return invalid("walkInAllowance", "0–1440");
  if (rules.late_penalty < kNone || rules.late_penalty > rules.walk_in_allowance)
    return invalid("latePenalty", "0–walkInAllowance");
  for (const auto& [name, allowance] : rules.class_allowances)
    if (allowance < -kDay || allowance > rules.walk_in_allowance)
      return invalid("classAllowances/" + name, "-1440–walkInAllowance");
  if (rules.early < kNone || rules.early > kDay) return invalid("early", "0–1440");
  if (rules.on_time < kNone || rules.on_time > kDay) return invalid("onTime", "0–1440");
  if (rules.calls_before_missed < 1 || rules.calls_before_missed > 10)
    return invalid("callsBeforeMissed", "1–10");
  if (rules.missed_steps < 0 || rules.missed_steps > 50) return invalid("missedSteps", "0–50");
  if (rules.planned < minutes{1} || rules.planned > minutes{240})
    return invalid("planned", "1–240");
  if (rules.firsts_per_returner < 0 || rules.firsts_per_returner > 50)
    return invalid("firstsPerReturner", "0–50");
  if (rules.near_room < 0 || rules.near_room > 20) return invalid("nearRoom", "0–20");
  return {};
}

// Whoever is called before me is due no later than I am. So they arrived no later than
// my arrival + (my due − my arrival) − (their due − their arrival).
minutes promise(const LineRules& rules) {
  const auto longest =
      std::max({rules.early, rules.walk_in_allowance, rules.missed_steps * rules.planned});
  const auto least = std::min({-rules.on_time, least_allowance(rules), minutes{0}});
  return longest - least;
}

std::pair<Instant, Due> due_of(const Joining& joining, const LineRules& rules, Instant now) {
  const bool is_late =
      joining.slot_start && (joining.late || now > *joining.slot_start + rules.on_time);
  if (joining.slot_start && !is_late) return {*joining.slot_start, Due::slot};
  const auto allowance = rules.class_allowances.find(joining.priority);
  const bool has_class = allowance != rules.class_allowances.end();
  if (is_late && (!has_class || rules.late_penalty <= allowance->second))
    return {now + rules.late_penalty, Due::late};
  if (has_class) return {now + allowance->second, Due::priority};
  return {now + rules.walk_in_allowance, Due::walk_in};
}

}  // namespace yuyue::queue
