#pragma once
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "yuyue/core/ids.hpp"
#include "yuyue/core/result.hpp"
#include "yuyue/core/time.hpp"

// Which days and slots a course of treatment would take. Pure.
namespace yuyue::booking::series {

inline constexpr int kMostVisits = 60;

/// n visits, every k days or on weekdays, about a time of the day.
struct Pattern {
  int count = 1;                  ///< 1 … 60
  std::optional<int> every_days;  ///< 1 … 180; else by weekdays
  std::vector<int> weekdays;      ///< 1 Monday … 7 Sunday
  MinuteOfDay at{9 * 60};
  Day from{};     ///< the first day that may be taken
  int slack = 0;  ///< days that a visit may be earlier or later, 0 … 6
};
/// Refusal: pattern-invalid (params: why = count | days | weekdays | slack).
Result<void> check(const Pattern& pattern);

/// The days that the pattern asks for, in order.
std::vector<Day> wanted_days(const Pattern& pattern);

struct FreeSlot {
  SlotId slot;
  Day day{};
  MinuteOfDay start{};
};
/// What is known of the clinics that may be taken.
struct Market {
  std::map<Day, std::vector<FreeSlot>> free;  ///< what this person can have, by day
  std::vector<Day> clinic_days;               ///< days on which there is a clinic at all, sorted
  Day last_released{};                        ///< nothing later can be booked yet
};

struct Proposal {
  Day wanted{};
  std::optional<FreeSlot> slot;
  std::string why;  ///< without a slot: "not-released" | "no-clinic" | "full"
};
/// One for each wanted day, in order. A visit takes the nearest day within the slack that has
/// something free (the later of two) and that is after the visit before it; on that day the slot
/// nearest to the wanted time (the earlier of two).
std::vector<Proposal> plan(const Pattern& pattern, const Market& market);

}  // namespace yuyue::booking::series
