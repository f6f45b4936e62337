#pragma once
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "yuyue/core/time.hpp"
#include "yuyue/planner/model.hpp"

// From orders, devices and rules to the planner's problem: pure functions.
namespace yuyue::exams::planning {

/// A device, as far as planning goes.
struct Place {
  std::int64_t device = 0;  ///< its id
  std::string modality{};
  int site = 0;  ///< from 0
};

/// An examination that waits for a place. `item.code` is the order's id, `exam` the examination's.
struct Wanted {
  std::int64_t order = 0;
  std::string exam;
  planner::Item item;
  int from = 0, to = planner::kDayMinutes;  ///< starts no earlier, ends no later: minutes of a day
  int first_day = 0, last_day = 0;          ///< lead days and delays; needed by
  std::vector<int> places;                  ///< on which it can be done: of Planning::places
};

/// An order that has no place and is not planned either.
struct Waiting {
  std::int64_t order = 0;
  std::string exam;
  std::optional<std::int64_t> needed_for{};  ///< the order that it was added for
};

/// What already stands or is past and takes part in the rules.
struct Standing {
  enum class What { past, planned, appointment };
  What what = What::past;
  std::int64_t id = 0;  ///< result, order or appointment
  std::string exam{};   ///< empty: an appointment
  planner::Item item;
  int day = 0, minute = 0, site = 0;
};

/// A rule between two examinations, by their codes.
struct Pair {
  std::string id;
  planner::RuleKind kind{};
  std::string a, b;
  int min_minutes = 0;
  std::optional<int> max_minutes{}, a_first{}, b_first{};
};

/// All that one patient's plan depends on. Day 0 is today.
struct Planning {
  Day today{};
  int now = 0;   ///< minute of today: nothing starts before it
  int days = 1;  ///< horizon
  int meal = 30, bladder_fill = 60;
  std::vector<std::vector<int>> walk;
  std::vector<Place> places;
  std::vector<Wanted> wanted;
  std::vector<Standing> standing;
  std::vector<Pair> rules;
  /// Free places by place, day and slot; 0 where a device is closed.
  std::vector<std::vector<std::array<int, planner::kSlotsPerDay>>> free;
};

/// Every start that the examination's hours and days, the device's hours and the free places allow.
bool is_offered(const Planning& planning, const planner::Assignment& at);
planner::Problem problem_of(const Planning& planning);

/// What an arrangement breaks, one line each for the log and tests; empty: it holds. Looks at every
/// clause anew, without the planner; free places included.
std::vector<std::string> broken(const Planning& planning,
                                const std::vector<planner::Assignment>& arrangement);

/// What is not right with an arrangement that stands: a rule is broken between one of it and
/// another, or what has to come before it (or with it) has no place.
struct LooseEnd {
  std::int64_t order = 0;                 ///< of the arrangement
  std::string rule;                       ///< its id, "place", "stomach", "bladder", or "need"
  std::optional<std::int64_t> other{};    ///< another of the arrangement
  std::optional<std::int64_t> missing{};  ///< an order that waits for a place
  std::optional<Standing> standing{};     ///< what stands or is past
};
std::vector<LooseEnd> loose_ends(const Planning& planning,
                                 const std::vector<planner::Assignment>& arrangement,
                                 const std::vector<Waiting>& waiting);

/// Why there is no plan: wanted ones (places in Planning::wanted), rules (ids), what stands (places
/// in Planning::standing). Irreducible together: without any one of them there is a plan.
struct Contradiction {
  std::vector<int> wanted;
  std::vector<std::string> rules;
  std::vector<int> standing;
};
/// Of a planning that has no plan.
Contradiction contradiction_of(const Planning& planning, const planner::Conflict& conflict);

}  // namespace yuyue::exams::planning
