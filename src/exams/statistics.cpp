#include "yuyue/exams/statistics.hpp"

namespace yuyue::exams {

PlanStatistics plan_statistics(store::Snapshot& snapshot, const HospitalTime& time, Day from,
                               Day to) {
  auto rows = snapshot.query(
      "SELECT count(*), coalesce(sum(days = 1), 0), coalesce(sum(days), 0),"
      " coalesce(sum(first_fit_days IS NULL), 0), coalesce(sum(first_fit_days = 1), 0),"
      " coalesce(sum(first_fit_days), 0),"
      " coalesce(sum(CASE WHEN first_fit_days IS NULL THEN 0 ELSE days END), 0)"
      " FROM exam_plan WHERE taken_at >= ? AND taken_at < ?",
      {time.at(from, MinuteOfDay{0}), time.at(to + std::chrono::days{1}, MinuteOfDay{0})});
  rows.next();
  return {.plans = rows->integer(0),
          .in_one_visit = rows->integer(1),
          .visits = rows->integer(2),
          .first_fit = {.dead_ends = rows->integer(3),
                        .in_one_visit = rows->integer(4),
                        .visits = rows->integer(5),
                        .visits_planned = rows->integer(6)}};
}

}  // namespace yuyue::exams
