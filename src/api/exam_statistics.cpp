// What planning examinations together has brought.
#include "api/answers.hpp"
#include "yuyue/exams/statistics.hpp"

namespace yuyue::api {
namespace {

constexpr std::chrono::days kLongest{366};

}  // namespace

Answer show_exam_statistics(const Services& services, const Call& call) {
  const auto from = query_day(call.request, "from"), to = query_day(call.request, "to");
  if (!from) return from.error();
  if (!to) return to.error();
  const auto last = to->value_or(services.time.day_of(call.now));
  const auto first = from->value_or(last - std::chrono::days{29});
  if (first > last || last - first > kLongest) return Refusal("query-invalid").with("name", "from");
  const auto sum = services.database.read([&](store::Snapshot& snapshot) {
    return exams::plan_statistics(snapshot, services.time, first, last);
  });
  return json(200, Json{{"from", format_day(first)},
                        {"to", format_day(last)},
                        {"plans", sum.plans},
                        {"inOneVisit", sum.in_one_visit},
                        {"visits", sum.visits},
                        {"firstFit",
                         {{"deadEnds", sum.first_fit.dead_ends},
                          {"inOneVisit", sum.first_fit.in_one_visit},
                          {"visits", sum.first_fit.visits},
                          {"visitsPlanned", sum.first_fit.visits_planned}}}});
}

}  // namespace yuyue::api
