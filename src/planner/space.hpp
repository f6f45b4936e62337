#pragma once
#include <cstdint>
#include <vector>

#include "yuyue/planner/model.hpp"

namespace yuyue::planner {

/// The slots of a day, one bit each.
using Slots = std::uint64_t;

/// Bits `from` … `to`, as far as a day has them.
inline Slots slots_between(int from, int to) {
  if (from < 0) from = 0;
  if (to >= kSlotsPerDay) to = kSlotsPerDay - 1;
  return from > to ? 0 : (~Slots{0} >> (63 - to)) & (~Slots{0} << from);
}

/// An item at one of the sites where it is offered. Devices of a site that are free at one time are
/// the same to the patient, so the search knows sites only.
struct Node {
  int item = 0;
  int site = 0;
  int stay_slots = 0;  ///< before whatever comes next can start, at the least
};

/// A problem in slots. Every start lies on a slot's beginning and nobody is in two places at once,
/// so no slot's place is ever wanted twice by one patient: what fits by itself fits together, and
/// everything else holds between two items. So starts are bits, and a rule is a shift of them.
struct Space {
  int items = 0;
  int days = 0;
  std::vector<std::vector<int>> walk;          ///< minutes from site to site
  std::vector<Node> nodes;                     ///< by item
  std::vector<int> first_node;                 ///< of item i; one more at the end
  std::vector<Slots> starts;                   ///< [node × days + day]
  std::vector<int> stay;                       ///< minutes, of item i
  std::vector<int> same_day, other_day, most;  ///< [first node × nodes + second]: slots between
  std::vector<char> is_bounded;  ///< item i has something that must not be too long after it
  std::vector<int> fixed_from, fixed_to;  ///< of day d: minutes on site for what is fixed
  std::vector<char> has_fixed;
  bool fixed_agree = true;  ///< what is fixed keeps the rules among itself

  Slots at(int node, int day) const { return starts[node * days + day]; }
  int gap(const std::vector<int>& of, int first, int second) const {
    return of[first * static_cast<int>(nodes.size()) + second];
  }
  /// The slots of day `e` in which `v` may start, when `u` starts in slot `x` of day `d`.
  Slots allowed(int u, int d, int x, int v, int e) const {
    if (e > d) return after(u, x - (e - d) * kSlotsPerDay, v, other_day);
    if (e < d) return before(u, x + (d - e) * kSlotsPerDay, v, other_day);
    return after(u, x, v, same_day) | before(u, x, v, same_day);
  }
  Slots after(int u, int x, int v, const std::vector<int>& least) const {
    return slots_between(x + gap(least, u, v), x + gap(most, u, v));
  }

 private:
  Slots before(int u, int x, int v, const std::vector<int>& least) const {
    return slots_between(x - gap(most, v, u), x - gap(least, v, u));
  }
};

/// The problem of these items with these rules. What does not go with what is fixed is left out.
Space make_space(const Problem& problem, const std::vector<int>& items,
                 const std::vector<int>& rules);
/// … of all of them.
Space whole_space(const Problem& problem);

/// Whether the places that an offer's examination would take are free.
bool fits_capacity(const Problem& problem, const Offer& offer);

/// The first device of the site that has the item offered then.
int device_for(const Problem& problem, int item, int site, int day, int slot);

}  // namespace yuyue::planner
