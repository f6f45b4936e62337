#pragma once
#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace yuyue::planner {

inline constexpr int kSlotMinutes = 30;
inline constexpr int kSlotsPerDay = 48;
inline constexpr int kDayMinutes = kSlotMinutes * kSlotsPerDay;

enum class Bladder { any, full, empty };

/// An examination. All lengths are minutes.
struct Item {
  std::string code;
  std::string name;
  int minutes = 0;         ///< the patient is in the room; at least 1
  int device_minutes = 0;  ///< the device is taken; at most `minutes`
  int recovery = 0;        ///< the patient stays on after it, the device is free
  int fasting = 0;         ///< 0: not a fasting item
  int water_stop = 0;      ///< 0: water is allowed
  bool breaks_fast = false;
  bool needs_meal = false;
  Bladder bladder = Bladder::any;

  /// From the start to the moment the patient may leave.
  int stay() const { return minutes + recovery; }
};

enum class RuleKind { before, separate, same_day, not_same_day, same_day_order };

/// What holds between two examinations. Minutes count from the release of the first, for `separate`
/// from its end.
struct Rule {
  std::string id;
  RuleKind kind{};
  int a = 0, b = 0;                  ///< places in Problem::items, then on in Problem::fixed
  int min_minutes = 0;               ///< before, same_day_order
  std::optional<int> max_minutes{};  ///< before; none: no limit
  std::optional<int> a_first{};      ///< separate; none: a must not come first
  std::optional<int> b_first{};      ///< separate; none: b must not come first
};

struct Device {
  std::string modality;
  int site = 0;  ///< from 0
};

/// A start that opening hours, the examination's hours and its lead days allow.
struct Offer {
  int item = 0;
  int day = 0;
  int slot = 0;    ///< of the day
  int device = 0;  ///< from 0
};

/// An examination that already stands or is past: takes part in every rule, takes no place.
struct Fixed {
  Item item;
  int day = 0;     ///< may be negative
  int minute = 0;  ///< of the day
  int site = 0;
  int start() const { return day * kDayMinutes + minute; }
};

/// One patient's examinations, the places there are, and what must hold. Days are 0 … days-1,
/// devices and sites count from 0, absolute time is day × 1440 + minute of the day.
struct Problem {
  int days = 0;
  std::vector<std::vector<int>> walk;  ///< minutes from site to site; need not be symmetric
  int meal = 0;          ///< from a fasting item's release to one that must be done fed
  int bladder_fill = 0;  ///< to fill the bladder by drinking
  std::vector<Device> devices;
  std::vector<Item> items;
  std::vector<Rule> rules;
  /// Free places per device, day and slot of the day.
  std::vector<std::vector<std::array<int, kSlotsPerDay>>> capacity;
  std::vector<Offer> offers;
  std::vector<Fixed> fixed;

  /// Item `index` of those numbered as rules number them.
  const Item& item(int index) const {
    const auto count = static_cast<int>(items.size());
    return index < count ? items[index] : fixed[index - count].item;
  }
};

/// What makes a plan better, strictly in this order, each as small as possible.
struct Objective {
  int days = 0;      ///< on which an item starts and nothing fixed does
  int last_day = 0;  ///< on which an item starts
  int on_site = 0;   ///< minutes: over all days with an item, last release − first start
  int end = 0;       ///< minute of the last day of the last release on it (may pass 1440)
  auto operator<=>(const Objective&) const = default;
};

struct Assignment {
  int item = 0;
  int day = 0;
  int slot = 0;
  int device = 0;
  int start() const { return (day * kSlotsPerDay + slot) * kSlotMinutes; }
};

struct Plan {
  Objective objective;
  std::vector<Assignment> assignments;  ///< in order of time
};

/// An irreducible conflict: these items with these rules have no plan; without any one of the items
/// (its rules gone with it) or any one of the rules they have. What is fixed always stands.
struct Conflict {
  std::vector<int> items;
  std::vector<int> rules;  ///< places in Problem::rules
};

enum class Outcome {
  optimal,     ///< `plan` is proven best
  feasible,    ///< a limit ended the proof: `plan` holds, and no plan is better than `bound`
  infeasible,  ///< there is none: `conflict` says why
  unknown,     ///< a limit ended the search before a plan or a proof of there being none was found
};

struct Answer {
  Outcome outcome = Outcome::unknown;
  Plan plan;
  Objective bound;
  Conflict conflict;
  /// The conflict holds, but a limit ended the proof that nothing in it can be left out.
  bool conflict_may_be_smaller = false;
};

}  // namespace yuyue::planner
