#include "yuyue/planner/first_fit.hpp"

#include <algorithm>
#include <tuple>

#include "planner/gap.hpp"
#include "planner/space.hpp"

namespace yuyue::planner {
namespace {

class Desk {
 public:
  explicit Desk(const Problem& problem) : problem_(problem), space_(whole_space(problem)) {}

  bool may_begin() const { return space_.fixed_agree; }

  bool place(int item) {
    const Offer* first = nullptr;
    for (const auto& offer : problem_.offers)
      if (offer.item == item && (!first || earlier(offer, *first)) && goes(offer)) first = &offer;
    if (!first) return false;
    plan_.push_back({item, first->day, first->slot, first->device});
    return true;
  }

  Plan plan() {
    std::ranges::sort(plan_, {}, &Assignment::start);
    return {objective(), plan_};
  }

 private:
  static bool earlier(const Offer& a, const Offer& b) {
    return std::tuple(a.day, a.slot, a.device) < std::tuple(b.day, b.slot, b.device);
  }

  bool goes(const Offer& offer) const {
    const Assignment it{offer.item, offer.day, offer.slot, offer.device};
    const int count = static_cast<int>(problem_.items.size());
    const auto with = [&](int other, int site, int start) {
      return compatible(problem_, problem_.rules, it.item, problem_.devices[it.device].site,
                        it.start(), other, site, start);
    };
    for (const auto& one : plan_)
      if (!with(one.item, problem_.devices[one.device].site, one.start())) return false;
    for (std::size_t f = 0; f < problem_.fixed.size(); ++f)
      if (!with(count + static_cast<int>(f), problem_.fixed[f].site, problem_.fixed[f].start()))
        return false;
    return fits_capacity(problem_, offer);
  }

  Objective objective() const {
    Objective sum;
    for (std::size_t i = 0; i < plan_.size();) {
      const int day = plan_[i].day;
      int from = plan_[i].start(), to = from;
      for (; i < plan_.size() && plan_[i].day == day; ++i)
        to = std::max(to, plan_[i].start() + problem_.items[plan_[i].item].stay());
      if (space_.has_fixed[day]) {
        from = std::min(from, space_.fixed_from[day]);
        to = std::max(to, space_.fixed_to[day]);
      }
      sum.days += space_.has_fixed[day] ? 0 : 1;
      sum.on_site += to - from;
      sum.last_day = day;
      sum.end = to - day * kDayMinutes;
    }
    return sum;
  }

  const Problem& problem_;
  const Space space_;
  std::vector<Assignment> plan_;
};

}  // namespace

std::optional<Plan> first_fit(const Problem& problem) {
  Desk desk(problem);
  if (!desk.may_begin()) return std::nullopt;
  for (int item = 0; item < static_cast<int>(problem.items.size()); ++item)
    if (!desk.place(item)) return std::nullopt;
  return desk.plan();
}

}  // namespace yuyue::planner
