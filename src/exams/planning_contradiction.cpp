// Why there is no plan, with what already stands: the planner takes that for granted, people do
// not.
#include <algorithm>

#include "yuyue/exams/planning.hpp"
#include "yuyue/planner/planner.hpp"

namespace yuyue::exams::planning {
namespace {

/// Each question is small; together they stay well under a second.
constexpr std::chrono::milliseconds kEach{40}, kAll{600};

class Deletion {
 public:
  explicit Deletion(const Planning& planning) : left_(planning) {}

  /// Takes out whatever can go while there is still no plan, one by one.
  template <class List>
  void shrink(List Planning::*list) {
    for (std::size_t i = (left_.*list).size(); i-- > 0;) {
      auto less = left_;
      auto& shorter = less.*list;
      shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(i));
      if (has_no_plan(less)) left_ = std::move(less);
    }
  }
  const Planning& left() const { return left_; }

 private:
  bool has_no_plan(const Planning& planning) const {
    const auto now = std::chrono::steady_clock::now();
    if (now > end_) return false;
    const auto answer = planner::plan(problem_of(planning), {.deadline = now + kEach});
    return answer.outcome == planner::Outcome::infeasible;
  }
  Planning left_;
  std::chrono::steady_clock::time_point end_ = std::chrono::steady_clock::now() + kAll;
};

}  // namespace

Contradiction contradiction_of(const Planning& planning, const planner::Conflict& conflict) {
  auto smaller = planning;
  if (!conflict.items.empty()) {
    smaller.wanted.clear();
    for (const int item : conflict.items) smaller.wanted.push_back(planning.wanted[item]);
  }
  Deletion deletion(smaller);
  deletion.shrink(&Planning::standing);
  deletion.shrink(&Planning::wanted);
  deletion.shrink(&Planning::rules);
  Contradiction out;
  const auto& left = deletion.left();
  for (const auto& one : left.wanted) {
    const auto found = std::ranges::find(planning.wanted, one.order, &Wanted::order);
    out.wanted.push_back(static_cast<int>(found - planning.wanted.begin()));
  }
  for (const auto& rule : left.rules) out.rules.push_back(rule.id);
  for (const auto& one : left.standing) {
    const auto found = std::ranges::find_if(planning.standing, [&](const Standing& other) {
      return other.what == one.what && other.id == one.id;
    });
    out.standing.push_back(static_cast<int>(found - planning.standing.begin()));
  }
  return out;
}

}  // namespace yuyue::exams::planning
