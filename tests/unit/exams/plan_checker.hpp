#pragma once
// Whether examinations of one patient agree with the rules, written from the text of the clauses
// and from nothing of the planner or of the module that uses it.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace yuyue::test {

/// An examination at its time: minutes from any midnight.
struct PlacedExam {
  std::string exam, name;
  std::int64_t start = 0;
  std::int64_t arranged = 0;  ///< when it got this time
  int minutes = 0, recovery = 0, fasting = 0, water_stop = 0;
  bool breaks_fast = false, needs_meal = false;
  char bladder = 'a';  ///< any, full, empty
  int site = 0;
  std::int64_t end() const { return start + minutes; }
  std::int64_t release() const { return end() + recovery; }
  std::int64_t day() const { return start / 1440; }
};

struct WrittenRule {
  std::string code, kind, a, b;
  std::int64_t min = 0;
  std::optional<std::int64_t> max{}, a_first{}, b_first{};
};

struct Written {
  std::vector<WrittenRule> rules;
  std::vector<std::vector<int>> walk;
  std::int64_t meal = 120, bladder_fill = 60;
};

namespace checker {

inline bool one_place(const Written& w, const PlacedExam& x, const PlacedExam& y) {
  const auto& earlier = x.start <= y.start ? x : y;
  const auto& later = x.start <= y.start ? y : x;
  return later.start >= earlier.release() + w.walk[earlier.site][later.site];
}

/// i is the fasting one.
inline bool stomach(const Written& w, const PlacedExam& i, const PlacedExam& j) {
  if (i.fasting == 0) return true;
  const bool after_it = j.start >= i.release();
  const bool long_before = i.start >= j.release() + i.fasting;
  if (j.breaks_fast && !after_it && !long_before) return false;
  if (j.needs_meal && i.day() == j.day()) {
    const bool eats_after = j.start >= i.release() + w.meal;
    const bool ate_before = i.start >= j.start + i.fasting;
    if (!eats_after && !ate_before) return false;
  }
  return true;
}

/// j needs the full bladder.
inline bool bladder(const Written& w, const PlacedExam& i, const PlacedExam& j) {
  if (j.bladder != 'f' || i.day() != j.day()) return true;
  const bool fills_after = j.start >= i.release() + w.bladder_fill;
  if (i.water_stop > 0 && !fills_after && i.start < j.start + i.water_stop) return false;
  if (i.bladder == 'e' && !fills_after && i.start < j.release()) return false;
  return true;
}

/// What was past when the other one was arranged cannot be moved: what would have had to come
/// before it, or on its day, is excused; so is an order that is forbidden for ever.
inline bool rule(const WrittenRule& r, const PlacedExam& a, const PlacedExam& b) {
  const auto arranged = a.arranged > b.arranged ? a.arranged : b.arranged;
  const bool a_past = a.start <= arranged, b_past = b.start <= arranged;
  if (r.kind == "before") {
    if (b_past) return true;
    if (a_past && r.max && a.day() < arranged / 1440 - 1) return true;
    return b.start >= a.release() + r.min && (!r.max || b.start <= a.release() + *r.max);
  }
  if (r.kind == "separate") {
    if (r.a_first && b.start >= a.end() + *r.a_first) return true;
    if (r.b_first && a.start >= b.end() + *r.b_first) return true;
    return (a_past && !r.a_first) || (b_past && !r.b_first);
  }
  if (r.kind == "same-day") return a_past || b_past || a.day() == b.day();
  if (r.kind == "not-same-day") return a.day() != b.day();
  return a.day() != b.day() || b.start >= a.release() + r.min;  // same-day-order
}

}  // namespace checker

/// What two examinations break of each other; empty: nothing.
inline std::string broken(const Written& w, const PlacedExam& x, const PlacedExam& y) {
  if (!checker::one_place(w, x, y)) return "place";
  if (!checker::stomach(w, x, y) || !checker::stomach(w, y, x)) return "stomach";
  if (!checker::bladder(w, x, y) || !checker::bladder(w, y, x)) return "bladder";
  for (const auto& r : w.rules) {
    if (r.a == x.exam && r.b == y.exam && !checker::rule(r, x, y)) return r.code;
    if (r.a == y.exam && r.b == x.exam && !checker::rule(r, y, x)) return r.code;
  }
  return {};
}

}  // namespace yuyue::test
