#pragma once
// A policy's rules said again, slowly and plainly: minute by minute and day by day, in minutes
// since 1970 on the wall clock of a place eight hours ahead of UTC that never changes its clocks.
// Shares nothing with the rules but the policy's model and the facts.
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "yuyue/booking/policy/rules.hpp"

namespace yuyue::booking::policy::restated {

using Minute = long;

Minute minute_of(Instant at);
Minute midnight_of(Day day);

Rules rules_at(const Policy& policy, const Place& place);

/// "ok" or the refusal's code.
std::string may_book(const Rules& rules, const SlotTimes& slot, Channel channel,
                     const DayCalendar& days, Minute now);
/// The first minute after `now` at which it is "ok".
std::optional<Minute> possible_at(const Rules& rules, const SlotTimes& slot, Channel channel,
                                  const DayCalendar& days, Minute now);
std::string fits(const Rules& rules, const Limits& limits, const Visit& wanted,
                 const std::vector<Having>& having, std::optional<AppointmentId> instead_of,
                 Minute now);
std::string may_person(const Rules& rules, const PersonFacts& person, Day visit_day,
                       Channel channel);
std::string doings(const Limits& limits, const Doings& doings, bool makes, bool keeps,
                   Channel channel);
/// "free", "as-no-show" or the refusal's code.
std::string cancel(const Rules& rules, const Visit& visit, Channel channel, const DayCalendar& days,
                   Minute now);
/// "on-time", "late", "admitted" or the refusal's code.
std::string arrive(const Rules& rules, Step step, const Visit& visit, const ArrivalFacts& facts,
                   Minute now);

/// A bar that follows: why, until when, where, and from which records.
using BarDue = std::tuple<ConductKind, Minute, std::string, std::vector<std::int64_t>>;
std::vector<BarDue> bars(const std::vector<Threshold>& thresholds,
                         const std::vector<ConductRecord>& records, const std::vector<Bar>& earlier,
                         const std::vector<Outage>& outages, Minute now);

}  // namespace yuyue::booking::policy::restated
