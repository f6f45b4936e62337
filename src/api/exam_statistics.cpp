// What planning examinations together, and recognising results, has brought.
#include "api/csv_cell.hpp"
#include "api/exam_order_json.hpp"
#include "yuyue/exams/statistics.hpp"

namespace yuyue::api {
namespace {

constexpr std::chrono::days kLongest{366};

struct Days {
  Day from{}, to{};
};
/// The last thirty days, where nothing else is asked for.
Result<Days> days_of(const Services& services, const Call& call) {
  const auto from = query_day(call.request, "from"), to = query_day(call.request, "to");
  if (!from) return from.error();
  if (!to) return to.error();
  const auto last = to->value_or(services.time.day_of(call.now));
  const auto first = from->value_or(last - std::chrono::days{29});
  if (first > last || last - first > kLongest) return Refusal("query-invalid").with("name", "from");
  return Days{first, last};
}

http::Response savings_csv(const Json& items, const Days& days) {
  std::string text =
      "\xEF\xBB\xBF"
      "code,examination,recognised\r\n";
  for (const auto& one : items)
    text += csv_cell(one.at("exam").at("code").get<std::string>()) + "," +
            csv_cell(one.at("exam").at("name").get<std::string>()) + "," + one.at("count").dump() +
            "\r\n";
  auto table = http::Response::text(200, "text/csv; charset=utf-8", text);
  table.headers["Content-Disposition"] = "attachment; filename=\"recognised-" +
                                         format_day(days.from) + "-" + format_day(days.to) +
                                         ".csv\"";
  return table;
}

}  // namespace

Answer show_exam_statistics(const Services& services, const Call& call) {
  const auto days = days_of(services, call);
  if (!days) return days.error();
  const auto sum = services.database.read([&](store::Snapshot& snapshot) {
    return exams::plan_statistics(snapshot, services.time, days->from, days->to);
  });
  return json(200, Json{{"from", format_day(days->from)},
                        {"to", format_day(days->to)},
                        {"plans", sum.plans},
                        {"inOneVisit", sum.in_one_visit},
                        {"visits", sum.visits},
                        {"firstFit",
                         {{"deadEnds", sum.first_fit.dead_ends},
                          {"inOneVisit", sum.first_fit.in_one_visit},
                          {"visits", sum.first_fit.visits},
                          {"visitsPlanned", sum.first_fit.visits_planned}}}});
}

Answer count_exam_savings(const Services& services, const Call& call) {
  const auto days = days_of(services, call);
  if (!days) return days.error();
  const auto format = call.request.query_or("format", "json");
  if (format != "json" && format != "csv")
    return Refusal("query-invalid").with("name", "format").with("value", format);
  Json items = Json::array();
  std::int64_t total = 0;
  services.database.read([&](store::Snapshot& snapshot) {
    const ExamNames names(snapshot);
    for (const auto& one : exams::savings(snapshot, days->from, days->to, services.time)) {
      items.push_back({{"exam", names.of(one.exam)}, {"count", one.count}});
      total += one.count;
    }
    return true;
  });
  if (format == "csv") return savings_csv(items, *days);
  return json(200, Json{{"items", std::move(items)}, {"total", total}});
}

}  // namespace yuyue::api
