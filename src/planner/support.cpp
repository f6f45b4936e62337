#include "planner/support.hpp"

#include <bit>

namespace yuyue::planner {
namespace {

int first_of(Slots slots) {
  return std::countr_zero(slots);
}
int last_of(Slots slots) {
  return 63 - std::countl_zero(slots);
}

class Support {
 public:
  Support(const Space& space, const std::vector<int>& days, Slots* starts)
      : space_(space), days_(days), starts_(starts) {}

  bool keep() {
    for (bool changed = true; changed;) {
      changed = false;
      for (int item = 0; item < space_.items; ++item)
        for (int other = 0; other < space_.items; ++other)
          if (item != other && !keep_with(item, other, changed)) return false;
    }
    return true;
  }

 private:
  bool keep_with(int item, int other, bool& changed) {
    Slots any = 0;
    for (int u = space_.first_node[item]; u < space_.first_node[item + 1]; ++u)
      for (int d = 0; d < count(); ++d) {
        auto& slots = at(u, d);
        if (slots == 0) continue;
        const auto kept = slots & supported(u, d, slots, other);
        changed = changed || kept != slots;
        slots = kept;
        any |= kept;
      }
    return any != 0;
  }

  /// The slots of day d in which u goes with some start of the other.
  Slots supported(int u, int d, Slots wanted, int other) const {
    Slots found = 0;
    for (int v = space_.first_node[other]; v < space_.first_node[other + 1]; ++v)
      for (int e = 0; e < count(); ++e) {
        const auto slots = at(v, e);
        if (slots == 0) continue;
        const int later = (days_[e] - days_[d]) * kSlotsPerDay;
        if (later >= 0) found |= before(u, v, slots, later);
        if (later <= 0) found |= after(u, v, slots, later);
        if ((wanted & ~found) == 0) return found;
      }
    return found;
  }

  /// u first, then v in one of `slots`, whose day begins `later` slots later.
  Slots before(int u, int v, Slots slots, int later) const {
    const int least = space_.gap(later == 0 ? space_.same_day : space_.other_day, u, v);
    const int most = space_.gap(space_.most, u, v);
    if (most > kLong) return slots_between(0, last_of(slots) + later - least);
    Slots found = 0;
    for (; slots != 0; slots &= slots - 1)
      found |= slots_between(first_of(slots) + later - most, first_of(slots) + later - least);
    return found;
  }
  Slots after(int u, int v, Slots slots, int later) const {
    const int least = space_.gap(later == 0 ? space_.same_day : space_.other_day, v, u);
    const int most = space_.gap(space_.most, v, u);
    if (most > kLong) return slots_between(first_of(slots) + later + least, kSlotsPerDay - 1);
    Slots found = 0;
    for (; slots != 0; slots &= slots - 1)
      found |= slots_between(first_of(slots) + later + least, first_of(slots) + later + most);
    return found;
  }

  Slots& at(int node, int day) const { return starts_[node * count() + day]; }
  int count() const { return static_cast<int>(days_.size()); }

  static constexpr int kLong = 1 << 20;  // slots: no limit
  const Space& space_;
  const std::vector<int>& days_;
  Slots* starts_;
};

}  // namespace

bool keep_supported(const Space& space, const std::vector<int>& days, Slots* starts) {
  return Support(space, days, starts).keep();
}

}  // namespace yuyue::planner
