#include "yuyue/exams/planning.hpp"

#include <algorithm>
#include <map>

#include "exams/planning_pairs.hpp"
#include "yuyue/planner/planner.hpp"

namespace yuyue::exams::planning {

using planner::Assignment;
using planner::kSlotMinutes;
using planner::kSlotsPerDay;
using planner::Problem;

namespace {

bool fits(const Planning& planning, const Assignment& at) {
  const auto& item = planning.wanted[at.item].item;
  const int last = (at.slot * kSlotMinutes + item.device_minutes - 1) / kSlotMinutes;
  if (last >= kSlotsPerDay) return false;
  const auto& day = planning.free[at.device][at.day];
  return std::all_of(day.begin() + at.slot, day.begin() + last + 1, [](int n) { return n > 0; });
}

bool agrees_with_past(const Planning& planning, const Assignment& at) {
  const auto here = spot_of(planning, at);
  return std::ranges::all_of(planning.standing, [&](const Standing& standing) {
    return standing.what != Standing::What::past ||
           broken_by(planning, here, spot_of(standing)).empty();
  });
}

/// Those of `exam` among the items and then what is fixed, as rules number them.
std::vector<int> numbered(const Planning& planning, const std::vector<int>& fixed,
                          std::string_view exam) {
  std::vector<int> out;
  const auto count = static_cast<int>(planning.wanted.size());
  for (int i = 0; i < count; ++i)
    if (planning.wanted[i].exam == exam) out.push_back(i);
  for (int f = 0; f < static_cast<int>(fixed.size()); ++f)
    if (planning.standing[fixed[f]].exam == exam) out.push_back(count + f);
  return out;
}

}  // namespace

bool is_offered(const Planning& planning, const Assignment& at) {
  const auto& wanted = planning.wanted[at.item];
  const int minute = at.slot * kSlotMinutes;
  if (at.day < wanted.first_day || at.day > wanted.last_day || at.day >= planning.days)
    return false;
  if (at.day == 0 && minute < planning.now) return false;
  if (minute < wanted.from || minute + wanted.item.minutes > wanted.to) return false;
  if (std::ranges::find(wanted.places, at.device) == wanted.places.end()) return false;
  return fits(planning, at);
}

// What is past takes part only pair by pair: it leaves out starts. (As the planner's fixed items,
// two that contradict each other would bar every plan.)
Problem problem_of(const Planning& planning) {
  Problem out;
  out.days = planning.days;
  out.walk = planning.walk;
  out.meal = planning.meal;
  out.bladder_fill = planning.bladder_fill;
  out.capacity = planning.free;
  for (const auto& place : planning.places) out.devices.push_back({place.modality, place.site});
  std::vector<int> fixed;
  for (int s = 0; s < static_cast<int>(planning.standing.size()); ++s) {
    const auto& one = planning.standing[s];
    if (one.what == Standing::What::past) continue;
    fixed.push_back(s);
    out.fixed.push_back({one.item, one.day, one.minute, one.site});
  }
  for (int i = 0; i < static_cast<int>(planning.wanted.size()); ++i) {
    const auto& wanted = planning.wanted[i];
    out.items.push_back(wanted.item);
    const int last = std::min(wanted.last_day, planning.days - 1);
    for (int day = std::max(0, wanted.first_day); day <= last; ++day)
      for (const int place : wanted.places)
        for (int slot = 0; slot < kSlotsPerDay; ++slot) {
          const Assignment at{i, day, slot, place};
          if (is_offered(planning, at) && agrees_with_past(planning, at))
            out.offers.push_back({i, day, slot, place});
        }
  }
  for (const auto& rule : planning.rules)
    for (const int a : numbered(planning, fixed, rule.a))
      for (const int b : numbered(planning, fixed, rule.b))
        if (a != b)
          out.rules.push_back({rule.id, rule.kind, a, b, rule.min_minutes, rule.max_minutes,
                               rule.a_first, rule.b_first});
  return out;
}

std::vector<std::string> broken(const Planning& planning,
                                const std::vector<Assignment>& arrangement) {
  std::vector<std::string> out;
  const auto say = [&](const std::string& what, int one, const std::string& other) {
    out.push_back(planning.wanted[one].item.code + " " + other + ": " + what);
  };
  std::map<std::tuple<int, int, int>, int> taken;
  for (std::size_t i = 0; i < arrangement.size(); ++i) {
    const auto& at = arrangement[i];
    if (!is_offered(planning, at)) say("not offered", at.item, "");
    const auto here = spot_of(planning, at);
    for (std::size_t j = 0; j < i; ++j)
      for (const auto& what : broken_by(planning, here, spot_of(planning, arrangement[j])))
        say(what, at.item, planning.wanted[arrangement[j].item].item.code);
    for (const auto& standing : planning.standing)
      for (const auto& what : broken_by(planning, here, spot_of(standing)))
        say(what, at.item, standing.item.code);
    const int last =
        (at.slot * kSlotMinutes + planning.wanted[at.item].item.device_minutes - 1) / kSlotMinutes;
    for (int slot = at.slot; slot <= last; ++slot) ++taken[{at.device, at.day, slot}];
  }
  for (const auto& [where, count] : taken) {
    const auto [place, day, slot] = where;
    if (slot >= kSlotsPerDay || count > planning.free[place][day][slot])
      out.push_back("more than are free");
  }
  return out;
}

}  // namespace yuyue::exams::planning
