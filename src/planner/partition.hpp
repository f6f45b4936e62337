#pragma once
#include <unordered_map>
#include <vector>

#include "planner/day_costs.hpp"
#include "planner/days.hpp"

namespace yuyue::planner {

/// At least what it costs to share items out among visits, from the days' own costs and from what
/// can be said about pairs of days.
class Partition {
 public:
  Partition(const Space& space, const DayMap& days, DayCosts& costs);

  void prepare(const std::vector<Visit>& visits);

  /// From now on: an item on the last visit keeps the patient until then at least (minute of the
  /// day, by item).
  void end_not_before(const std::vector<int>& ends);

  /// All of `rest` on visit `from` and later ones.
  Cost later(int from, Items rest);
  /// All of `rest` on `visit` and later ones, `at_least` of them and nothing outside `at_most` on
  /// `visit` itself.
  Cost now_and_later(int visit, Items rest, Items at_least, Items at_most);

 private:
  Cost least(int visit, Items rest, Items at_least, Items at_most);
  Cost on(int visit, Items items) const;
  struct Question {
    int visit;
    Items rest, at_least, at_most;
    bool operator==(const Question&) const = default;
  };
  struct Hash {
    std::size_t operator()(const Question& q) const;
  };

  const Space& space_;
  const DayMap& map_;
  DayCosts& costs_;
  std::vector<Visit> visits_;
  std::vector<const std::vector<Cost>*> day_;  // by visit
  std::vector<Items> on_, later_;              // by visit: items with a start on it, after it
  std::vector<std::vector<Items>> barred_;     // by visit, item: cannot come later then
  std::vector<std::vector<Cost>> known_;       // by visit and set: later(); -1: not yet
  std::vector<int> ends_;                      // by item
  std::unordered_map<Question, Cost, Hash> asked_;
};

}  // namespace yuyue::planner
