#include "yuyue/planner/wishes.hpp"

#include <algorithm>

namespace yuyue::planner {
namespace {

bool is_among(const std::vector<int>& wished, int one) {
  return wished.empty() || std::ranges::find(wished, one) != wished.end();
}

bool goes_with(const Problem& problem, const Wishes& wishes, const Offer& offer) {
  const int start = offer.slot * kSlotMinutes;
  const int release = start + problem.items[offer.item].stay();
  if (wishes.not_before && start < *wishes.not_before) return false;
  if (wishes.not_after && release > *wishes.not_after) return false;
  if (!is_among(wishes.days, offer.day)) return false;
  if (!is_among(wishes.sites, problem.devices[offer.device].site)) return false;
  if (!wishes.after_fixed) return true;
  const auto& fixed = problem.fixed[*wishes.after_fixed];
  return offer.day == fixed.day && start >= fixed.minute + fixed.item.stay();
}

}  // namespace

Problem with_wishes(Problem problem, const Wishes& wishes) {
  const auto unwished = [&](const Offer& offer) {
    return !goes_with(problem, wishes, offer);
  };
  std::erase_if(problem.offers, unwished);
  return problem;
}

}  // namespace yuyue::planner
