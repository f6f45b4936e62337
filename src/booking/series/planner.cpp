#include "yuyue/booking/series/planner.hpp"

#include <algorithm>

namespace yuyue::booking::series {
namespace {

Refusal invalid(std::string_view why) {
  return Refusal("pattern-invalid").with("why", why);
}

/// 0, +1, -1, +2, -2 … : the nearest first, the later of two.
std::vector<Day> days_around(Day wanted, int slack) {
  std::vector<Day> days{wanted};
  for (int away = 1; away <= slack; ++away) {
    days.push_back(wanted + date::days{away});
    days.push_back(wanted - date::days{away});
  }
  return days;
}

const FreeSlot& nearest(const std::vector<FreeSlot>& slots, MinuteOfDay at) {
  const auto distance = [&](const FreeSlot& slot) {
    return std::pair(std::chrono::abs(slot.start - at), slot.start);
  };
  return *std::ranges::min_element(slots, {}, distance);
}

}  // namespace

Result<void> check(const Pattern& pattern) {
  if (pattern.count < 1 || pattern.count > kMostVisits) return invalid("count");
  if (pattern.every_days.has_value() != pattern.weekdays.empty()) return invalid("days");
  if (pattern.every_days && (*pattern.every_days < 1 || *pattern.every_days > 180))
    return invalid("days");
  for (const int weekday : pattern.weekdays)
    if (weekday < 1 || weekday > 7) return invalid("weekdays");
  if (pattern.slack < 0 || pattern.slack > 6) return invalid("slack");
  return {};
}

std::vector<Day> wanted_days(const Pattern& pattern) {
  std::vector<Day> days;
  const auto count = static_cast<std::size_t>(pattern.count);
  if (pattern.every_days) {
    for (int i = 0; i < pattern.count; ++i)
      days.push_back(pattern.from + date::days{*pattern.every_days * i});
    return days;
  }
  for (auto day = pattern.from; days.size() < count; day += date::days{1})
    if (std::ranges::find(pattern.weekdays, iso_weekday(day)) != pattern.weekdays.end())
      days.push_back(day);
  return days;
}

std::vector<Proposal> plan(const Pattern& pattern, const Market& market) {
  std::vector<Proposal> proposals;
  std::optional<Day> before;
  for (const auto wanted : wanted_days(pattern)) {
    Proposal proposal{.wanted = wanted, .slot = {}, .why = {}};
    bool any_clinic = false;
    for (const auto day : days_around(wanted, pattern.slack)) {
      if (day < pattern.from || (before && day <= *before)) continue;
      any_clinic |= std::ranges::binary_search(market.clinic_days, day);
      const auto free = market.free.find(day);
      if (free == market.free.end() || free->second.empty()) continue;
      proposal.slot = nearest(free->second, pattern.at);
      break;
    }
    if (proposal.slot)
      before = proposal.slot->day;
    else
      proposal.why = wanted > market.last_released ? "not-released"
                     : any_clinic                  ? "full"
                                                   : "no-clinic";
    proposals.push_back(std::move(proposal));
  }
  return proposals;
}

}  // namespace yuyue::booking::series
